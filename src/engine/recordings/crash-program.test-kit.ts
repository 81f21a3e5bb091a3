import { LogWriter } from './log-writer'
import { content, saveManifest } from './log-writer.test-kit'

/** Records a log that does not end, until it is killed; says how far each part was saved. */
async function record(folder: string, seed: number, wholeBytes: number): Promise<void> {
  const writer = new LogWriter({ folder, name: 'startup', cipher: null }, { wholeBytes, errorBytes: 64 * 1024 })
  await saveManifest(folder, writer, 0)
  for (let at = 0, step = 0; ; step++) {
    const to = at + 500 + ((seed * 7919 + step * 104729) % 20_000)
    await writer.addHead(content(writer.headEnd, Math.max(writer.headEnd, Math.min(to, writer.headBytes))))
    process.stdout.write(`head ${writer.headEnd}\n`)
    const from = Math.max(writer.headEnd, to - writer.tailBytes)
    if (to > from) {
      await writer.saveTail(from, content(from, to))
      process.stdout.write(`tail ${to}\n`)
    }
    if (step % 5 === 4) await saveManifest(folder, writer, to)
    at = to
  }
}

const [folder, seed, wholeBytes] = process.argv.slice(2)
void record(folder!, Number(seed), Number(wholeBytes))

import { createReadStream, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordingManifest } from '@shared/model'
import { LogWriter } from '../../src/engine/recordings/log-writer'
import { emptyManifest, recordedLog } from '../../src/engine/recordings/manifest.test-kit'
import { privateFolder, writeManifest } from '../../src/engine/recordings/write-manifest'

const DAY_MS = 86_400_000

/** Saves a whole log as the one run of an agent. @param root the folder of recordings @returns the run's id */
export async function saveRun(root: string, log: string): Promise<string> {
  const id = `${String(Date.now() - DAY_MS).padStart(15, '0')}-bench`
  const folder = join(root, id)
  await privateFolder(folder)
  const size = statSync(log).size
  const writer = new LogWriter({ folder, name: 'startup', cipher: null }, { wholeBytes: 2 * size + (1 << 20), errorBytes: 0 })
  for await (const piece of createReadStream(log, { highWaterMark: 1 << 20 })) await writer.addHead(piece as Buffer)
  const ranges = await writer.close()
  await writeManifest(folder, manifest(Date.now() - DAY_MS, 'main', [{ ...recordedLog('startup', size, []), ranges, missing: [] }]))
  return id
}

/** Saves so many small runs, of 20 agents in turn. */
export async function saveRuns(root: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const startedMs = Date.now() - n * 60_000 - 60_000
    const folder = join(root, `${String(startedMs).padStart(15, '0')}-agent-${n % 20}`)
    await privateFolder(folder)
    const writer = new LogWriter({ folder, name: 'startup', cipher: null }, { wholeBytes: 1 << 20, errorBytes: 0 })
    const text = Buffer.from(`Get:${n} http://deb.example.com/debian\nrun ${n} is ready\n`)
    await writer.addHead(text)
    const ranges = await writer.close()
    await writeManifest(folder, manifest(startedMs, `agent-${n % 20}`, [{ ...recordedLog('startup', text.length, []), ranges, missing: [] }]))
  }
}

function manifest(startedMs: number, agent: string, logs: RecordingManifest['logs']): RecordingManifest {
  const empty = emptyManifest()
  return { ...empty, savedMs: startedMs + 1000, agent: { id: `w0123456789ab:${agent}`, name: agent }, run: { ...empty.run, startedMs }, logs }
}

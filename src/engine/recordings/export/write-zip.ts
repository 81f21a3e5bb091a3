import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import type { RecordedRange, RecordingManifest } from '@shared/model'
import { ZipFile } from 'yazl'
import { maskedBytes } from './masked-bytes'
import { told, type ExportOptions, type ExportProgress, type ExportSubject } from './subject'

const FILE = { mode: 0o100600, forceDosTimestamp: true } as const

/**
 * A recording as a zip: its manifest, its ranges as plain logs, and a README. Hidden bytes become stars, as many as they were,
 * so that every place that the manifest names stays right. Gives how many secrets were hidden.
 */
export async function writeZip(file: FileHandle, subject: ExportSubject, options: ExportOptions, signal: AbortSignal, tell: (progress: ExportProgress) => void): Promise<number> {
  const { manifest } = subject
  if (!manifest) throw new Error('only a recording becomes a zip')
  const zip = new ZipFile()
  // Node's own type of a stream is wider than the package's.
  const out = (zip.outputStream as Readable).pipe(new PassThrough())
  zip.on('error', (error) => out.destroy(error as Error))
  const totalBytes = Math.max(1, manifest.logs.flatMap(({ ranges }) => ranges).reduce((sum, { from, to }) => sum + to - from, 0))
  let masks = 0
  let done = 0
  const build = async (): Promise<void> => {
    zip.addBuffer(Buffer.from(readme(subject, options)), 'README.txt', FILE)
    const logs = []
    for (const log of manifest.logs) {
      const source = subject.logs.find(({ name }) => name === log.name)?.source
      const ranges: RecordedRange[] = []
      for (const range of log.ranges) {
        if (!source) continue
        const hash = createHash('sha256')
        const name = `${log.name}.${range.from}.log`
        const pieces = async function* (): AsyncGenerator<Buffer> {
          for await (const piece of maskedBytes(source, range, options.raw ? 'none' : 'stars', options.masks, signal)) {
            if (piece.kind === 'gone') throw new Error('a range that is saved could not be read')
            hash.update(piece.bytes)
            masks += piece.spans.length
            done += piece.bytes.length
            tell({ doneBytes: done, totalBytes })
            yield piece.bytes
          }
        }
        const stream = Readable.from(pieces(), { objectMode: false })
        const ended = new Promise<void>((resolve, reject) => stream.once('close', resolve).once('error', reject))
        stream.on('error', (error) => out.destroy(error))
        zip.addReadStream(stream, name, FILE)
        await ended
        ranges.push({ from: range.from, to: range.to, file: name, storedBytes: range.to - range.from, sha256: hash.digest('hex') })
      }
      logs.push({ ...log, ranges })
    }
    zip.addBuffer(Buffer.from(`${JSON.stringify(toldManifest({ ...manifest, logs, encryption: null }, options), null, 2)}\n`), 'manifest.json', FILE)
    zip.end()
  }
  const built = build()
  built.catch((error: unknown) => out.destroy(error as Error))
  for await (const chunk of out as AsyncIterable<Buffer>) await file.writeFile(chunk)
  await built
  return masks
}

/** Sentences and lines in it quote the logs. */
function toldManifest(manifest: RecordingManifest, options: ExportOptions): RecordingManifest {
  const { verdict } = manifest.run
  return {
    ...manifest,
    run: {
      ...manifest.run,
      verdict: {
        ...verdict,
        sentence: told(verdict.sentence, options),
        why: verdict.why === null ? null : told(verdict.why, options),
        cause: verdict.cause && { ...verdict.cause, sentence: told(verdict.cause.sentence, options), text: told(verdict.cause.text, options) },
      },
      scripts: manifest.run.scripts.map((script) => ({ ...script, steps: script.steps.map((step) => ({ ...step, name: told(step.name, options) })) })),
    },
  }
}

function readme({ title, facts, logs }: ExportSubject, options: ExportOptions): string {
  return [
    title,
    ...facts.map((fact) => told(fact, options)),
    '',
    'This is a recording of Tailpane: what one start of a workspace wrote into its logs.',
    'Import it in Tailpane (History, Import) to see it as it was, or read the .log files with any program.',
    'A file is one stretch of a log; the number in its name is where it begins (bytes). manifest.json says what is there and what is missing.',
    options.raw ? 'Nothing was hidden in it: it may hold passwords and tokens.' : 'What looked like a secret was replaced by as many stars before it was written. That may have missed one: read it before you pass it on.',
    '',
    ...logs.map((log) => `${log.name}: ${log.title}, ${log.path}`),
    '',
  ].join('\n')
}

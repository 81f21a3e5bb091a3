import type { RecordedRun } from '@shared/model'
import { SGR } from '@shared/text/sgr'
import { filteredBound, filterLine } from '../window'
import type { SavedRecording } from './types'

/** Of the line that explains a failure so much is read and shown (bytes, characters). */
const LINE_BYTES = 2048
const TEXT_CHARS = 300
const NEWLINE = 0x0a

/** What the manifest of an encrypted recording tells of its run: no line of a log, and no name of a step, since the manifest itself is plain. */
export function withoutQuotes(run: RecordedRun): RecordedRun {
  const { cause } = run.verdict
  const scripts = run.scripts.map((one) => ({ ...one, steps: [] }))
  return { ...run, scripts, verdict: { ...run.verdict, why: null, cause: cause && { ...cause, text: '', sentence: 'The line that explains it is encrypted.' } } }
}

/** Puts the line that explains a failure back into what is told of an encrypted recording that is open. */
export async function restoreQuote(recording: SavedRecording): Promise<void> {
  const { encryption, logs, run } = recording.manifest()
  const { cause } = run.verdict
  if (!encryption || !cause || cause.text !== '') return
  const log = logs.find(({ path }) => path === cause.path)
  const read = log && (await recording.source(log.name)?.read(cause.offset, LINE_BYTES, 'bulk'))
  if (read?.kind !== 'bytes') return
  const end = read.bytes.indexOf(NEWLINE)
  const line = read.bytes.subarray(0, end < 0 ? read.bytes.length : end)
  const out = Buffer.allocUnsafe(filteredBound(line.length))
  cause.text = out.toString('utf8', 0, filterLine(line, out, 0)).replace(SGR, '').trim().slice(0, TEXT_CHARS)
  cause.sentence = cause.text
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openRecording } from '../../src/engine/recordings'
import type { RecordedLog } from '../../src/shared/model'
import { readLine } from './line-format.cjs'
import type { WrittenEpoch, WrittenLog } from './written-log'

export interface RecordingsVerdict {
  problems: string[]
  recordings: number
  /** Bytes that were saved and are the log's own, and bytes that are named as not saved. */
  saved: number
  missing: number
}

/** Holds every recording against what was written: each byte of it is the log's own or named as missing, and none is in it twice. */
export async function checkRecordings(root: string, logs: readonly WrittenLog[]): Promise<RecordingsVerdict> {
  const verdict: RecordingsVerdict = { problems: [], recordings: 0, saved: 0, missing: 0 }
  const names = (await readdir(root).catch((): string[] => [])).filter((name) => /^\d/.test(name))
  for (const name of names) {
    const opened = await openRecording(join(root, name))
    if (!opened.ok) {
      verdict.problems.push(`${name}: ${opened.failure.sentence}`)
      continue
    }
    verdict.recordings++
    const recording = opened.value
    for (const saved of recording.manifest().logs) {
      const log = logs.find((one) => one.path === saved.path)
      const source = recording.source(saved.name)
      if (!log || !source) {
        verdict.problems.push(`${name}: ${saved.path} is no log that was written`)
        continue
      }
      const wrong = (why: string): void => void verdict.problems.push(`${name}, ${saved.name} (log ${log.index}): ${why}`)
      partition(saved, wrong)
      for (const { from, to, why } of saved.missing) {
        verdict.missing += to - from
        if (why === 'damaged') wrong(`${to - from} bytes at ${from} cannot be read any more`)
      }
      for (const { from, to } of saved.ranges) {
        const parts: Buffer[] = []
        for (let at = from; at < to; ) {
          const read = await source.read(at, to - at, 'bulk')
          if (read.kind === 'gone' || read.bytes.length === 0) {
            wrong(`nothing is saved at ${at}, where the manifest says so`)
            break
          }
          parts.push(Buffer.from(read.bytes))
          at += read.bytes.length
        }
        verdict.saved += checkRange(from, Buffer.concat(parts), saved, log, wrong)
      }
    }
    recording.close()
  }
  return verdict
}

/** Ranges and what is missing make up the log, in order and without overlaps. */
function partition({ ranges, missing, sizeBytes }: RecordedLog, wrong: (why: string) => void): void {
  let at = 0
  for (const { from, to } of [...ranges, ...missing].toSorted((a, b) => a.from - b.from)) {
    if (from !== at) return wrong(`at ${at} comes what begins at ${from}`)
    at = to
  }
  if (at !== sizeBytes) wrong(`it has ${sizeBytes} bytes, and ${at} are accounted for`)
}

/** Returns how many bytes of it are what was written. */
function checkRange(from: number, bytes: Buffer, { boundaries }: RecordedLog, log: WrittenLog, wrong: (why: string) => void): number {
  const cuts = [0, ...boundaries.map(({ at }) => at - from).filter((at) => at > 0 && at < bytes.length), bytes.length]
  let good = 0
  for (const [index, begin] of cuts.slice(0, -1).entries()) {
    const piece = bytes.subarray(begin, cuts[index + 1])
    const found = placeOf(piece, log)
    // Less than a line says nothing of where it belongs.
    if (found === null) {
      if (piece.length > 4096) wrong(`${piece.length} bytes at ${from + begin} have no line that was written`)
      continue
    }
    const truth = Buffer.concat(found.epoch.bytes).subarray(found.at, found.at + piece.length)
    if (truth.equals(piece) || isGuessAtEnd(truth, piece, found.epoch)) good += piece.length
    else wrong(`${piece.length} bytes at ${from + begin} are not epoch ${found.epoch.number} from ${found.at}: ${difference(truth, piece)}`)
  }
  return good
}

/** What a run that goes over an older one has written of its last line when it is saved last is a guess. */
function isGuessAtEnd(truth: Buffer, piece: Buffer, epoch: WrittenEpoch): boolean {
  const lastLine = piece.lastIndexOf(0x0a, piece.length - 2) + 1
  return epoch.over && truth.subarray(0, lastLine).equals(piece.subarray(0, lastLine))
}

/** Where a piece of a log belongs, as its first whole line says. */
function placeOf(piece: Buffer, log: WrittenLog): { epoch: WrittenEpoch; at: number } | null {
  for (let at = 0; at < piece.length; ) {
    const end = piece.indexOf(0x0a, at)
    if (end < 0) return null
    const line = readLine(piece.subarray(at, end).toString('utf8'))
    const epoch = line && line.log === log.index ? log.epochs[line.epoch] : undefined
    const start = line && epoch?.starts[line.number]
    if (epoch && start !== undefined && start !== null && start >= at) return { epoch, at: start - at }
    at = end + 1
  }
  return null
}

function difference(truth: Buffer, piece: Buffer): string {
  let at = 0
  while (at < piece.length && truth[at] === piece[at]) at++
  const near = (bytes: Buffer): string => JSON.stringify(bytes.subarray(Math.max(0, at - 20), at + 60).toString('utf8'))
  return `from byte ${at} of it ${near(piece)} and not ${near(truth)}`
}

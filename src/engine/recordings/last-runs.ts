import { readdir } from 'node:fs/promises'
import type { RecordedLog, RecordingManifest } from '@shared/model'
import { BLOCK_BYTES, HELD_BYTES, type ByteSource, type HeldLog, type HeldRun } from '../source'
import { RECORDING_ID, recordingId } from './list'
import type { SavedRecording } from './types'

/** Recordings of an agent that are looked through for a log; one that none of them has was not written for long. */
const MOST_LOOKED = 20
const HALF_BYTES = HELD_BYTES / 2

/** What a recorded log held from one emptying or overwriting to the next: bytes `[from, to)` of the recording. */
interface Generation {
  log: RecordedLog
  source: ByteSource
  from: number
  to: number
  /** ms since the epoch, whole seconds; null where nothing says. */
  beganMs: number | null
}

/** Ids of the agent's own recordings, newest first; imported ones are not among them. */
export async function recordingsOf(root: string, agentId: string): Promise<string[]> {
  const suffix = recordingId(0, agentId).slice(15)
  const names = await readdir(root).catch((): string[] => [])
  const own = (name: string): boolean => name.slice(15) === suffix || name.slice(15).startsWith(`${suffix}-sealed-`)
  return names.filter((name) => RECORDING_ID.test(name) && own(name)).sort().reverse()
}

/**
 * What is recorded of the last two runs that wrote to a log, as its source goes on from it; null where no recording has the
 * log. Reads at most 1 MiB of each. `open` gives a recording by its id, null where it cannot be read.
 */
export async function lastRunsOf(root: string, agentId: string, path: string, open: (id: string) => Promise<SavedRecording | null>): Promise<HeldLog | null> {
  const found: { of: Generation; run: HeldRun }[] = []
  for (const id of (await recordingsOf(root, agentId)).slice(0, MOST_LOOKED)) {
    const recording = await open(id)
    if (!recording) continue
    try {
      for (const of of generationsOf(recording, path, found.length > 0).reverse()) {
        const run = await readRun(of)
        // An app that ended suddenly can leave two recordings of one run: what came over it is more of the same.
        if (found[0] && isStartOf(run, found[0].run)) continue
        found.push({ of, run })
        if (found.length === 2) return heldLog(found)
      }
    } finally {
      recording.close()
    }
  }
  return heldLog(found)
}

/** Whether a run is, by all that is kept of both, where a longer one began. */
function isStartOf(run: HeldRun, longer: HeldRun): boolean {
  if (run.length > longer.length) return false
  let compared = 0
  for (const one of run.parts) {
    for (const other of longer.parts) {
      const from = Math.max(one.from, other.from)
      const to = Math.min(one.from + one.bytes.length, other.from + other.bytes.length)
      if (to <= from) continue
      if (!one.bytes.subarray(from - one.from, to - one.from).equals(other.bytes.subarray(from - other.from, to - other.from))) return false
      compared += to - from
    }
  }
  return compared > 0
}

function heldLog([newest, before]: readonly { of: Generation; run: HeldRun }[]): HeldLog | null {
  if (!newest) return null
  const { fileBytes, modifiedMs } = newest.of.log
  // Of a run that is known by what it left behind the newest one's end only, nothing is held.
  const under = fileBytes === null ? null : { length: fileBytes, beganMs: null, parts: [], under: true }
  return {
    sizeBytes: Math.max(fileBytes ?? 0, newest.run.length),
    // Without it nothing can be told from the time, so the content is compared.
    modifiedMs: modifiedMs ?? 0,
    newest: newest.run,
    before: before ? { ...before.run, under: fileBytes !== null } : under,
  }
}

/** Oldest first. `older`: a newer recording has the log, so what came over this one is that one's. */
function generationsOf(recording: SavedRecording, path: string, older: boolean): Generation[] {
  const { logs, run } = recording.manifest()
  // Of two logs with one path the first is the one that was written last.
  const log = logs.find((one) => one.path === path && one.kind !== 'agent')
  const source = log && recording.source(log.name)
  if (!source) return []
  const next = older ? log.boundaries.findIndex(({ cause }) => cause === 'rewritten') : -1
  const borders = [0, ...log.boundaries.map(({ at }) => at), log.sizeBytes].slice(0, next < 0 ? undefined : next + 2)
  return borders.slice(1).flatMap((to, index) => {
    const from = borders[index]!
    return to > from ? [{ log, source, from, to, beganMs: index === 0 ? beganOf(run, path) : null }] : []
  })
}

/** No log changes before its script began; times of change are whole seconds. */
function beganOf({ id, startedMs, scripts }: RecordingManifest['run'], path: string): number | null {
  const beganMs = scripts.find((one) => one.path === path)?.startedMs ?? (id === null ? startedMs : null)
  return beganMs === null ? null : Math.floor(beganMs / 1000) * 1000
}

async function readRun(one: Generation): Promise<HeldRun> {
  const length = one.to - one.from
  const tail = Math.max(HALF_BYTES, Math.floor((length - HALF_BYTES) / BLOCK_BYTES) * BLOCK_BYTES)
  const parts = [...(await stretches(one, 0, Math.min(HALF_BYTES, length))), ...(await stretches(one, tail, length))]
  return { length, beganMs: one.beganMs, parts }
}

/** What is saved of `[from, to)` of a generation, each stretch from the start of a block on. */
async function stretches({ source, from: base }: Generation, from: number, to: number): Promise<HeldRun['parts']> {
  const parts: { from: number; chunks: Buffer[] }[] = []
  let goesOn = false
  for (let at = from; at < to; ) {
    const result = await source.read(base + at, to - at, 'bulk')
    if (result.kind === 'gone') {
      at = Math.ceil((result.to - base) / BLOCK_BYTES) * BLOCK_BYTES
      goesOn = false
    } else if (result.bytes.length === 0) break
    else {
      if (goesOn) parts.at(-1)!.chunks.push(result.bytes)
      else parts.push({ from: at, chunks: [result.bytes] })
      goesOn = true
      at += result.bytes.length
    }
  }
  return parts.map(({ from: begin, chunks }) => ({ from: begin, bytes: Buffer.concat(chunks) }))
}

import { rename, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedLog, RecordedRun, RecordingManifest } from '@shared/model'
import { RECORDING_ID } from './list'
import { readManifest } from './manifest'
import { holdOpen, isOpen } from './open-recording'
import { writeManifest } from './write-manifest'

/** What the names of logs begin with that were read once, when their start had ended, and not followed. */
export const LOOK_NAME = 'look-'

export function isLook({ name }: RecordedLog): boolean {
  return name.startsWith(LOOK_NAME)
}

/**
 * Gives a recording that lies elsewhere on the same disk its place among the app's own. Where the run is recorded already,
 * the two become one: of each log what more is saved of stays. False where it may not be changed now, since it is being
 * written or read; then nothing has moved. Rejects when the disk says no.
 */
export async function joinRecording(folder: string, root: string, id: string): Promise<boolean> {
  const place = join(root, id)
  if (!RECORDING_ID.test(id) || isOpen(place)) return false
  const hold = holdOpen(place)
  try {
    const fresh = await readManifest(folder)
    if (!fresh.ok) return false
    const there = await readManifest(place)
    if (there.ok) return await putTogether({ folder, manifest: fresh.value }, { folder: place, manifest: there.value })
    // What cannot be read is no recording.
    await rm(place, { recursive: true, force: true })
    await rename(folder, place)
    return true
  } finally {
    hold.dispose()
  }
}

interface Place {
  folder: string
  manifest: RecordingManifest
}

async function putTogether(fresh: Place, there: Place): Promise<boolean> {
  // One manifest has one key.
  if (fresh.manifest.encryption?.keyId !== there.manifest.encryption?.keyId) return false
  const better = (log: RecordedLog, of: Place): boolean => {
    const other = of.manifest.logs.find((one) => sameLog(one, log))
    // What was followed to its end knows better where the run ends in a file that was written over.
    const whole = other && !isLook(other) && other.missing.length === 0
    return !other || (!whole && savedBytes(log) > savedBytes(other))
  }
  const taken = fresh.manifest.logs.filter((log) => better(log, there))
  const left = there.manifest.logs.filter((log) => !taken.some((one) => sameLog(one, log)))
  for (const { file } of taken.flatMap((log) => log.ranges)) await rename(join(fresh.folder, file), join(there.folder, file))
  await writeManifest(there.folder, { ...there.manifest, run: joinedRun(there.manifest.run, fresh.manifest.run), logs: [...named(taken, left), ...left] })
  const over = there.manifest.logs.filter((log) => !left.includes(log))
  for (const { file } of over.flatMap((log) => log.ranges)) await unlink(join(there.folder, file)).catch(() => undefined)
  await rm(fresh.folder, { recursive: true, force: true })
  return true
}

/** The agent's own log is recorded by its parts, which have one path. */
function sameLog(one: RecordedLog, other: RecordedLog): boolean {
  return one.path === other.path && (one.kind !== 'agent' || one.title === other.title)
}

function savedBytes(log: RecordedLog): number {
  return log.ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** Names are unique in a recording; those of files need not begin with them. */
function named(logs: readonly RecordedLog[], beside: readonly RecordedLog[]): RecordedLog[] {
  const names = new Set(beside.map((one) => one.name))
  return logs.map((log) => {
    let { name } = log
    for (let count = 2; names.has(name); count++) name = `${log.name}-${count}`
    names.add(name)
    return { ...log, name }
  })
}

/** What tells more of the run; what its scripts were seen doing is known to one of them only. */
function joinedRun(there: RecordedRun, fresh: RecordedRun): RecordedRun {
  const run = fresh.lifecycle.length >= there.lifecycle.length && fresh.scripts.length >= there.scripts.length ? fresh : there
  const other = run === fresh ? there : fresh
  const scripts = run.scripts.map((script) => {
    const watched = other.scripts.find((one) => one.path === script.path && one.phase === script.phase)
    return script.quietMs !== null || !watched ? script : { ...script, steps: watched.steps, quietMs: watched.quietMs }
  })
  const cause = run.verdict.cause?.from === 'script' ? run.verdict.cause : (other.verdict.cause ?? run.verdict.cause)
  return { ...run, verdict: { ...run.verdict, cause: run.verdict.kind === other.verdict.kind ? cause : run.verdict.cause }, scripts }
}

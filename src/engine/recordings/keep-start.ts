import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogKind, RecordedLog, RecordingManifest, RunSummary, Verdict } from '@shared/model'
import { RECORDING_VERSION } from '@shared/model'
import { APP_VERSION } from '@shared/version'
import { recordingOwner } from './find-recording'
import type { FrameCipher } from './frame-cipher'
import { joinRecording, LOOK_NAME } from './join-recordings'
import { missingOf, rangeFile } from './layout'
import { recordingId } from './list'
import { MOST_LOGS } from './manifest'
import { RangeWriter } from './range-writer'
import { recordedRun } from './recorded-run'
import { withoutQuotes } from './sealed-quotes'
import { privateFolder, writeManifest } from './write-manifest'

/** A start whose logs were looked at once, when it had ended. */
export interface LookedAtStart {
  workspace: RecordingManifest['workspace']
  agent: RecordingManifest['agent']
  run: RunSummary
  verdict: Verdict
  logs: readonly LookedAtLog[]
}

/** What was read of one of its logs. Offsets are bytes of the file. */
export interface LookedAtLog {
  path: string
  kind: LogKind
  title: string
  /** Where the run's first byte stands, and where its last one ends. */
  from: number
  to: number
  modifiedMs: number
  /** In rising order, without overlaps. */
  parts: readonly { offset: number; bytes: Buffer }[]
}

/** Names of folders that are being written; they are no recordings yet. */
export const UNFINISHED = /^\.look-[a-z0-9-]+$/

/**
 * Records a start as it was looked at, beside what may be recorded of it already. False where that is being written at
 * this moment by whoever follows the run. Rejects when the disk says no.
 */
export async function keepStart(root: string, start: LookedAtStart, cipher: FrameCipher | null): Promise<boolean> {
  const { agent, workspace, run, verdict } = start
  const savedMs = Date.now()
  const id = recordingId(run.startedMs, recordingOwner(agent.id, cipher))
  const folder = join(root, `.look-${id}`)
  await privateFolder(root)
  await rm(folder, { recursive: true, force: true })
  await privateFolder(folder)
  try {
    const logs: RecordedLog[] = []
    // Names that no other look has, since a file that is sealed cannot be renamed.
    for (const [index, log] of start.logs.slice(0, MOST_LOGS).entries()) logs.push(await keepLog(folder, `${LOOK_NAME}${savedMs.toString(36)}-${index}`, log, cipher))
    const recorded = recordedRun(run, verdict, run.startedMs, (path) => start.logs.find((log) => log.path === path)?.from ?? 0)
    const manifest: RecordingManifest = {
      format: 'tailpane-recording',
      version: RECORDING_VERSION,
      app: APP_VERSION,
      savedMs,
      state: 'closed',
      workspace,
      agent,
      run: cipher ? withoutQuotes(recorded) : recorded,
      logs,
      encryption: cipher && { cipher: 'aes-256-gcm', keyId: cipher.keyId },
    }
    await writeManifest(folder, manifest)
    return await joinRecording(folder, root, id)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function keepLog(folder: string, name: string, log: LookedAtLog, cipher: FrameCipher | null): Promise<RecordedLog> {
  const { path, kind, title, from, to, modifiedMs } = log
  const ranges = []
  for (const { offset, bytes } of log.parts) {
    if (bytes.length === 0) continue
    const writer = await RangeWriter.create({ folder, file: rangeFile(name, offset - from, cipher !== null), cipher }, offset - from)
    await writer.append(bytes)
    ranges.push(await writer.close())
  }
  const sizeBytes = Math.max(to - from, ranges.at(-1)?.to ?? 0)
  const missing = missingOf(sizeBytes, ranges, [{ from: 0, to: sizeBytes, why: 'bound' }])
  return { name, path, kind, title: title.slice(0, 300), sizeBytes, modifiedMs, sourceOffset: from, fileBytes: null, boundaries: [], ranges, missing }
}

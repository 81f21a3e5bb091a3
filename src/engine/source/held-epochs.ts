import { BLOCK_BYTES } from './block-cache'
import type { Epoch, EpochList } from './epoch-list'
import { KEPT_BYTES, type HeldLog, type HeldRun } from './held-file'

/** What is held of the newest epoch and of the one before it, as it is kept. Copies at most 2 MiB. */
export function heldOf(list: EpochList, look: { sizeBytes: number; modifiedMs: number }): HeldLog {
  const { newest, all } = list
  const before = newest.under ?? all[all.length - 2] ?? null
  return {
    sizeBytes: Math.max(look.sizeBytes, newest.length),
    modifiedMs: look.modifiedMs,
    newest: heldRun(list, newest),
    before: before && { ...heldRun(list, before), under: before === newest.under },
  }
}

/** Goes on where the app was when that was kept: as if it had been offline since. */
export function restoreEpochs(list: EpochList, held: HeldLog): void {
  if (held.before) {
    fill(list, list.newest, held.before)
    const { newest } = list
    list.begin('rewritten')
    if (held.before.under) list.newest.under = newest
  }
  fill(list, list.newest, held.newest)
}

/** Puts the run before under a newest epoch that goes on with its own offsets. */
export function restoreUnder(list: EpochList, held: HeldLog): void {
  if (!held.before?.under) return
  const under = list.apart()
  fill(list, under, held.before)
  list.newest.under = under
}

function fill(list: EpochList, epoch: Epoch, run: HeldRun): void {
  epoch.length = run.length
  epoch.beganMs = run.beganMs
  for (const { from, bytes } of run.parts) list.keep(epoch, from, bytes)
}

function heldRun(list: EpochList, epoch: Epoch): HeldRun {
  const half = KEPT_BYTES / 2
  const tail = Math.max(half, Math.floor((epoch.length - half) / BLOCK_BYTES) * BLOCK_BYTES)
  const parts = [...heldParts(list, epoch, 0, Math.min(half, epoch.length)), ...heldParts(list, epoch, tail, epoch.length)]
  return { length: epoch.length, beganMs: epoch.beganMs, parts }
}

function heldParts(list: EpochList, epoch: Epoch, from: number, to: number): HeldRun['parts'] {
  const parts: HeldRun['parts'] = []
  for (let at = from; at < to; at += BLOCK_BYTES) {
    const end = Math.min(list.cachedEnd(epoch, at), at + BLOCK_BYTES, to)
    if (end > at) parts.push({ from: at, bytes: Buffer.from(list.copyCached(epoch, at, end)) })
  }
  return parts
}

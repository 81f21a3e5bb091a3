import type { Epoch, EpochList } from './epoch-list'
import type { HeldLog, HeldRun } from './last-runs'

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

import type { PaneCondition } from '@shared/model'
import type { FilterStatus } from '@shared/contract/filter'
import type { PaneStatus } from '@shared/contract/port'
import type { ByteSource } from '../source'
import type { NewLines } from './new-lines'

export interface StatusInputs {
  paneId: string
  source: ByteSource
  follow: boolean
  /** Bytes of the source that the pane was sent. */
  end: number
  paused: NewLines | null
  /** Output was skipped within the last second. */
  skipping: boolean
  /** Reading failed though the connection stands; tried again. */
  readFailure: PaneStatus['failure']
  /** Null where all is shown. */
  filter: FilterStatus | null
}

/** Gathers what a pane says about itself. */
export function paneStatus(inputs: StatusInputs): PaneStatus {
  const { source, paused } = inputs
  const condition = source.condition()
  const known = source.modifiedMs() !== null
  return {
    paneId: inputs.paneId,
    condition: paneCondition(inputs),
    follow: inputs.follow,
    newLines: paused ? paused.count : 0,
    newBytes: paused?.bytes ?? 0,
    afterBytes: Math.max(0, source.size() - inputs.end),
    sizeBytes: known ? source.size() - source.epochStart() : null,
    modifiedMs: source.modifiedMs(),
    failure: condition.kind === 'failed' ? condition.failure : inputs.readFailure,
    frontier: source.frontier?.() ?? null,
    filter: inputs.filter,
  }
}

function paneCondition({ source, follow, skipping }: StatusInputs): PaneCondition {
  const { kind } = source.condition()
  if (kind !== 'live') return kind
  if (!follow) return 'paused'
  return skipping ? 'gap' : 'following'
}

import { Random } from './random'

/** What happens to a log's file while it is followed. */
export const LOG_FAULTS = ['renamed', 'copied and emptied', 'emptied', 'replaced', 'deleted', 'overwritten'] as const
export type LogFault = (typeof LOG_FAULTS)[number]

export const FAULTS = [
  ...LOG_FAULTS,
  'connection cut',
  'connection stalled',
  'offline',
  'sshd restarted',
  'engine killed',
  'engine stopped',
  'page killed',
  'page stopped',
  'graphics killed',
  'window hidden',
  'window closed',
  'app killed',
  'permission taken',
  'clock stepped',
  'disk full',
] as const
export type Fault = (typeof FAULTS)[number]

/** Eight logs on four hosts: of each host the startup log (even) and the agent's (odd). */
export const HOSTS = 4
export const LOGS = HOSTS * 2

export interface Step {
  fault: Fault
  /** The log that it happens to; its host is the one whose connection, say, is cut. */
  log: number
  /** How long it stays so (ms). */
  ms: number
  /** Lines that are written right before a file is destroyed; with 0 all was shown before. */
  burst: number
  /** What happens to the log meanwhile, while the host is offline. */
  meanwhile: LogFault | null
  /** By how much clocks step (s). */
  clockStepS: number
}

/** All faults in an order of the seed's, again and again, each round in another order. */
export function* planOf(seed: number, without: readonly Fault[] = []): Generator<Step, never> {
  const random = new Random(seed)
  for (;;) {
    for (const fault of random.shuffled(FAULTS)) {
      const step = stepOf(fault, random)
      if (!without.includes(fault)) yield step
    }
  }
}

function stepOf(fault: Fault, random: Random): Step {
  const meanwhile = random.pick([null, ...LOG_FAULTS])
  const startup = fault === 'overwritten' || (fault === 'offline' && meanwhile === 'overwritten')
  const log = random.whole(0, LOGS - 1)
  return {
    fault,
    // Only scripts are started over what they wrote before; the agent appends.
    log: startup ? log - (log % 2) : log,
    ms: random.whole(300, 2500),
    burst: random.pick([0, random.whole(1, 40)]),
    meanwhile: fault === 'offline' ? meanwhile : null,
    clockStepS: random.pick([-86_400, -3600, -5, 5, 3600, 86_400]),
  }
}

export function wordsOf({ fault, log, ms, burst, meanwhile }: Step): string {
  return `${fault}, log ${log}, ${ms} ms${burst > 0 ? `, ${burst} lines at once` : ''}${meanwhile ? `, meanwhile ${meanwhile}` : ''}`
}

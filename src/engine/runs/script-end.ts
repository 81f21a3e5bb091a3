import type { Entry } from './entry'
import type { ScriptRun } from './run'

export type ScriptEnd = Pick<ScriptRun, 'outcome' | 'exitCode' | 'signal' | 'durationMs' | 'error'>

/** The code that the agent writes where it does not know one. */
const NOT_KNOWN = 255

/**
 * Reads how a script ended from the entry that says so. Before v0.25 the exit code stands in the error's text
 * only. `leftOpen`: the agent said before that its output was not closed.
 */
export function endOfScript(entry: Entry, completed: boolean, leftOpen: boolean): ScriptEnd {
  const error = entry.fields.get('error') ?? ''
  const durationMs = goDurationMs(entry.fields.get('execution_time') ?? '')
  if (completed) return { outcome: 'completed', exitCode: 0, signal: null, durationMs, error: '' }
  const told = /exit status (\d+)/.exec(error)?.[1]
  const signal = /\bsignal: ([a-z0-9 ]+?)(?: \(core dumped\))?$/m.exec(error)?.[1] ?? null
  const code = Number(told ?? entry.fields.get('exit_code') ?? NaN)
  const known = Number.isInteger(code) && code >= 0 && (code !== NOT_KNOWN || told !== undefined)
  return { outcome: outcomeOf(error, leftOpen, known), exitCode: known ? code : null, signal, durationMs, error }
}

function outcomeOf(error: string, leftOpen: boolean, known: boolean): ScriptEnd['outcome'] {
  if (/^script timed out\b|\bscript timed out:?$/m.test(error)) return 'timed-out'
  if (leftOpen || /\boutput pipes\b|WaitDelay expired/.test(error)) return 'left-open'
  if (!known && /\bopen\b.*\blog file\b/s.test(error)) return 'not-started'
  return 'failed'
}

const UNITS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, µs: 1e-3, μs: 1e-3, ns: 1e-6 }

/** A duration as Go prints it (`5m10.000412s`, `812.4ms`) in ms; null when it is none. */
export function goDurationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|µs|μs|ns))+$/.test(text)) return null
  let ms = 0
  for (const [, figure, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|μs|ns)/g)) ms += Number(figure) * (UNITS[unit!] ?? 0)
  return ms
}

/**
 * What an error of the agent says at its core: the last cause of the chain, without the frames of Go functions and
 * their places that stand between causes.
 */
export function innermostCause(error: string): string {
  const causes = error.split('\n').filter((line) => !/^\s+\S*\.go:\d+$|^\s*\S*github\.com\/|^\s+\S+\.\S+\(|^\s+main\./.test(line))
  const last = causes.map((line) => line.replace(/^\s*- /, '').trim().replace(/:$/, '')).filter(Boolean).at(-1)
  return last ?? ''
}

import type { HistoryInfo, RunSummary, VerdictKind } from '@shared/model'
import { formatBytes, formatCount, formatDuration } from '@shared/text/units'
import type { GlyphKind } from '@/ui'

const DAY_MS = 24 * 3_600_000

/** When a run began, as people say it: `today 14:02`, `yesterday 09:13`, `3 Oct 09:13`, `3 Oct 2025 09:13`. */
export function runTime(startedMs: number, nowMs: number): string {
  const at = new Date(startedMs)
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (at.toDateString() === new Date(nowMs).toDateString()) return `today ${clock}`
  if (at.toDateString() === new Date(nowMs - DAY_MS).toDateString()) return `yesterday ${clock}`
  const year = at.getFullYear() === new Date(nowMs).getFullYear() ? {} : { year: 'numeric' as const }
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })} ${clock}`
}

/** What a run came to: `ready after 34 s`, `failed, exit 100 after 41 s`, `still starting`. */
export function outcomeWords({ verdict, end }: RunSummary): string {
  const after = verdict.durationMs === null ? '' : ` after ${formatDuration(verdict.durationMs)}`
  switch (verdict.kind) {
    case 'ready':
      return `ready${after}`
    case 'failed':
    case 'failing': {
      const word = verdict.kind === 'failing' ? 'failing' : 'failed'
      return verdict.exitCode === null ? `${word}${after}` : `${word}, exit ${verdict.exitCode}${after}`
    }
    case 'timed-out':
      return `timed out${after}`
    case 'stalled':
      return 'may be waiting at a prompt'
    case 'starting':
      return 'still starting'
    case 'unknown':
      return end === 'lost' ? 'ended without a word' : 'outcome not known'
  }
}

/** For how long a run lasted, or that it goes on; null where the log does not say. */
export function spanWords({ startedMs, endedMs }: RunSummary): string | null {
  if (endedMs === null) return 'goes on'
  return endedMs > startedMs ? `lasted ${formatDuration(endedMs - startedMs)}` : null
}

/** The name that a screen reader hears: `Run of today 14:02 · failed, exit 100 after 41 s`. */
export function runName(run: RunSummary, nowMs: number): string {
  return `Run of ${runTime(run.startedMs, nowMs)} · ${outcomeWords(run)}`
}

/** What is said below the list: how far back it goes. */
export function historyWords({ phase, files, bytes, left }: HistoryInfo): string {
  if (phase !== 'read') return files === 0 ? 'Looking for older runs' : `Looking for older runs: ${filesWords(files)} so far`
  const held = files === 0 ? `All of the agent log, ${formatBytes(bytes)}` : `The agent log and ${filesWords(files)}, ${formatBytes(bytes)} in all`
  return left === null ? held : `${held}. Older ones were left out: ${formatBytes(left.bytes)} in ${left.files === 1 ? '1 file' : `${formatCount(left.files)} files`}`
}

function filesWords(files: number): string {
  return files === 1 ? '1 rotated file' : `${formatCount(files)} rotated files`
}

/** The shape and colour of an outcome. */
export function runGlyph(kind: VerdictKind): GlyphKind {
  return kind === 'failing' ? 'failed' : kind
}

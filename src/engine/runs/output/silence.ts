/**
 * What can be said of a script that has not ended: bytes keep coming, it may wait at a prompt, it was quiet for longer than it
 * usually is, or its last lines look like those of a server, which ends with the workspace. Hints, never more.
 */
export interface Silence {
  kind: 'busy' | 'prompt' | 'quiet' | 'server'
  /** For how long nothing was written (ms); 0 where that is not known. */
  quietMs: number
}

/** Less silence than this says nothing (ms). */
export const QUIET_MS = 60_000
/** The longest silence of earlier runs may be exceeded by this factor. */
const MARGIN = 1.25

/** `longestMs`: the longest silence of this script in earlier runs; 0 for not known. */
export function silenceOf(quietMs: number, tail: 'prompt' | 'server' | null, longestMs: number): Silence {
  if (tail !== null) return { kind: tail, quietMs }
  return { kind: quietMs > Math.max(QUIET_MS, longestMs * MARGIN) ? 'quiet' : 'busy', quietMs }
}

const SERVER = /\b(?:listening|serving|running|available|started|ready|bound) (?:on|at)\b.*(?::\d{2,5}\b|https?:|\.sock\b)|\b(?:server|daemon) (?:is )?(?:started|listening|running|ready|up)\b|\baccepting connections\b|\bwaiting for connections\b|^\W*(?:local|network|url):? +https?:\/\//i
/** A server's last words stand among these. */
const LAST_LINES = 12

/** Whether the end of a log looks like that of a server that runs in the foreground. */
export function looksLikeServer(tail: string): boolean {
  return tail.split('\n').slice(-LAST_LINES).some((line) => line.length < 500 && SERVER.test(line))
}

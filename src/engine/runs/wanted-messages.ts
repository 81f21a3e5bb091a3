/**
 * Which entries tell of runs. Nine in ten entries of an agent log are chatter of the network, so they are told
 * apart by the beginning of their message before anything of them is decoded.
 */
const BEGINNINGS = [
  'agent is starting now',
  'agent received instruction to reinitialize',
  'agent reinitializing',
  'agent received signal',
  'agent main loop exited',
  'agent shutting down',
  'starting agent',
  'set lifecycle state',
  'initializing agent scripts',
  'running agent script',
  'running startup script',
  'running shutdown script',
  'running script',
  'startup script',
  'shutdown script',
  'script timed out',
  'script exited successfully, but output pipes',
  'shutting down agent',
  'run exited with error',
  'fetched manifest',
  'fetched metadata',
]

const byFirst = new Map<number, string[]>()
for (const text of BEGINNINGS) byFirst.set(text.charCodeAt(0), [...(byFirst.get(text.charCodeAt(0)) ?? []), text])

const SLASH = 0x2f
const COLON = 0x3a

/** Whether the message that begins at `at` may matter. Bytes as latin1; `end` is where its line ends. */
export function isWanted(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at)
  const beginnings = byFirst.get(first)
  if (beginnings) for (const one of beginnings) if (text.startsWith(one, at)) return true
  // `<absolute path> script completed` or `failed`; on Windows the path begins with a drive.
  if (first !== SLASH && text.charCodeAt(at + 1) !== COLON) return false
  const word = text.indexOf(' script ', at)
  return word > 0 && word < end
}

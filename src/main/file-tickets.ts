import { randomBytes } from 'node:crypto'
import { basename, dirname, isAbsolute } from 'node:path'
import * as v from 'valibot'
import { OPEN_FILES, type FileCallResults, type TicketedFile } from '@shared/contract/files'
import { keptFile } from './kept-file'

/** Files in the list of recent ones. */
export const MOST_RECENT = 10
/** Files that one start of the app can be given; the oldest are forgotten, but for what is in the list. */
const MOST_TICKETS = 1000

const path = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.check(isAbsolute),
  v.check((text) => !text.includes('\0')),
)
const schema = v.object({
  version: v.literal(1),
  recent: v.pipe(v.array(path), v.maxLength(MOST_RECENT)),
  /** Those that were open last. */
  open: v.optional(v.pipe(v.array(path), v.maxLength(OPEN_FILES)), []),
})

export interface FileTickets {
  /** Takes files that the person chose (absolute paths), in order, as the newest of the recent ones; gives their tickets. */
  offer(paths: readonly string[]): string[]
  /** All that have a ticket. */
  all(): TicketedFile[]
  recent(): FileCallResults['files.recent']['recent']
  forgetRecent(): void
  /** These are open now; tickets that were never given count for nothing. */
  noteOpen(tickets: readonly string[]): void
  /** Tickets of the files that were open last. */
  lastOpen(): string[]
  onChange(listener: () => void): void
}

/**
 * Which files windows may open: each that the person chose has a ticket, and the engine knows what it stands for. The recent ones, and
 * those that are open, are kept in the profile (0600).
 */
export function openFileTickets(file: string, note: (level: 'warn', text: string) => void): FileTickets {
  const kept = keptFile(file, schema, { things: 'recent files', whenLost: 'the list begins anew', note })
  let recent: string[] | null = null
  let open: string[] | null = null
  const tickets = new Map<string, string>()
  const listeners: (() => void)[] = []
  const load = (): { recent: string[]; open: string[] } => {
    if (recent !== null && open !== null) return { recent, open }
    const read = kept.read()
    return { recent: (recent ??= [...(read?.recent ?? [])]), open: (open ??= [...(read?.open ?? [])]) }
  }
  const list = (): string[] => load().recent

  const ticketOf = (path: string): string => {
    const ticket = tickets.get(path) ?? randomBytes(16).toString('hex')
    tickets.set(path, ticket)
    for (const old of tickets.keys()) {
      if (tickets.size <= MOST_TICKETS) break
      if (!list().includes(old) && !load().open.includes(old) && old !== path) tickets.delete(old)
    }
    return ticket
  }
  const change = (next: string[]): void => {
    const { open } = load()
    recent = next
    kept.write({ version: 1, recent: next, open })
    for (const listener of listeners) listener()
  }

  return {
    offer(paths) {
      const chosen = paths.filter((path) => isAbsolute(path) && path.length <= 4096 && !path.includes('\0'))
      if (chosen.length === 0) return []
      const given = chosen.map(ticketOf)
      change([...new Set([...chosen, ...list()])].slice(0, MOST_RECENT))
      return given
    },
    all: () => [...tickets].map(([path, ticket]) => ({ ticket, path })),
    recent() {
      const known = tickets.size
      const entries = list().map((path) => ({ ticket: ticketOf(path), name: basename(path), folder: dirname(path) }))
      if (tickets.size !== known) for (const listener of listeners) listener()
      return entries
    },
    forgetRecent: () => change([]),
    noteOpen(given) {
      const next = [...tickets].flatMap(([path, ticket]) => (given.includes(ticket) ? [path] : []))
      if (JSON.stringify(next) === JSON.stringify(load().open)) return
      open = next
      kept.write({ version: 1, recent: list(), open: next })
    },
    lastOpen() {
      const known = tickets.size
      const given = load().open.map(ticketOf)
      if (tickets.size !== known) for (const listener of listeners) listener()
      return given
    },
    onChange: (listener) => void listeners.push(listener),
  }
}

import { randomBytes } from 'node:crypto'
import { basename, dirname, isAbsolute } from 'node:path'
import * as v from 'valibot'
import type { FileCallResults, TicketedFile } from '@shared/contract/files'
import { keptFile } from './kept-file'

/** Files in the list of recent ones. */
export const MOST_RECENT = 10
/** Files that one start of the app can be given; the oldest are forgotten, but for what is in the list. */
const MOST_TICKETS = 1000

const schema = v.object({
  version: v.literal(1),
  recent: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.check(isAbsolute), v.check((path) => !path.includes('\0')))), v.maxLength(MOST_RECENT)),
})

export interface FileTickets {
  /** Takes files that the person chose (absolute paths), in order, as the newest of the recent ones; gives their tickets. */
  offer(paths: readonly string[]): string[]
  /** All that have a ticket. */
  all(): TicketedFile[]
  recent(): FileCallResults['files.recent']['recent']
  forgetRecent(): void
  onChange(listener: () => void): void
}

/**
 * Which files windows may open: each that the person chose has a ticket, and the engine knows what it stands for. The list of
 * recent ones is kept in the profile (0600).
 */
export function openFileTickets(file: string, note: (level: 'warn', text: string) => void): FileTickets {
  const kept = keptFile(file, schema, { things: 'recent files', whenLost: 'the list begins anew', note })
  let recent: string[] | null = null
  const tickets = new Map<string, string>()
  const listeners: (() => void)[] = []
  const list = (): string[] => (recent ??= [...(kept.read()?.recent ?? [])])

  const ticketOf = (path: string): string => {
    const ticket = tickets.get(path) ?? randomBytes(16).toString('hex')
    tickets.set(path, ticket)
    for (const old of tickets.keys()) {
      if (tickets.size <= MOST_TICKETS) break
      if (!list().includes(old) && old !== path) tickets.delete(old)
    }
    return ticket
  }
  const change = (next: string[]): void => {
    recent = next
    kept.write({ version: 1, recent: next })
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
    onChange: (listener) => void listeners.push(listener),
  }
}

import * as v from 'valibot'

/**
 * Opening files of this machine as logs. A window never names a path: main hands it a ticket for each file that the person
 * chose (in the dialog, on the command line, by dropping it), the engine opens what the ticket stands for. The ticket of a
 * file stays the same as long as the app runs, so that a window can have its files again from a new engine.
 */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const ticket = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))

/** Files that can be open at a time. */
export const OPEN_FILES = 64

/** Window to engine. */
export const fileRequestSchemas = {
  /** Opens the file of a ticket, or gives the one that is open. `again`: it was open before, so it is waited for if it has gone meanwhile. */
  'file.open': v.strictObject({ ticket, again: v.optional(v.boolean()) }),
  /** Lets go of a file; its agent's tab was closed. */
  'file.close': v.strictObject({ agentId: id }),
} as const

export interface FileRequestResults {
  'file.open': { agentId: string }
  'file.close': null
}

/** Window to main. */
export const fileCallSchemas = {
  /** Asks the person for files. */
  'files.choose': v.strictObject({}),
  /** Files that the person dropped on the window; only the preload sends it, which gets the paths from Chromium. */
  'files.dropped': v.strictObject({ paths: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))), v.maxLength(OPEN_FILES)) }),
  /** The files that were opened last, newest first. */
  'files.recent': v.strictObject({}),
  'files.forget-recent': v.strictObject({}),
  /** The files that are open now, by their tickets: they are opened again at the next start. */
  'files.opened': v.strictObject({ tickets: v.pipe(v.array(ticket), v.maxLength(OPEN_FILES)) }),
} as const

export interface FileCallResults {
  'files.choose': { tickets: string[] }
  'files.dropped': { tickets: string[] }
  /** `name` and `folder` are for reading. */
  'files.recent': { recent: { ticket: string; name: string; folder: string }[] }
  'files.forget-recent': null
  'files.opened': null
}

export interface FilePushes {
  /** Files to be opened: from a second start, or from the menu. */
  'files.offered': { tickets: string[] }
}

/** What the preload offers beside its calls. */
export interface FileBridge {
  /** Tickets for files that were dropped on the window. */
  offerDropped(files: readonly File[]): Promise<FileCallResults['files.dropped']>
}

/** A file for which main has given a ticket; absolute path. */
export interface TicketedFile {
  ticket: string
  path: string
}


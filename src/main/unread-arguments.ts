import * as v from 'valibot'

/** How many arguments of a command line were meant for the app and could not be taken. */
export interface UnreadArguments {
  /** Links of ours that are broken. */
  links: number
  /** Addresses of files that are not on this machine. */
  files: number
}

/** What there is to say of them to the person; null when there is nothing. */
export function unreadWords({ links, files }: UnreadArguments): string | null {
  const said: string[] = []
  if (links > 0) said.push('A link to a log could not be read, and nothing was opened. It may have been cut off: copy it once more.')
  if (files > 0) said.push('An address of a file on another machine was left out. Copy the file here, or open that machine as a workspace.')
  return said.length === 0 ? null : said.join(' ')
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const handedOver = v.looseObject({ unread: v.strictObject({ links: count, files: count }) })

/** The same of a second start, from what it handed over. */
export function unreadWordsOfSecond(data: unknown): string | null {
  const parsed = v.safeParse(handedOver, data)
  return parsed.success ? unreadWords(parsed.output.unread) : null
}

import * as v from 'valibot'
import { placeLinkSchema, readLink, type PlaceLink } from '@shared/links'

/** Links of one command line at most. */
const MOST_LINKS = 4

/** Whether an argument is a link of ours, well formed or not. */
export function isLink(argument: string): boolean {
  return /^tailpane:/i.test(argument)
}

/** The links of a command line, wherever they stand in it; broken ones are left out. */
export function linksOf(argv: readonly string[]): PlaceLink[] {
  return argv
    .filter(isLink)
    .slice(0, MOST_LINKS)
    .flatMap((argument) => readLink(argument) ?? [])
}

/** How many arguments are meant for links of ours and are none. */
export function brokenLinks(argv: readonly string[]): number {
  return argv.filter((argument) => isLink(argument) && readLink(argument) === null).length
}

const handedOver = v.looseObject({ links: v.pipe(v.array(placeLinkSchema), v.maxLength(MOST_LINKS)) })

/** The links that a second start handed over; none where that cannot be read. */
export function linksOfSecond(data: unknown): PlaceLink[] {
  const parsed = v.safeParse(handedOver, data)
  return parsed.success ? parsed.output.links : []
}

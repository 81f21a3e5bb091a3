import type { FindQuery } from '@/terminal'

let asked: FindQuery | null = null

/** What the pane that opens its find bar next is to look for. */
export function askFind(query: FindQuery): void {
  asked = query
}

/** Takes what was asked for, once; null when nothing was. */
export function takeAskedFind(): FindQuery | null {
  const query = asked
  asked = null
  return query
}

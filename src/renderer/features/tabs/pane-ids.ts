const numbers = new Map<string, number>()

/** The id of a place in the layout: the same for the same agent and side as long as the window lives. */
export function paneIdOf(agentId: string, side: 'startup' | 'agent'): string {
  const number = numbers.get(agentId) ?? numbers.size + 1
  numbers.set(agentId, number)
  return `pane:${number}:${side}`
}

import { create } from 'zustand'
import type { RunPart, RunSummary } from '@shared/model'
import { rememberedParts, rememberPart } from './remembered-parts'

/** Which run of an agent is looked at, and which part of its agent log. */
export interface RunChoice {
  /** Null for the newest, whichever that is. */
  run: RunSummary | null
  /** Id of the newest run when the older one was chosen: another one since then is worth a word. */
  newestThen: string | null
  part: RunPart
}

export interface RunsState {
  choices: Record<string, RunChoice | undefined>
  /** All runs of an agent as they were listed last, newest first. */
  lists: Record<string, readonly RunSummary[] | undefined>
}

export const useRuns = create<RunsState>()(() => ({ choices: {}, lists: {} }))

const NEWEST: RunChoice = { run: null, newestThen: null, part: 'all' }

/** The choice for an agent; the part is the one that the person chose last for it. */
export function choiceOf(state: RunsState, agentId: string): RunChoice {
  return state.choices[agentId] ?? remembered(agentId)
}

export function setChoice(agentId: string, change: Partial<RunChoice>): void {
  const next = { ...choiceOf(useRuns.getState(), agentId), ...change }
  useRuns.setState(({ choices }) => ({ choices: { ...choices, [agentId]: next } }))
  if (change.part !== undefined) {
    kept.delete(agentId)
    rememberPart(agentId, change.part, localStorage)
  }
}

export function setList(agentId: string, runs: readonly RunSummary[]): void {
  useRuns.setState(({ lists }) => ({ lists: { ...lists, [agentId]: runs } }))
}

/** One object per agent, so that a choice which nobody made does not change from one look to the next. */
const kept = new Map<string, RunChoice>()

function remembered(agentId: string): RunChoice {
  const known = kept.get(agentId)
  if (known) return known
  const part = rememberedParts(localStorage)[agentId]
  const choice = part ? { ...NEWEST, part } : NEWEST
  kept.set(agentId, choice)
  return choice
}

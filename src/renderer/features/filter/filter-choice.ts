import * as v from 'valibot'
import { ENTRY_LEVELS, MOST_CONTEXT, type PaneFilter } from '@shared/contract/filter'
import type { LogKind } from '@shared/model'
import type { FindQuery } from '@/terminal'

/** What the person chose for one kind of log; kept on this machine. */
const choiceSchema = v.object({
  /** Off: every line is shown. */
  levels: v.boolean(),
  least: v.picklist(ENTRY_LEVELS),
  network: v.boolean(),
  fold: v.boolean(),
  context: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_CONTEXT)),
})
export type FilterChoice = v.InferOutput<typeof choiceSchema>

const KEY = 'tailpane.filters'
const DEFAULT: FilterChoice = { levels: true, least: 'info', network: false, fold: false, context: 0 }

/** The choice for this kind of log; what cannot be read counts as none. */
export function rememberedChoice(kind: LogKind, storage: Pick<Storage, 'getItem'>): FilterChoice {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    const parsed = v.safeParse(v.record(v.string(), v.unknown()), kept)
    const choice = v.safeParse(choiceSchema, parsed.success ? parsed.output[kind] : null)
    return choice.success ? choice.output : DEFAULT
  } catch {
    return DEFAULT
  }
}

export function rememberChoice(kind: LogKind, choice: FilterChoice, storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  let kept: unknown = {}
  try {
    kept = JSON.parse(storage.getItem(KEY) ?? '{}')
  } catch {
    // What cannot be read is written anew.
  }
  const others = v.safeParse(v.record(v.string(), v.unknown()), kept)
  storage.setItem(KEY, JSON.stringify({ ...(others.success ? others.output : {}), [kind]: choice }))
}

/** What the engine is asked for; null for all lines. Levels are those of the agent log alone. */
export function filterOf(kind: LogKind, choice: FilterChoice, matches: FindQuery | null): PaneFilter | null {
  const entries = kind === 'agent' && choice.levels ? { least: choice.least, network: choice.network, fold: choice.fold } : null
  const wanted = matches && matches.text !== '' ? { pattern: matches, context: choice.context } : null
  return entries || wanted ? { entries, matches: wanted } : null
}

import type { LineLevel } from '@shared/contract/rail'

/** cdr.dev/slog, sloghuman: `2026-11-24 09:14:03.123 [erro]  `, in colours where the agent's environment forces them. */
const COLOUR = '(?:\\x1b\\[[0-9;]*m)*'
const HUMAN = new RegExp(`^${COLOUR}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ${COLOUR}\\[${COLOUR}([A-Za-z]{4,8})${COLOUR}\\]`)
/** slogjson: `{"ts":"…","level":"ERROR",…}`. */
const JSON_LINE = /^\{"ts":"[^"]*","level":"(\w+)"/

const LEVELS: Readonly<Record<string, LineLevel>> = { erro: 'error', crit: 'error', fata: 'error', warn: 'warning' }

/** The level of an agent's entry whose first line this is; null for one that tells of neither, `none` for a line that begins no entry. */
export function entryLevel(line: string): LineLevel | null | 'none' {
  const level = (HUMAN.exec(line) ?? JSON_LINE.exec(line))?.[1]
  return level === undefined ? 'none' : (LEVELS[level.toLowerCase().slice(0, 4)] ?? null)
}

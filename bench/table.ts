import type { Result } from './figure'

const HEAD = ['figure', 'value', 'yardstick', 'ratio', 'bar', '', 'runs', 'spread']

/** The results as lines of aligned columns. */
export function table(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return [line(rows[0] ?? []), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n')
}

function cells(r: Result): string[] {
  return [
    r.id,
    `${number(r.value)} ${r.unit}`,
    r.yardstick === null ? '' : `${number(r.yardstick)} ${r.unit}`,
    r.ratio === null ? '' : r.ratio.toFixed(2),
    r.bar,
    r.ok ? 'ok' : 'MISSED',
    String(r.runs),
    `${number(r.spread[0])} … ${number(r.spread[1])}`,
  ]
}

function number(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FAILURE_CODES } from './failure'

const page = readFileSync(join(__dirname, '../../../docs/troubleshooting.md'), 'utf8')

it('has a row on the page for each code, and none for a code that is gone', () => {
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \|$/gm)]
  expect(rows.map((row) => row[1]).sort()).toEqual([...FAILURE_CODES].sort())
  for (const [, code, what = '', step = ''] of rows) expect([what.length, step.length].every((length) => length > 12), code).toBe(true)
})

import { describe, expect, it } from 'vitest'
import type { MaskChoice } from '@shared/contract/compare'
import { MASK_IDS, MASK_RULES } from '@shared/mask-rules'
import { Masker } from './masker'
import { compilePatterns } from './patterns'

const defaults: MaskChoice = { on: MASK_RULES.filter((rule) => rule.onByDefault).map(({ id }) => id), own: [] }
const masker = new Masker(defaults)

describe('what differs between any two runs', () => {
  it.each([
    ['2026-11-24T09:13:02.512Z starting', '‹time› starting'],
    ['2026-11-24 09:13:02,512 +0100 starting', '‹time› starting'],
    ['2026/11/24 09:13:02 main.go:17: starting', '‹time› main.go:17: starting'],
    ['Nov 24 09:13:02 box sshd[812]: Accepted', '‹time› box sshd[‹id›]: Accepted'],
    ['Tue Nov 24 09:13:02 UTC 2026', '‹time›'],
    ['[24/Nov/2026:09:13:02 +0000] "GET /"', '[‹time›] "GET /"'],
    ['Date: Tue, 24 Nov 2026 09:13:02 GMT', 'Date: ‹time›'],
    ['[    1.234567] systemd', '[ ‹time›] systemd'],
    ['at 1795511582 and 1795511582123', 'at ‹time› and ‹time›'],
    ['done in 1.42s', 'done in ‹duration›'],
    ['took 2m30s, then 350 ms', 'took ‹duration›, then ‹duration›'],
    ['added 412 packages in 3 seconds', 'added 412 packages in ‹duration›'],
    ['#12 3.456 Setting up libc6', '#12 ‹duration› Setting up libc6'],
    ['run 5d1c0d3e-0a4b-4c00-8000-0123456789ab', 'run ‹id›'],
    ['killed pid 4711', 'killed pid ‹id›'],
    ['HEAD is now at 9f86d08 Fix', 'HEAD is now at ‹hash› Fix'],
    ['digest sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'digest ‹hash›'],
    ['connect to 10.0.3.17:8443', 'connect to ‹address›'],
    ['inet fe80::42:acff:fe11:2/64', 'inet ‹address›/64'],
    ['panic at 0x7f3a90bc', 'panic at ‹address›'],
    ['listening on localhost:41234', 'listening on localhost:‹address›'],
    ['Downloading 42%', 'Downloading ‹progress›'],
    ['[12/345] CC main.o', '[‹progress›] CC main.o'],
    ['[=======>     ] 5', '‹progress› 5'],
    ['⠹ resolving', '‹progress› resolving'],
    ['in /tmp/tmp.Xk3b9aQwer/out', 'in /tmp/‹path›/out'],
    ['in /tmp/pip-build-7f2x', 'in /tmp/‹path›'],
    ['Get:2 http://deb.example.com bookworm [55.4 kB]', 'Get:2 http://deb.example.com bookworm [‹size›]'],
    ['Fetched 9,213 kB in 1s (61.2 kB/s)', 'Fetched ‹size› in ‹duration› (‹size›)'],
  ])('%s', (text, masked) => expect(masker.mask(text)).toBe(masked))
})

describe('what says something', () => {
  it.each([
    'exited with code 127',
    'connect to db:5432 refused',
    'node v20.11.1',
    'Setting up libgpg-error0:amd64 (1.46-1)',
    'src/main.ts:12:7 error TS2304',
    'HTTP 404 Not Found',
    'in /tmp/coder-startup-script.log',
    'line 12: foo: command not found',
    'step May be skipped',
    'added defaced facade',
  ])('%s stays', (text) => expect(masker.mask(text)).toBe(text))
})

it('masks versions and numbers where that is asked for, and nothing where nothing is', () => {
  const all = new Masker({ on: [...MASK_IDS], own: [] })
  expect(all.mask('node v20.11.1, 3 warnings')).toBe('node ‹version›, ‹number› warnings')
  expect(new Masker({ on: [], own: [] }).mask('at 09:13:02 in 3s')).toBe('at 09:13:02 in 3s')
})

it('masks by rules of the person first, and names those that are no patterns', () => {
  const own = new Masker({
    on: defaults.on,
    own: [
      { name: 'Ticket', pattern: 'ÄB-[0-9]+', on: true },
      { name: 'Off', pattern: 'opened', on: false },
      { name: 'Broken', pattern: '(', on: true },
    ],
  })
  expect(own.mask('ü ÄB-4711 opened at 09:13')).toBe('ü ‹Ticket› opened at ‹time›')
  expect(own.spans('ü ÄB-4711 opened at 09:13').map(({ from, to }) => [from, to])).toEqual([
    [2, 9],
    [20, 25],
  ])
  expect(own.refused).toEqual(['Broken'])
})

it('looks at a bounded number of characters from each place, so that its time is linear in the line', () => {
  const { pattern } = compilePatterns(new Set(MASK_IDS))!
  const bare = pattern.source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  expect(bare.length).toBeGreaterThan(500)
  expect(bare).not.toMatch(/[*+]|\{\d+,\}/)
  // Groups that repeat are bounded too, so that their bounds multiply to no more than one line of characters.
  const most = [...bare.matchAll(/\{(?:\d+,)?(\d+)\}/g)].map(([, count]) => Number(count))
  expect(Math.max(...most)).toBeLessThanOrEqual(200)
})

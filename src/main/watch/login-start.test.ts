import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { autostartFile, quoteExec, setAutostart } from './login-start'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'tailpane-login-'))))
afterEach(() => rmSync(home, { recursive: true }))

it('writes the entry of the desktop’s autostart folder, hidden, and takes it away again', () => {
  const file = autostartFile({}, home)
  expect(file).toBe(join(home, '.config/autostart/tailpane.desktop'))
  setAutostart(true, file, ['/opt/Tailpane/tailpane'])
  expect(readFileSync(file, 'utf8')).toContain('\nExec="/opt/Tailpane/tailpane" "--hidden"\n')
  setAutostart(false, file, [])
  setAutostart(false, file, [])
  expect(existsSync(file)).toBe(false)
})

it('takes the config folder that the environment names, when it is a full path', () => {
  expect(autostartFile({ XDG_CONFIG_HOME: '/cfg' }, home)).toBe('/cfg/autostart/tailpane.desktop')
  expect(autostartFile({ XDG_CONFIG_HOME: 'cfg' }, home)).toBe(join(home, '.config/autostart/tailpane.desktop'))
})

it.each([
  ['/opt/My App/tailpane', '"/opt/My App/tailpane"'],
  ['a"b', '"a\\\\"b"'],
  ['$HOME', '"\\\\$HOME"'],
  ['50%', '"50%%"'],
  ['a\\b', '"a\\\\\\\\b"'],
])('quotes %s for the Exec key', (plain, quoted) => expect(quoteExec(plain)).toBe(quoted))

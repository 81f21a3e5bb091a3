import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentLog, connectingToCoderd, openScriptLog } from './agent-writer'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailpane-writer-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a shorter run overwrites from byte 0 and leaves the old tail, in the same file', () => {
  const path = join(folder, 'coder-startup-script.log')
  const first = openScriptLog(path)
  first.write('first run, long\n')
  first.write('its end\n')
  first.close()
  const before = statSync(path)
  const second = openScriptLog(path)
  second.write('second\n')
  second.close()
  expect(readFileSync(path, 'utf8')).toBe('second\nun, long\nits end\n')
  const after = statSync(path)
  expect([after.ino, after.size, after.mode & 0o777]).toEqual([before.ino, before.size, 0o600])
})

test('the agent log appends, and rotates by rename', () => {
  const path = join(folder, 'coder-agent.log')
  const at = Date.UTC(2026, 4, 17, 20)
  new AgentLog(path).close()
  const log = new AgentLog(path)
  log.write(connectingToCoderd(at))
  const inode = statSync(path).ino
  expect(basename(log.rotate(at))).toBe('coder-agent-2026-05-17T20-00-00.000.log')
  log.write(connectingToCoderd(at + 1))
  log.close()
  expect(readFileSync(path, 'utf8')).toBe('2026-05-17 20:00:00.001 [info]  connecting to coderd\n')
  expect(statSync(join(folder, 'coder-agent-2026-05-17T20-00-00.000.log')).ino).toBe(inode)
})

test('a full agent log is put aside before the entry that would not fit', () => {
  const path = join(folder, 'coder-agent.log')
  const log = new AgentLog(path)
  log.writeText('x'.repeat(5 * 1024 * 1024 - 10))
  log.write(connectingToCoderd(Date.UTC(2026, 4, 17)))
  log.close()
  expect(readdirSync(folder)).toHaveLength(2)
  expect(readFileSync(path, 'utf8')).toBe('2026-05-17 00:00:00.000 [info]  connecting to coderd\n')
})

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { agentLogOf } from './corpus/start.test-kit'
import { systemFailures } from './corpus/failures-system.test-kit'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tailpane-verdict-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const verdict = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/verdict.ts', ...args], { encoding: 'utf8', timeout: 60_000 })
  return { status, stdout, stderr }
}

it('judges a folder of saved logs, and prints plain JSON', () => {
  const one = systemFailures[0]!
  writeFileSync(join(dir, 'coder-agent.log'), agentLogOf(one))
  writeFileSync(join(dir, 'coder-startup-script.log'), one.scripts[0]!.output)
  const { status, stdout } = verdict(dir)
  const answer = JSON.parse(stdout) as { format: string; agentLogs: { runs: { outcome: string; cause: { text: string } }[] }[] }
  expect({ status, format: answer.format }).toEqual({ status: 0, format: 'tailpane-verdict' })
  expect(answer.agentLogs[0]?.runs[0]).toMatchObject({ outcome: 'failed', cause: { text: one.cause } })
})

it('says what it cannot read and never waits for it', () => {
  execFileSync('mkfifo', [join(dir, 'pipe')])
  expect(verdict(join(dir, 'pipe'))).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('is no plain file') })
  expect(verdict(join(dir, 'missing'))).toMatchObject({ status: 1, stdout: '' })
  expect(verdict()).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage:') })
})

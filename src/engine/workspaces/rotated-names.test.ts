import { expect, it } from 'vitest'
import { rotatedOf, type FolderEntry } from './rotated-names'

const NOW = Date.UTC(2026, 6, 10)
const DAY = 24 * 3_600_000

function file(name: string, ageDays = 1, sizeBytes = 100): FolderEntry {
  return { name, stat: { kind: 'file', sizeBytes, modifiedMs: NOW - ageDays * DAY } }
}

function names(...entries: FolderEntry[]): string[] {
  return rotatedOf('coder-agent.log', entries).map((one) => one.name)
}

it('puts the names of each way of rotation into order, whatever the times of the files say', () => {
  expect(names(file('coder-agent-2026-07-01T10-00-00.000.log', 1), file('coder-agent-2026-07-03T10-00-00.500.log', 9), file('coder-agent-2026-07-03T10-00-00.499.log.gz', 2))).toEqual([
    'coder-agent-2026-07-03T10-00-00.500.log',
    'coder-agent-2026-07-03T10-00-00.499.log.gz',
    'coder-agent-2026-07-01T10-00-00.000.log',
  ])
  expect(names(file('coder-agent.log.10.gz'), file('coder-agent.log.2.gz'), file('coder-agent.log.1'))).toEqual(['coder-agent.log.1', 'coder-agent.log.2.gz', 'coder-agent.log.10.gz'])
  expect(names(file('coder-agent.log-20260630'), file('coder-agent.log-20260702.gz'), file('coder-agent-20260701.log'))).toEqual(['coder-agent.log-20260702.gz', 'coder-agent-20260701.log', 'coder-agent.log-20260630'])
})

it('merges different ways by when the files were put aside', () => {
  expect(names(file('coder-agent.log.1', 2), file('coder-agent-2026-07-09T00-00-00.000.log', 1), file('coder-agent-2026-07-05T00-00-00.000.log', 5), file('coder-agent.log.2.gz', 4))).toEqual([
    'coder-agent-2026-07-09T00-00-00.000.log',
    'coder-agent.log.1',
    'coder-agent.log.2.gz',
    'coder-agent-2026-07-05T00-00-00.000.log',
  ])
})

it('takes a file that is being packed once, and nothing that only looks alike', () => {
  expect(names(file('coder-agent.log.2.gz'), file('coder-agent.log.2'))).toEqual(['coder-agent.log.2'])
  expect(names(file('coder-agent.log.2'), file('coder-agent.log.2.gz'))).toEqual(['coder-agent.log.2'])
  const others = ['coder-agent.log', 'coder-agent-init.log', 'coder-agentXlog.1', 'coder-agent.log.1.zst', 'coder-agent.log.tmp', 'coder-agent-2026-13-45T99-00-00.000.log', 'my-coder-agent.log.1', 'coder-agent.log.1.gz.gz']
  expect(names(...others.map((name) => file(name)), file('coder-agent.log.3', 1, 0))).toEqual([])
  expect(rotatedOf('coder-agent.log', [{ name: 'coder-agent.log.1', stat: { kind: 'directory', sizeBytes: 4096, modifiedMs: NOW } }])).toEqual([])
})

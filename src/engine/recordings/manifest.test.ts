import { describe, expect, it } from 'vitest'
import type { RecordingManifest } from '@shared/model'
import { parseManifest } from './manifest'
import { emptyManifest, recordedLog } from './manifest.test-kit'

const text = (change: (manifest: RecordingManifest) => void): string => {
  const manifest = emptyManifest()
  manifest.logs.push(recordedLog('startup', 100, [[0, 10], [40, 100]]))
  change(manifest)
  return JSON.stringify(manifest)
}
const sentence = (json: string): string => {
  const parsed = parseManifest(json)
  return parsed.ok ? 'ok' : parsed.failure.sentence
}

it('takes what the app writes', () => {
  expect(parseManifest(text(() => undefined))).toMatchObject({ ok: true, value: { logs: [{ name: 'startup', missing: [{ from: 10, to: 40 }] }] } })
})

describe('what is not as it should be', () => {
  it.each<[string, (manifest: RecordingManifest) => void]>([
    ['a file in another folder', (m) => (m.logs[0]!.ranges[0]!.file = '../../etc/passwd.zst')],
    ['an absolute file', (m) => (m.logs[0]!.ranges[0]!.file = '/etc/x.zst')],
    ['ranges that overlap', (m) => (m.logs[0]!.ranges[1]!.from = 5)],
    ['bytes that are in no range', (m) => m.logs[0]!.missing.pop()],
    ['a range beyond the end', (m) => (m.logs[0]!.sizeBytes = 50)],
    ['one file for two ranges', (m) => (m.logs[0]!.ranges[1]!.file = m.logs[0]!.ranges[0]!.file)],
    ['two logs with one name', (m) => m.logs.push(recordedLog('startup', 0, []))],
    ['more logs than there can be', (m) => m.logs.push(...Array.from({ length: 64 }, (_, i) => recordedLog(`x-${i}`, 0, [])))],
    ['a size that is no number', (m) => Object.assign(m.logs[0]!, { sizeBytes: '100' })],
    ['a cipher that is unknown', (m) => Object.assign(m, { encryption: { cipher: 'rot13', keyId: '0123456789abcdef' } })],
  ])('is refused: %s', (_, change) => {
    expect(sentence(text(change))).toMatch(/^This recording cannot be read, since its manifest is not as it should be/)
  })

  it.each(['', 'null', '[]', '{"version":2}', '{"format":"tailpane-recording"}', 'x'.repeat(1000)])('is refused: %s', (json) => {
    expect(sentence(json)).toMatch(/^This recording cannot be read/)
  })

  it('is told apart from what a newer version wrote', () => {
    expect(parseManifest(text((m) => Object.assign(m, { version: 3 })))).toMatchObject({ ok: false, failure: { code: 'RECORDING_NEWER' } })
  })
})

it('opens what version 1 kept of a start', () => {
  const log = (path: string, sizeBytes: number, parts: [number, number][]) => ({
    path,
    sizeBytes,
    modifiedMs: 5,
    parts: parts.map(([offset, bytes]) => ({ offset, bytes, file: `0-${offset + bytes}.log` })),
  })
  const old = {
    version: 1,
    agentId: 'w0123456789ab:a0123456789ab',
    workspace: 'web',
    agent: 'main',
    startedMs: 1000,
    takenMs: 6000,
    kind: 'failed',
    sentence: 'Startup failed with exit 100',
    exitCode: 100,
    logs: [log('/tmp/coder-agent.log', 9000, [[5000, 300]]), log('/tmp/a.log', 1000, [[0, 100], [800, 200]]), log('/tmp/empty.log', 0, [])],
  }
  expect(parseManifest(JSON.stringify(old))).toMatchObject({
    ok: true,
    value: {
      version: 2,
      run: { startedMs: 1000, verdict: { kind: 'failed', exitCode: 100 } },
      logs: [
        { kind: 'agent', sizeBytes: 300, sourceOffset: 5000, ranges: [{ from: 0, to: 300 }], missing: [] },
        { sizeBytes: 1000, ranges: [{ from: 0, to: 100 }, { from: 800, to: 1000 }], missing: [{ from: 100, to: 800, why: 'bound' }] },
        { sizeBytes: 0, ranges: [], missing: [] },
      ],
    },
  })
})

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagnosticsText, redact } from './diagnostics'

const personal = { home: '/home/kim', user: 'kim', machine: 'kims-laptop' }
const line = '2026-11-24T10:00:00.000Z'

describe('diagnostics', () => {
  it('keeps what helps: versions, settings, errors and where they were thrown', () => {
    const text = diagnosticsText({
      facts: { Tailpane: '0.1.0', Electron: '45.4.1' },
      settings: { theme: 'dark', fontPx: 13 },
      diary: `${line} error engine: Error: boom ⏎ at read (/opt/Tailpane/resources/app.asar/out/main/index.js:10:5)\n`,
      personal,
    })
    for (const wanted of ['Tailpane: 0.1.0', 'Electron: 45.4.1', '"theme": "dark"', 'Error: boom', 'index.js:10:5', line]) expect(text).toContain(wanted)
  })

  it.each([
    'password=hunter2hunter2',
    'Coder-Session-Token: abcdefghij-klmnopqrstuvwxyz01',
    'https://kim:hunter2@git.example.com/x',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----',
  ])('masks %j', (secret) => {
    const text = redact(`${line} warn call failed: ${secret} again`, personal)
    for (const part of ['hunter2', 'klmnopqrstuvwxyz01', 'b3BlbnNzaC1rZXk']) expect(text).not.toContain(part)
  })

  it('replaces people, machines and hosts', () => {
    const text = redact('kim@build-box.corp.example:22 from 10.1.2.3 and fe80:0:0:0:1:2:3:4 on kims-laptop, /home/kim/.ssh/id, dev.coder.example', personal)
    for (const part of ['kim', 'build-box', '10.1.2.3', 'fe80', 'coder.example']) expect(text).not.toContain(part)
  })

  it('redacts settings and diary alike', () => {
    const secret = 'token=abcdefghijklmnopqrstuvwxyz0123456789'
    const text = diagnosticsText({ facts: {}, settings: { recentTargets: ['kim@build-box.corp.example', secret] }, diary: `${line} warn no answer from kim@build-box.corp.example: ${secret}\n`, personal })
    for (const part of ['kim', 'build-box', 'klmnopqrstuvwxyz']) expect(text).not.toContain(part)
    expect(text.match(/<user>/g)).toHaveLength(2)
  })

  it('never throws, whatever is in a diary', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (diary) => void diagnosticsText({ facts: {}, settings: {}, diary, personal })), { numRuns: 300 })
  })
})

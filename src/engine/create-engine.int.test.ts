import { afterEach, describe, expect, it } from 'vitest'
import { testEngine } from './engine.test-kit'
import type { Engine } from './create-engine'

describe('the engine on the embedded demo workspace', () => {
  let engine: Engine | null = null
  afterEach(async () => {
    await engine?.stop()
    engine = null
  })

  it('opens three agents, shows their logs and tells their outcomes', async () => {
    const { engine: made, window } = testEngine()
    engine = made
    expect(await window.request('demo.open', {})).toMatchObject({ ok: true })
    await window.until('all agents show a log', () => window.workspaces[0]?.agents.length === 3 && window.workspaces[0].agents.every((a) => a.shown.startup && a.shown.agent))
    const docs = window.agent('docs')!
    expect(docs.logs.find((l) => l.id === docs.shown.startup)?.path).toBe('/var/log/coder-startup-script.log')
    expect(docs.logs.find((l) => l.id === docs.shown.agent)?.path).toBe('/var/log/coder-agent.log')
    const pane = await window.openPane('docs-startup', docs.shown.startup!)
    await window.until('the outcome of each agent is known', () => ['main', 'gpu', 'docs'].every((n) => !['unknown', 'starting'].includes(window.agent(n)!.state.kind)), 25_000)
    expect(window.agent('main')!.state.kind).toBe('ready')
    expect(window.agent('gpu')!.state).toMatchObject({ kind: 'failed', fact: 'exit 100', exitCode: 100 })
    await window.until('the cause is found', () => window.agent('gpu')!.verdict?.cause?.from === 'script')
    const gpu = window.agent('gpu')!
    expect(gpu.verdict).toMatchObject({ kind: 'failed', exitCode: 100, script: 0, cause: { text: 'E: Unable to locate package nvidia-cuda-toolkit-13', logId: gpu.shown.startup } })
    expect(gpu.runs[0]).toMatchObject({ kind: 'failed', end: null, scripts: [{ name: 'coder-startup-script.log', outcome: 'failed', exitCode: 100, logId: gpu.shown.startup }] })
    expect(window.agent('docs')!.verdict).toMatchObject({ kind: 'stalled', cause: null })
    expect(window.agent('docs')!.state).toMatchObject({ kind: 'stalled', fact: 'at a prompt' })
    expect(pane.open).toBe(true)
    expect(pane.lines.at(-1)).toMatch(/\[Y\/n\] $/)
    expect(pane.status?.condition).toBe('following')
    expect(window.notes.filter((n) => n.startsWith('error'))).toEqual([])
  }, 40_000)
})

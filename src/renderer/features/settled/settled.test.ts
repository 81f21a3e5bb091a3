import { describe, expect, it } from 'vitest'
import { agentOf, connected, stateOf, workspaceOf } from '@/features/workspaces/fixtures'
import { DECIDE_WITHIN_MS, isSettled, summaryLine, type Snapshot } from './settled'

const main = agentOf('main', { state: stateOf('ready', 'ready 34 s') })
const gpu = agentOf('gpu', { state: stateOf('failed', 'exit 100') })
const docs = agentOf('docs', { state: stateOf('stalled', 'at a prompt') })
const text = { condition: 'following', endOffset: 120 }
const demo: Snapshot = {
  launched: true,
  workspaces: [workspaceOf('demo', [main, gpu, docs], 'demo')],
  panes: [text, text],
  expectedPanes: 2,
  elapsedMs: 1000,
}

describe('isSettled', () => {
  it('holds when every outcome is known and every visible pane shows text', () => {
    expect(isSettled(demo)).toBe(true)
  })

  it('does not hold before what was asked for is open', () => {
    expect(isSettled({ ...demo, launched: false })).toBe(false)
  })

  it('waits for the demo’s outcomes however long they take', () => {
    const starting = { ...main, state: stateOf('starting') }
    expect(isSettled({ ...demo, workspaces: [workspaceOf('demo', [starting, gpu, docs], 'demo')], elapsedMs: 50_000 })).toBe(false)
  })

  it('gives up on a host that never says how its start went', () => {
    const host = [workspaceOf('box', [agentOf('box')])]
    expect(isSettled({ ...demo, workspaces: host })).toBe(false)
    expect(isSettled({ ...demo, workspaces: host, elapsedMs: DECIDE_WITHIN_MS })).toBe(true)
  })

  it('counts a connection that failed as decided', () => {
    const failed = agentOf('box', { link: { ...connected, phase: 'failed' } })
    expect(isSettled({ ...demo, workspaces: [workspaceOf('box', [failed])], panes: [], expectedPanes: 0 })).toBe(true)
  })

  it.each([
    ['a pane that is still to come', [text]],
    ['a pane without text', [text, { condition: 'connecting', endOffset: 0 }]],
  ])('waits for %s', (_what, panes) => {
    expect(isSettled({ ...demo, panes })).toBe(false)
  })

  it('takes a pane that says why it has no text', () => {
    expect(isSettled({ ...demo, panes: [text, { condition: 'waiting', endOffset: 0 }] })).toBe(true)
  })
})

it('sums up the agents in one line', () => {
  expect(summaryLine(demo.workspaces)).toBe('3 agents: main ready 34 s, gpu exit 100, docs at a prompt')
  expect(summaryLine([workspaceOf('box', [agentOf('box', { link: { ...connected, phase: 'failed' } })])])).toBe('1 agent: box cannot connect')
  expect(summaryLine([])).toBe('no workspace is open')
})

import { describe, expect, it } from 'vitest'
import { NOTHING_WATCHED, type WatchedAgent, type WatchSummary } from '@shared/contract/watch'
import { trayView, type TrayFacts, type TrayItem } from './tray-state'

const agent = (name: string, kind: WatchedAgent['kind'], fact: string, workspace = 'demo'): WatchedAgent => ({ agentId: `id:${name}`, workspace, agent: name, kind, fact })
const facts = (summary: Partial<WatchSummary>, more: Partial<TrayFacts> = {}): TrayFacts => ({
  summary: { ...NOTHING_WATCHED, ...summary },
  engine: 'running',
  mutedUntilMs: null,
  ...more,
})
const labels = (menu: TrayItem[]): string[] => menu.map((item) => (item === 'separator' ? '-' : item.label))

describe('trayView', () => {
  it.each([
    [{}, 'running', 'well', 'Tailpane: nothing to watch yet'],
    [{ watched: 3 }, 'running', 'well', 'Tailpane: all well, 3 watched'],
    [{ watched: 3, starting: 2 }, 'running', 'starting', 'Tailpane: 2 starting'],
    [{ watched: 3, starting: 1, failed: 2 }, 'running', 'failed', 'Tailpane: 2 failed, 1 starting'],
    [{ watched: 3, failed: 2, offline: true }, 'running', 'offline', 'Tailpane: offline'],
    [{ watched: 3, failed: 2 }, 'down', 'offline', 'Tailpane: the engine is down'],
    [{ watched: 3, failed: 2 }, 'restarting', 'failed', 'Tailpane: 2 failed'],
  ] as const)('%j with an engine that is %s looks %s', (summary, engine, kind, tooltip) => {
    const view = trayView(facts(summary, { engine }))
    expect(view.look.kind).toBe(kind)
    expect(view.tooltip).toBe(tooltip)
  })

  it('names failed and starting agents first, then what can be done', () => {
    const view = trayView(facts({ watched: 3, failed: 1, starting: 2, agents: [agent('gpu', 'failed', 'exit 100'), agent('docs', 'stalled', 'at a prompt'), agent('box', 'starting', 'starting', 'box')] }))
    expect(labels(view.menu)).toEqual([
      'gpu in demo: failed, exit 100',
      'docs in demo: waiting, at a prompt',
      'box: starting',
      '-',
      'Open Tailpane',
      'Mute notices for an hour',
      'Watch settings…',
      '-',
      'Quit',
    ])
    expect(view.menu[0]).toMatchObject({ action: { kind: 'agent', agentId: 'id:gpu' } })
  })

  it('counts those that there is no room for', () => {
    const agents = Array.from({ length: 40 }, (_, i) => agent(`a${i}`, 'failed', 'exit 1'))
    expect(labels(trayView(facts({ watched: 90, failed: 60, agents })).menu)[12]).toBe('and 48 more')
  })

  it('says first how things stand where nobody failed, or nobody can be asked', () => {
    expect(trayView(facts({ watched: 1 })).menu[0]).toEqual({ label: 'all well, 1 watched', action: null })
    const offline = trayView(facts({ watched: 1, failed: 1, offline: true, agents: [agent('gpu', 'failed', 'exit 100')] }))
    expect(labels(offline.menu).slice(0, 2)).toEqual(['offline', 'gpu in demo: failed, exit 100'])
  })

  it('offers to end the silence while it lasts', () => {
    const view = trayView(facts({ watched: 1 }, { mutedUntilMs: new Date(2026, 10, 24, 9, 5).getTime() }))
    expect(labels(view.menu)).toContain('Unmute notices (muted until 09:05)')
    expect(view.tooltip).toContain('muted')
  })
})

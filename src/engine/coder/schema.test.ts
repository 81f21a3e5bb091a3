import { describe, expect, it } from 'vitest'
import { composeWorkspace, idOf } from '../../../e2e/peers/coder-data'
import { readPage, readWorkspaces } from './schema'

const read = (...json: unknown[]) => readWorkspaces(json, 'd1') ?? []

describe('readWorkspaces', () => {
  it('reads what a new server sends', () => {
    const [w] = read(
      composeWorkspace({
        name: 'dev',
        outdated: true,
        agents: [
          { name: 'main', scripts: [{ name: 'Startup Script', logPath: 'coder-startup-script.log', exitCode: 100, status: 'exit_failure' }, { name: 'Dotfiles', logPath: '~/dotfiles.log' }] },
          { name: 'web', parent: 'main' },
        ],
      }),
    )
    expect(w).toMatchObject({
      id: idOf('kim', 'dev'), deploymentId: 'd1', name: 'dev', owner: 'kim', template: 'linux', status: 'running', transition: 'start',
      buildId: idOf('kim', 'dev', 'build'), buildNumber: 7, outdated: true, healthy: true, statusSinceMs: Date.parse('2026-11-24T08:59:40Z'),
    })
    expect(w?.agents.map((a) => [a.name, a.parentId, a.status, a.lifecycle])).toEqual([
      ['main', null, 'connected', 'ready'],
      ['web', idOf('kim', 'dev', 'main'), 'connected', 'ready'],
    ])
    expect(w?.agents[0]).toMatchObject({ startedMs: Date.parse('2026-11-24T08:59:46.1Z'), directory: '~/project', expandedDirectory: '/home/kim/project', logsLength: 2048 })
    expect(w?.agents[0]?.scripts).toMatchObject([
      { displayName: 'Startup Script', logPath: 'coder-startup-script.log', exitCode: 100, status: 'exit_failure', runOnStart: true },
      { displayName: 'Dotfiles', logPath: '~/dotfiles.log', exitCode: null, status: null },
    ])
    expect(JSON.stringify(w), 'script text is not kept').not.toContain('echo up')
  })

  it('reads a server of 2023, which names one script by its text and has no status of the build', () => {
    const agent = { id: 'a1', name: 'main', status: 'connected', lifecycle_state: 'starting', login_before_ready: true, startup_script: 'apt update', shutdown_script: '', startup_script_timeout_seconds: 300 }
    const build = { id: 'b1', build_number: 2, transition: 'start', job: { status: 'succeeded', completed_at: '2023-01-12T11:48:00Z' }, resources: [{ agents: [agent] }, { agents: null }] }
    const [w] = read({ id: 'w1', name: 'dev', owner_name: 'kim', latest_build: build })
    expect(w).toMatchObject({ status: 'running', healthy: null, outdated: false, template: '' })
    expect(w?.agents[0]).toMatchObject({ lifecycle: 'starting', startedMs: null, parentId: null, logSources: [] })
    expect(w?.agents[0]?.scripts).toMatchObject([{ displayName: 'Startup Script', logPath: 'coder-startup-script.log', logSourceId: '', timeoutSeconds: 300 }])
  })

  it('takes the time that Go writes for none as none', () => {
    const [w] = read(composeWorkspace({ name: 'dev', agents: [{ name: 'main', startedAt: '0001-01-01T00:00:00Z', readyAt: null }] }))
    expect(w?.agents[0]).toMatchObject({ startedMs: null, readyMs: null })
  })

  it('leaves out what could not be named in a command, and keeps the rest', () => {
    const bad = ['-oProxyCommand=id', 'a b', 'a;id', '$(id)', '`id`', 'a\nb', '', 'x'.repeat(65), 'a.b', '../x', 7, null]
    const found = read(...bad.map((name) => ({ ...composeWorkspace({ name: 'x' }), name })), composeWorkspace({ name: 'good', agents: [{ name: 'a;id' }, { name: 'main' }] }), 'nonsense', null)
    expect(found.map((w) => w.name)).toEqual(['good'])
    expect(found[0]?.agents.map((a) => a.name)).toEqual(['main'])
  })

  it('makes texts one visible line and refuses paths with control characters', () => {
    const [w] = read(
      composeWorkspace({
        name: 'dev', status: 'failed', jobError: 'terraform\u001b[31m apply:\n exit \u202e1',
        agents: [{ name: 'main', scripts: [{ name: 'Evil\u0007\nname', logPath: 'a.log' }, { name: 'Path', logPath: '/tmp/a\nb' }] }],
      }),
    )
    expect(w?.jobError).toBe('terraform [31m apply: exit 1')
    expect(w?.agents[0]?.scripts.map((s) => s.displayName)).toEqual(['Evil name'])
  })

  it('says that something else is no list', () => {
    expect(readWorkspaces({ message: 'no' }, 'd1')).toBeNull()
    expect(readWorkspaces(undefined, 'd1')).toBeNull()
    expect(readPage('<html>', 'd1')).toBeNull()
    expect(readPage({ workspaces: [composeWorkspace({ name: 'dev' })], count: 1 }, 'd1')).toMatchObject({ received: 1, workspaces: [{ name: 'dev' }] })
  })

  it('reads 200 agents of 8 KiB of script text', () => {
    const text = JSON.stringify([
      ...Array.from({ length: 20 }, (_, i) => composeWorkspace({
        name: `w${i}`,
        agents: Array.from({ length: 10 }, (_, j) => ({ name: `a${j}`, scripts: [{ name: 'Startup Script', logPath: 'x.log', text: 'x'.repeat(8192) }] })),
      })),
    ])
    const found = readWorkspaces(JSON.parse(text), 'd1')
    expect(found?.flatMap((w) => w.agents)).toHaveLength(200)
  })
})

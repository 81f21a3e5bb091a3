import { describe, expect, it } from 'vitest'
import { composeWorkspace, idOf, type ScriptSpec } from '../../../e2e/peers/coder-data'
import { namedLogs, resolveLogPath } from './agent-logs'
import { readWorkspaces } from './schema'

function logsOf(...scripts: ScriptSpec[]) {
  const agent = readWorkspaces([composeWorkspace({ name: 'dev', agents: [{ name: 'main', scripts }] })], 'd1')?.[0]?.agents[0]
  return agent ? namedLogs(agent) : []
}

describe('namedLogs', () => {
  it('offers each script by its display name', () => {
    const dotfiles = idOf('kim', 'dev', 'main', 'Dotfiles')
    expect(
      logsOf(
        { name: 'Startup Script', logPath: 'coder-startup-script.log' },
        { name: 'Dotfiles' },
        { name: 'code-server', logPath: '/var/log/code-server.log' },
        { name: 'Shutdown Script', logPath: 'coder-shutdown-script.log', runOnStart: false, runOnStop: true },
      ),
    ).toEqual([
      { kind: 'startup', title: 'Startup Script', path: 'coder-startup-script.log', logSourceId: idOf('kim', 'dev', 'main', 'Startup Script') },
      { kind: 'script', title: 'Dotfiles', path: `coder-script-${dotfiles}.log`, logSourceId: dotfiles },
      { kind: 'script', title: 'code-server', path: '/var/log/code-server.log', logSourceId: idOf('kim', 'dev', 'main', 'code-server') },
      { kind: 'shutdown', title: 'Shutdown Script', path: 'coder-shutdown-script.log', logSourceId: idOf('kim', 'dev', 'main', 'Shutdown Script') },
    ])
  })

  it('takes two scripts that write one file as one log, and a script without a name by its file', () => {
    expect(logsOf({ name: '', logPath: '/tmp/a.log' }, { name: 'B', logPath: '/tmp/a.log' }).map((log) => log.title)).toEqual(['a.log'])
  })
})

describe('resolveLogPath', () => {
  const places = { env: { HOME: '/home/kim', STATE: '/srv/state', EMPTY: '' }, home: '/root', logDir: '/tmp' }

  it.each([
    ['coder-startup-script.log', '/tmp/coder-startup-script.log'],
    ['logs/../a.log', '/tmp/a.log'],
    ['/var/log/a.log', '/var/log/a.log'],
    ['~/.local/state/dotfiles.log', '/home/kim/.local/state/dotfiles.log'],
    // The agent joins whatever follows the tilde.
    ['~dotfiles.log', '/home/kim/dotfiles.log'],
    ['$HOME/a.log', '/home/kim/a.log'],
    ['${STATE}/a.log', '/srv/state/a.log'],
    ['$STATE/$UNSET/a.log', '/srv/state/a.log'],
    ['a$EMPTY.log', '/tmp/a.log'],
    ['cost$', '/tmp/cost$'],
    ['C:\\logs\\a.log', 'C:\\logs\\a.log'],
  ])('%s is %s', (path, absolute) => {
    expect(resolveLogPath(path, places)).toBe(absolute)
  })

  it('does not guess what only the agent’s environment can tell', () => {
    const unknown = { env: null, home: null, logDir: '/tmp' }
    expect(resolveLogPath('~/a.log', unknown)).toBeNull()
    expect(resolveLogPath('$STATE/a.log', unknown)).toBeNull()
    expect(resolveLogPath('a.log', unknown)).toBe('/tmp/a.log')
    expect(resolveLogPath('$HOME/a.log', { ...unknown, home: '/home/kim' })).toBe('/home/kim/a.log')
  })
})

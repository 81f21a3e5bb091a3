import { describe, expect, it } from 'vitest'
import { isCoderTunnel } from './coder-command'
import { coderFailure, coderPatienceOver } from './coder-failures'

describe('isCoderTunnel', () => {
  it.each([
    '/usr/local/bin/coder --global-config /home/kim/.config/coderv2 ssh --stdio --ssh-host-prefix coder. dev',
    '"/opt/my tools/coder" --global-config "/home/kim/a b" ssh --stdio dev.main',
    'coder ssh --stdio --hostname-suffix coder main.dev.kim.coder',
    'exec coder ssh --stdio dev',
    '/h/bin/coder-linux-amd64 --url https://coder.example.org ssh --stdio --usage-app=vscode --network-info-dir /x --ssh-host-prefix coder-vscode.h-- dev',
    '"C:\\Program Files\\Coder\\bin\\coder.exe" --global-config "C:\\x" ssh --stdio --wait=no dev',
    '/h/bin/coder vscodessh --network-info-dir "/x" --session-token-file "/y" --url-file "/z" dev',
    'coder --header "X-A=b" ssh --stdio dev',
  ])('knows %s', (command) => {
    expect(isCoderTunnel(command)).toBe(true)
  })

  it.each([
    'ssh -W dev:22 gate',
    'coder speedtest dev',
    'coder ssh dev',
    'nc evil 22; coder ssh --stdio dev',
    'coder ssh --stdio $(id)',
    'coder ssh --stdio dev | tee log',
    'coder ssh --stdio "`id`"',
    '/tmp/notcoder ssh --stdio dev',
    'env coder ssh --stdio dev',
    'coder ssh --stdio "dev',
    '',
  ])('does not take %s for it', (command) => {
    expect(isCoderTunnel(command)).toBe(false)
  })
})

describe('coderFailure', () => {
  it.each([
    ['error: workspace must be started', 'WORKSPACE_STOPPED'],
    ['Error: workspace must be in start transition to ssh', 'WORKSPACE_STOPPED'],
    ['error: workspace must be started; was unable to autostart as the last build job is "canceled", expected "stopped"', 'WORKSPACE_STOPPED'],
    ['error: agent is shutting down', 'WORKSPACE_STOPPED'],
    ['error: You are not logged in. Try logging in using \'coder login <url>\'.', 'CODER_LOGGED_OUT'],
    ['error: You are signed out or your session has expired. Please sign in again to continue.', 'CODER_LOGGED_OUT'],
    ['error: workspace "dev" is being deleted', 'WORKSPACE_GONE'],
    ['unexpected status code 404: Resource not found or you do not have access to this resource', 'WORKSPACE_GONE'],
    ['error: agent not found by name "x", available agents: [gpu main]', 'WORKSPACE_GONE'],
    ['error: workspace "dev" has no agents', 'AGENT_NOT_CONNECTED'],
    ['error: multiple agents found, please specify the agent name, available agents: [gpu main]', 'CODER_REFUSED'],
    ['error: Get "https://coder.example.org/api/v2/users/me": dial tcp: lookup coder.example.org: no such host', 'CODER_UNREACHABLE'],
  ])('takes "%s" for %s', (line, code) => {
    expect(coderFailure(['==> Connecting', line], 'dev.main')?.code).toBe(code)
  })

  it('names the agents that there are', () => {
    const failure = coderFailure(['error: multiple agents found, please specify the agent name, available agents: [gpu main]'], 'dev')
    expect(failure?.sentence).toBe('dev has several agents (gpu main), and none was named.')
  })

  it('does not guess at other words', () => {
    expect(coderFailure(['==> ⧗ Waiting for the workspace agent to connect', ''], 'dev')).toBeNull()
    expect(coderPatienceOver(['==> ⧗ Waiting for the workspace agent to connect'], 'dev').code).toBe('AGENT_NOT_CONNECTED')
  })
})

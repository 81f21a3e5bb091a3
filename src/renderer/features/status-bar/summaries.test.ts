import { describe, expect, it } from 'vitest'
import type { Identity, LinkState } from '@shared/model'
import { agentOf, coderOf, connected, deploymentOf, listedOf, workspaceOf } from '@/features/workspaces/fixtures'
import { connectionSummary, deploymentSummary, engineSummary } from './summaries'

const key = { keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' }
const proved = (identity: Identity): LinkState => ({ ...connected, identity })
const known = proved({ kind: 'known-host', ...key })
const unchecked = proved({ kind: 'unchecked', reason: 'StrictHostKeyChecking is off', ...key })
const text = (links: LinkState[]) =>
  connectionSummary(links.map((link, i) => workspaceOf(`w${i}`, [agentOf(`a${i}`, { link })])))?.parts.map((part) => `${part.tone} ${part.text}`)

describe('connectionSummary', () => {
  it('says nothing while nothing is open', () => {
    expect(connectionSummary([])).toBeNull()
  })

  it('counts connections by workspace, not by agent', () => {
    const demo = workspaceOf('demo', [agentOf('a', { link: known }), agentOf('b', { link: known })], 'demo')
    expect(connectionSummary([demo])?.parts[0]?.text).toBe('1 connection')
  })

  it('names the weakest proof, in amber when there was none', () => {
    expect(text([known])).toEqual(['plain 1 connection', 'plain identity by known host'])
    expect(text([known, unchecked])).toEqual(['plain 2 connections', 'warn identity not checked (your ssh config)'])
  })

  it('leaves out what is only listed, and knows the tunnel as a proof', () => {
    const tunnel = proved({ kind: 'tunnel', ...key })
    expect(connectionSummary([coderOf('dev', [listedOf('main')])])).toBeNull()
    const failure = { code: 'WORKSPACE_STOPPED', sentence: 'It is stopped.', nextStep: '' } as const
    expect(connectionSummary([coderOf('old', [agentOf('main', { link: { ...connected, phase: 'offline', failure } })])])).toBeNull()
    const summary = connectionSummary([coderOf('dev', [listedOf('main'), agentOf('gpu', { link: tunnel })])])
    expect(summary?.parts.map((part) => part.text)).toEqual(['1 connection', 'identity by tunnel'])
  })

  it('says what is offline', () => {
    expect(text([known, { ...connected, phase: 'offline' }, { ...connected, phase: 'failed' }])).toEqual([
      'plain 1 connection',
      'plain identity by known host',
      'warn 2 offline',
    ])
  })

  it('has type and fingerprint for the tooltip', () => {
    const summary = connectionSummary([workspaceOf('atlas', [agentOf('a', { link: known })])])
    expect(summary?.details).toEqual(['atlas: identity by known host, ssh-ed25519 SHA256:abc'])
  })
})

it('speaks of the engine only when something is wrong with it', () => {
  expect(engineSummary('running')).toBeNull()
  expect(engineSummary('starting')).toBeNull()
  expect(engineSummary('restarting')?.parts).toEqual([{ text: 'engine restarting', tone: 'warn' }])
  expect(engineSummary('down')?.parts[0]?.tone).toBe('bad')
})

describe('deploymentSummary', () => {
  const dev = coderOf('dev', [])
  const failure = { code: 'CODER_UNREACHABLE', sentence: 'It could not be reached.', nextStep: 'Wait.' } as const
  const said = (deployments: Parameters<typeof deploymentSummary>[0]) => deploymentSummary(deployments, [dev], 20_000)?.parts.map((part) => `${part.tone} ${part.text}`)

  it('names the deployment, what it lists and how old that is', () => {
    expect(said([])).toBeUndefined()
    expect(said([deploymentOf({ checkedMs: 8000 })])).toEqual(['plain coder.example.com', 'plain 1 workspace', 'plain checked 12 s ago'])
    expect(said([deploymentOf({ checkedMs: null, refreshing: true })])?.at(-1)).toBe('plain reading the list')
  })

  it('turns amber when a list could not be refreshed', () => {
    expect(said([deploymentOf({ checkedMs: 8000, failure })])?.at(-1)).toBe('warn list from 12 s ago')
    expect(said([deploymentOf({ checkedMs: null, failure })])?.at(-1)).toBe('warn list not refreshed')
    expect(said([deploymentOf({ checkedMs: 8000 }), deploymentOf({ id: 'd2', failure })])).toEqual([
      'plain 2 deployments',
      'plain 1 workspace',
      'warn 1 list not refreshed',
    ])
  })
})

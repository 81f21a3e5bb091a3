import { describe, expect, it } from 'vitest'
import type { Identity, LinkState } from '@shared/model'
import { agentOf, connected, workspaceOf } from '@/features/workspaces/fixtures'
import { connectionSummary, engineSummary } from './summaries'

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

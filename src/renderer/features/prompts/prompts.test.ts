import { beforeEach, describe, expect, it } from 'vitest'
import type { Prompt } from '@shared/contract/port'
import type { Failure, LinkState } from '@shared/model'
import type { EngineClient } from '@/bridge'
import { agentOf, connected } from '@/features/workspaces/fixtures'
import { trustFailure } from './trust-failure'
import { addPrompt, answerPrompt, dropPrompt, usePrompts } from './prompt-store'

const prompt = (promptId: string): Prompt => ({ kind: 'host-key', promptId, agentId: 'a', host: 'box', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x' })
const open = () => usePrompts.getState().prompts.map((one) => one.promptId)

beforeEach(() => usePrompts.setState({ prompts: [], refused: [] }))

it('shows questions in the order in which they came, none twice', () => {
  for (const id of ['p:1', 'p:2', 'p:1']) addPrompt(prompt(id))
  expect(open()).toEqual(['p:2', 'p:1'])
})

it('takes a withdrawn question away', () => {
  addPrompt(prompt('p:1'))
  addPrompt(prompt('p:2'))
  dropPrompt('p:1')
  expect(open()).toEqual(['p:2'])
})

it('sends an answer and closes the question at once', () => {
  const sent: unknown[] = []
  const engine = { request: (...args: unknown[]) => (sent.push(args), Promise.resolve({ ok: true, value: null })) } as unknown as EngineClient
  addPrompt(prompt('p:1'))
  answerPrompt(engine, 'p:1', { kind: 'refuse' })
  expect(open()).toEqual([])
  expect(sent).toEqual([['prompt.answer', { promptId: 'p:1', answer: { kind: 'refuse' } }]])
})

it('remembers that the person refused a key, until they accept one', () => {
  const engine = { request: () => Promise.resolve({ ok: true, value: null }) } as unknown as EngineClient
  addPrompt(prompt('p:1'))
  answerPrompt(engine, 'p:1', { kind: 'refuse' })
  expect(usePrompts.getState().refused).toEqual(['a'])
  addPrompt(prompt('p:2'))
  answerPrompt(engine, 'p:2', { kind: 'accept' })
  expect(usePrompts.getState().refused).toEqual([])
})

describe('a refused key', () => {
  const at = (code: Failure['code'], sentence: string, phase: LinkState['phase'] = 'failed') =>
    trustFailure(agentOf('box', { link: { ...connected, phase, sinceMs: 7, failure: { code, sentence, nextStep: 'Ask.' } } }))

  it('is told with both keys and where the old one came from', () => {
    const sentence = 'The key of [127.0.0.1]:2222 has changed: it shows ED25519 SHA256:new+/1, known is RSA SHA256:old2 (/home/kim/.ssh/known_hosts:3).'
    expect(at('HOST_KEY_CHANGED', sentence)).toMatchObject({
      key: 'box@7',
      kind: 'changed',
      keys: [
        { label: 'It shows', type: 'ED25519', fingerprint: 'SHA256:new+/1', from: '' },
        { label: 'Known until now', type: 'RSA', fingerprint: 'SHA256:old2', from: '/home/kim/.ssh/known_hosts:3' },
      ],
    })
  })

  it('is told in the engine’s words where it names no keys', () => {
    expect(at('HOST_KEY_CHANGED', 'The key has changed.')?.keys).toEqual([])
    expect(at('HOST_KEY_REVOKED', 'The ED25519 key SHA256:abc of box is marked as revoked in kh:2.')).toMatchObject({ kind: 'revoked', keys: [{ fingerprint: 'SHA256:abc' }] })
  })

  it('is nothing that another failure is, nor one that passes', () => {
    expect(at('AUTH_FAILED', 'No.')).toBeNull()
    expect(at('HOST_KEY_CHANGED', 'x', 'connecting')).toBeNull()
  })
})

import { beforeEach, expect, it } from 'vitest'
import type { Prompt } from '@shared/contract/port'
import type { EngineClient } from '@/bridge'
import { addPrompt, answerPrompt, dropPrompt, usePrompts } from './prompt-store'

const prompt = (promptId: string): Prompt => ({ kind: 'host-key', promptId, agentId: 'a', host: 'box', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x' })
const open = () => usePrompts.getState().prompts.map((one) => one.promptId)

beforeEach(() => usePrompts.setState({ prompts: [] }))

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

import { expect, it } from 'vitest'
import { OpenedAgents } from './opened-agents'

it('closes an agent with the last window that had it open', () => {
  const agents = new OpenedAgents()
  const [one, other] = [{}, {}]
  agents.open(one, 'w:a')
  agents.open(other, 'w:a')
  agents.open(other, 'w:b')
  expect(agents.close(one, 'w:a')).toBe(false)
  expect(agents.close(other, 'w:a')).toBe(true)
  agents.open(one, 'w:b')
  agents.forget(other)
  expect(agents.close(one, 'w:b')).toBe(true)
})

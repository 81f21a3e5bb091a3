import { afterEach, expect, test, vi } from 'vitest'
import { DemoAgent } from './demo-agent'
import { lines } from './scripts/output'

let agent: DemoAgent | undefined
afterEach(() => {
  agent?.stop()
  vi.useRealTimers()
})

test('a full agent log is put aside by rename, and only one old log is kept', async () => {
  const recipe = { script: '#!/bin/sh\necho hello\n', output: lines(10, 'hello'), exitCode: 0 }
  agent = new DemoAgent('main', recipe, 20_000, 3000)
  agent.start()
  const { files } = agent
  const logs = async (): Promise<{ name: string; sizeBytes: number }[]> =>
    (await files.list('/var/log'))
      .map(({ name, attributes }) => ({ name, sizeBytes: attributes.sizeBytes }))
      .filter(({ name }) => name.startsWith('coder-agent'))
  const aside = async (): Promise<string | undefined> => (await logs()).find(({ name }) => name !== 'coder-agent.log')?.name
  await expect.poll(aside, { interval: 1 }).toMatch(/^coder-agent-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log$/)
  const first = await aside()
  await expect.poll(aside, { interval: 1 }).not.toBe(first)
  expect(await logs()).toHaveLength(2)
  for (const { sizeBytes } of await logs()) expect(sizeBytes).toBeLessThanOrEqual(3000)
})

test('stop leaves no timer behind', () => {
  vi.useFakeTimers()
  agent = new DemoAgent('main', { script: '', output: lines(10, 'hello'), exitCode: 0 }, 1)
  agent.start()
  vi.advanceTimersByTime(5000)
  expect(vi.getTimerCount()).toBeGreaterThan(0)
  agent.stop()
  expect(vi.getTimerCount()).toBe(0)
})

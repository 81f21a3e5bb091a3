import { expect, it } from 'vitest'
import { metered, Traffic } from './traffic'

const MINUTE = 60_000

it('adds up the last hour and forgets what is older', () => {
  let now = 0
  const traffic = new Traffic(() => now)
  for (let minute = 0; minute < 90; minute++) {
    now = minute * MINUTE
    traffic.add({ calls: 1, bytes: 100 })
  }
  traffic.add({ connections: 1 })
  expect(traffic.lastHour()).toEqual({ calls: 60, bytes: 6000, connections: 1 })
  now += 30 * MINUTE
  expect(traffic.lastHour()).toMatchObject({ calls: 30, bytes: 3000 })
  now += 60 * MINUTE
  expect(traffic.lastHour()).toEqual({ calls: 0, bytes: 0, connections: 0 })
})

it('counts a call that fails, and only those bytes of an answer that were read', async () => {
  const traffic = new Traffic()
  const body = (async function* () {
    yield new Uint8Array(10)
    yield new Uint8Array(20)
  })()
  const fetch = metered((url) => (url === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve({ status: 200, headers: new Headers(), body })), traffic)
  const init = { method: 'GET', headers: {}, redirect: 'manual', signal: new AbortController().signal } as const
  await expect(fetch('bad', init)).rejects.toThrow('no')
  const answer = await fetch('good', init)
  for await (const _chunk of answer.body as AsyncIterable<Uint8Array>) break
  expect(traffic.lastHour()).toEqual({ calls: 2, bytes: 10, connections: 0 })
})

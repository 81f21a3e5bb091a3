import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { composeWorkspace } from '../../../e2e/peers/coder-data'
import { Deployment } from './deployment'
import type { CoderPorts, FetchAnswer } from './types'

const MINUTE = 60_000
let workspaces: unknown[] = []
let status = 200
let asked: number[] = []
let deployment: Deployment

beforeEach(() => {
  vi.useFakeTimers()
  workspaces = [composeWorkspace({ name: 'dev' })]
  status = 200
  asked = []
  const ports: CoderPorts = {
    fetch: () => {
      asked.push(Date.now())
      return Promise.resolve(answer(status, status === 200 ? { workspaces, count: 1 } : { message: 'no' }))
    },
    openSocket: () => ({ close: () => undefined }),
    env: {},
    cacheFile: null,
    note: () => undefined,
  }
  deployment = new Deployment('https://coder.example.com', { token: 'a-token', login: null }, ports, () => undefined)
})
afterEach(() => {
  deployment.stop()
  vi.useRealTimers()
})

function answer(code: number, body: unknown): FetchAnswer {
  return new Response(JSON.stringify(body), { status: code })
}

/** Pauses between the requests of so many minutes (ms). */
async function pausesOver(minutes: number): Promise<number[]> {
  asked = []
  await deployment.refresh()
  await vi.advanceTimersByTimeAsync(minutes * MINUTE)
  return asked.slice(1).map((at, i) => at - (asked[i] ?? 0))
}

describe('Deployment', () => {
  it('reads its list once a minute', async () => {
    expect(await pausesOver(3)).toEqual([MINUTE, MINUTE, MINUTE])
  })

  it('looks every 15 s while an agent starts, and no longer', async () => {
    workspaces = [composeWorkspace({ name: 'dev', agents: [{ name: 'main', lifecycle: 'starting', readyAt: null }] })]
    expect(await pausesOver(1)).toEqual([15_000, 15_000, 15_000, 15_000])
    workspaces = [composeWorkspace({ name: 'dev' })]
    expect(await pausesOver(2)).toEqual([MINUTE, MINUTE])
  })

  it('backs off to ten minutes while it fails, and comes back to its pace at once', async () => {
    status = 500
    const pauses = await pausesOver(60)
    const whole = pauses.map((pause) => Math.floor(pause / MINUTE))
    expect(whole.slice(0, 4)).toEqual([1, 2, 4, 8])
    for (const pause of pauses.slice(4)) {
      expect(pause).toBeGreaterThanOrEqual(10 * MINUTE)
      expect(pause).toBeLessThanOrEqual(11 * MINUTE)
    }
    status = 200
    expect(await pausesOver(2)).toEqual([MINUTE, MINUTE])
  })

  it('asks no more once it is stopped', async () => {
    await deployment.refresh()
    deployment.stop()
    asked = []
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(asked).toEqual([])
  })
})

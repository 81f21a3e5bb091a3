import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { composeWorkspace, idOf } from '../../../e2e/peers/coder-data'
import { Deployment } from './deployment'
import type { CoderPorts, FetchAnswer, SocketEvents } from './types'

const MINUTE = 60_000
let workspaces: unknown[] = []
let status = 200
let asked: number[] = []
let deployment: Deployment
/** What the server's side of each socket does. */
let sockets: { url: string; on: SocketEvents; closed: boolean }[] = []
let lists = 0

beforeEach(() => {
  vi.useFakeTimers()
  workspaces = [composeWorkspace({ name: 'dev' })]
  status = 200
  asked = []
  sockets = []
  lists = 0
  const ports: CoderPorts = {
    fetch: () => {
      asked.push(Date.now())
      return Promise.resolve(answer(status, status === 200 ? { workspaces, count: 1 } : { message: 'no' }))
    },
    openSocket: (url, _headers, on) => {
      const socket = { url, on, closed: false }
      sockets.push(socket)
      return { close: () => void (socket.closed = true) }
    },
    env: {},
    cacheFile: null,
    note: () => undefined,
  }
  deployment = new Deployment('https://coder.example.com', { token: 'a-token', login: null }, ports, () => void lists++)
})
afterEach(() => {
  deployment.stop()
  vi.useRealTimers()
})

function answer(code: number, body: unknown): FetchAnswer {
  return new Response(JSON.stringify(body), { status: code })
}

const starting = (): unknown[] => [composeWorkspace({ name: 'dev', agents: [{ name: 'main', lifecycle: 'starting', readyAt: null }] })]

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
    workspaces = starting()
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

  it('looks at a start that never ends at the usual pace after an hour', async () => {
    workspaces = starting()
    const pauses = await pausesOver(63)
    expect(pauses.slice(0, 239).every((pause) => pause === 15_000)).toBe(true)
    expect(pauses.slice(-2)).toEqual([MINUTE, MINUTE])
  })

  it('on battery doubles its pause to ten minutes while nothing changes, and is back at once with the mains', async () => {
    deployment.setOnBattery(true)
    expect((await pausesOver(40)).slice(0, 6)).toEqual([1, 2, 4, 8, 10, 10].map((minutes) => minutes * MINUTE))
    asked = []
    deployment.setOnBattery(false)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(asked.length).toBeGreaterThan(0)
    workspaces = starting()
    deployment.setOnBattery(true)
    expect((await pausesOver(4)).slice(1)).toEqual([MINUTE, MINUTE, MINUTE])
  })

  describe('where the server tells of starts by itself', () => {
    const tell = (workspace: unknown): void => sockets.at(-1)!.on.text(JSON.stringify({ type: 'data', data: workspace }))
    const lifecycle = (): unknown => deployment.workspaces[0]?.agents[0]?.lifecycle

    it('listens to what starts, shows it at once, polls no faster meanwhile, and stops when it has started', async () => {
      workspaces = starting()
      await deployment.refresh()
      await vi.advanceTimersByTimeAsync(0)
      expect(sockets.map((one) => one.url)).toEqual([`wss://coder.example.com/api/v2/workspaces/${idOf('kim', 'dev')}/watch-ws`])
      sockets[0]!.on.open()
      asked = []
      await vi.advanceTimersByTimeAsync(59_000)
      expect(asked).toEqual([])
      const before = lists
      tell(composeWorkspace({ name: 'dev', agents: [{ name: 'main', lifecycle: 'start_error' }] }))
      expect(lifecycle()).toBe('start_error')
      expect(lists).toBeGreaterThan(before)
      expect(sockets[0]!.closed).toBe(true)
    })

    it('takes what it heard for newer than a list that was asked for before', async () => {
      workspaces = starting()
      await deployment.refresh()
      await vi.advanceTimersByTimeAsync(0)
      sockets[0]!.on.open()
      const reading = deployment.refresh()
      tell(composeWorkspace({ name: 'dev' }))
      await reading
      expect(lifecycle()).toBe('ready')
      await vi.advanceTimersByTimeAsync(1)
      await deployment.refresh()
      expect(lifecycle()).toBe('starting')
    })

    it.each(['', '{', '{"type":"ping"}', '{"type":"error","data":{"message":"no"}}', '{"type":"data","data":{}}', '[1]'])('drops %j', async (text) => {
      workspaces = starting()
      await deployment.refresh()
      await vi.advanceTimersByTimeAsync(0)
      sockets[0]!.on.open()
      sockets[0]!.on.text(text)
      tell(composeWorkspace({ name: 'another' }))
      expect(deployment.workspaces.map((one) => one.name)).toEqual(['dev'])
      expect(lifecycle()).toBe('starting')
    })

    it('opens a lost socket again, and polls every 15 s until it has', async () => {
      workspaces = starting()
      await deployment.refresh()
      await vi.advanceTimersByTimeAsync(0)
      sockets[0]!.on.open()
      await vi.advanceTimersByTimeAsync(20_000)
      asked = []
      sockets[0]!.on.close({ code: 1006, status: null })
      await vi.advanceTimersByTimeAsync(1000)
      expect(asked).toHaveLength(1)
      expect(sockets).toHaveLength(2)
      sockets[1]!.on.open()
      asked = []
      await vi.advanceTimersByTimeAsync(50_000)
      expect(asked).toEqual([])
    })

    it.each([
      ['refuses sockets', { code: 1006, status: 404 }, 1],
      ['cannot be reached by sockets', { code: 1006, status: null }, 3],
    ])('goes back to the list where the server %s, and tries again after ten minutes', async (_why, how, tries) => {
      workspaces = starting()
      await deployment.refresh()
      for (let i = 0; i < tries; i++) {
        await vi.advanceTimersByTimeAsync(2000)
        sockets.at(-1)!.on.close(how)
      }
      expect(sockets).toHaveLength(tries)
      asked = []
      await vi.advanceTimersByTimeAsync(MINUTE)
      expect(asked).toHaveLength(4)
      expect(sockets).toHaveLength(tries)
      await vi.advanceTimersByTimeAsync(10 * MINUTE)
      expect(sockets.length).toBeGreaterThan(tries)
    })

    it('ends its sockets with itself', async () => {
      workspaces = starting()
      await deployment.refresh()
      await vi.advanceTimersByTimeAsync(0)
      deployment.stop()
      expect(sockets.map((one) => one.closed)).toEqual([true])
    })
  })

  it('asks no more once it is stopped', async () => {
    await deployment.refresh()
    deployment.stop()
    asked = []
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(asked).toEqual([])
  })
})

import { connect, createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startRelay, type Relay, type RelayOptions } from './relay'

let echo: Server
let echoPort: number
const relays: Relay[] = []
const sockets: Socket[] = []

beforeEach(async () => {
  echo = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  echoPort = typeof address === 'object' && address ? address.port : 0
})

afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop()
  for (const socket of sockets.splice(0)) socket.destroy()
  await new Promise((resolve) => echo.close(resolve))
})

async function start(options: Omit<RelayOptions, 'toPort'> = {}): Promise<Relay> {
  const relay = await startRelay({ toPort: echoPort, ...options })
  relays.push(relay)
  return relay
}

function dial(relay: Relay): Socket {
  const socket = connect(relay.port, relay.host)
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}

/** Resolves when the socket is closed, with or without an error. */
function closed(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) => (socket ? socket.once('close', () => resolve()) : resolve()))
}

function collect(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let have = 0
    const onData = (data: Buffer): void => {
      parts.push(data)
      have += data.length
      if (have < length) return
      socket.off('data', onData)
      resolve(Buffer.concat(parts))
    }
    socket.on('data', onData)
  })
}

test('an answer takes the round trip, and no more than the machine adds', async () => {
  const socket = dial(await start({ roundTripMs: 50 }))
  await once(socket, 'connect')
  const took: number[] = []
  for (let turn = 0; turn < 9; turn += 1) {
    const sentMs = performance.now()
    socket.write('ping')
    await collect(socket, 4)
    took.push(performance.now() - sentMs)
  }
  took.sort((a, b) => a - b)
  expect(took[0]).toBeGreaterThanOrEqual(50)
  expect(took[4]).toBeLessThan(70)
})

test('many pieces arrive whole and in order', async () => {
  const relay = await start({ roundTripMs: 4 })
  const socket = dial(relay)
  const sent = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 7) % 251))
  const got = collect(socket, sent.length)
  for (let at = 0; at < sent.length; at += 1777) socket.write(sent.subarray(at, at + 1777))
  expect((await got).equals(sent)).toBe(true)
  expect(relay.bytes()).toEqual({ up: sent.length, down: sent.length })
})

test('bandwidth is what it was set to', async () => {
  // 500,000 bytes at 20 Mbit/s take 200 ms each way; both ways overlap.
  const socket = dial(await start({ bitsPerSecond: 20_000_000 }))
  await once(socket, 'connect')
  const startMs = performance.now()
  const got = collect(socket, 500_000)
  socket.write(Buffer.alloc(500_000))
  await got
  const tookMs = performance.now() - startMs
  expect(tookMs).toBeGreaterThanOrEqual(195)
  expect(tookMs).toBeLessThan(400)
})

test('cut destroys what is live, on both sides; new connections work', async () => {
  const relay = await start()
  const socket = dial(relay)
  socket.write('x')
  await collect(socket, 1)
  const far = sockets.find((each) => each.localPort === echoPort)
  expect(far).toBeDefined()
  const gone = Promise.all([socket, far].map(closed))
  relay.cut()
  await gone
  const next = dial(relay)
  next.write('y')
  expect((await collect(next, 1)).toString()).toBe('y')
})

test('a stalled line keeps its bytes for later', async () => {
  const relay = await start()
  const socket = dial(relay)
  socket.write('before')
  await collect(socket, 6)
  relay.stall(true)
  const before = relay.bytes()
  const got = collect(socket, 5)
  socket.write('later')
  // A second line through another relay to the same server shows that time has passed.
  const witness = dial(await start({ roundTripMs: 60 }))
  witness.write('w')
  await collect(witness, 1)
  expect(relay.bytes()).toEqual(before)
  relay.stall(false)
  expect((await got).toString()).toBe('later')
})

test('a refusing relay resets new connections and leaves live ones alone', async () => {
  const relay = await start()
  const live = dial(relay)
  live.write('a')
  await collect(live, 1)
  relay.refuse(true)
  const refused = dial(relay)
  await closed(refused)
  live.write('b')
  expect((await collect(live, 1)).toString()).toBe('b')
  relay.refuse(false)
  const next = dial(relay)
  next.write('c')
  expect((await collect(next, 1)).toString()).toBe('c')
})

test('the end of one side reaches the other after its bytes', async () => {
  const relay = await start({ roundTripMs: 20 })
  const socket = dial(relay)
  const got = collect(socket, 3)
  const ended = once(socket, 'end')
  socket.end('bye')
  expect((await got).toString()).toBe('bye')
  await ended
})

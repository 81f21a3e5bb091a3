import { connect, createServer, type Socket } from 'node:net'

export interface RelayOptions {
  toPort: number
  /** Round trip added to every connection (ms); each direction takes half of it. */
  roundTripMs?: number
  /** Bandwidth of each direction, shared by all connections (bit/s). */
  bitsPerSecond?: number
}

export interface Relay {
  host: string
  port: number
  /** Bytes passed on so far: up to the server, down from it. */
  bytes(): { up: number; down: number }
  /** Destroys every live connection, as a lost network does. */
  cut(): void
  /** While on, nothing passes and nothing is lost: connections stay open and silent. */
  stall(on: boolean): void
  /** While on, new connections are reset at once. */
  refuse(on: boolean): void
  stop(): Promise<void>
}

/** A router on the way queues this much (ms of the bandwidth) before the sender is held back. */
const QUEUE_MS = 100
const MAX_IN_FLIGHT_BYTES = 4 * 1024 * 1024
/** What leaves a link at once; smaller pieces make the shaped rate smoother. */
const PIECE_BYTES = 16 * 1024

interface Piece {
  /** On the clock of `performance.now()`. */
  dueMs: number
  data: Buffer | null
}

/** A TCP relay on loopback with the delay and the bandwidth of a long line. Order is kept. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const oneWayMs = (options.roundTripMs ?? 0) / 2
  const bytesPerMs = (options.bitsPerSecond ?? Infinity) / 8 / 1000
  const up = new Direction(oneWayMs, bytesPerMs)
  const down = new Direction(oneWayMs, bytesPerMs)
  const sockets = new Set<Socket>()
  let refusing = false

  const track = (socket: Socket, peer: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => {
      sockets.delete(socket)
      if (!socket.readableEnded) peer.destroy()
    })
  }
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (refusing) {
      client.on('error', () => {})
      client.resetAndDestroy()
      return
    }
    const server = connect({ port: options.toPort, host: '127.0.0.1', allowHalfOpen: true })
    track(client, server)
    track(server, client)
    up.carry(client, server)
    down.carry(server, client)
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', resolve)
  })
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP listener has a port')

  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: '127.0.0.1',
    port: address.port,
    bytes: () => ({ up: up.bytes, down: down.bytes }),
    cut,
    stall: (on) => {
      up.stall(on)
      down.stall(on)
    },
    refuse: (on) => {
      refusing = on
    },
    stop: () =>
      new Promise((resolve) => {
        listener.close(() => resolve())
        cut()
      }),
  }
}

/** One direction of the line: its bandwidth is shared, its delay is the same for everyone. */
class Direction {
  bytes = 0
  readonly #lanes = new Set<Lane>()
  readonly #inFlightBytes: number
  #freeAtMs = 0
  #stalled = false

  constructor(
    private readonly oneWayMs: number,
    private readonly bytesPerMs: number,
  ) {
    this.#inFlightBytes = Math.min(MAX_IN_FLIGHT_BYTES, bytesPerMs * (oneWayMs + QUEUE_MS) + PIECE_BYTES)
  }

  carry(from: Socket, to: Socket): void {
    const lane = new Lane(to, from, this.#inFlightBytes, (length) => {
      this.bytes += length
    })
    this.#lanes.add(lane)
    lane.hold(this.#stalled)
    from.on('data', (data: Buffer) => {
      for (let at = 0; at < data.length; at += PIECE_BYTES) lane.add(this.#schedule(data.subarray(at, at + PIECE_BYTES)))
    })
    from.on('end', () => lane.add({ dueMs: Math.max(this.#freeAtMs, performance.now()) + this.oneWayMs, data: null }))
    to.on('close', () => {
      lane.drop()
      this.#lanes.delete(lane)
    })
  }

  stall(on: boolean): void {
    this.#stalled = on
    for (const lane of this.#lanes) lane.hold(on)
  }

  #schedule(data: Buffer): Piece {
    this.#freeAtMs = Math.max(this.#freeAtMs, performance.now()) + data.length / this.bytesPerMs
    return { dueMs: this.#freeAtMs + this.oneWayMs, data }
  }
}

/** What is on its way to one socket, in order. */
class Lane {
  #pieces: Piece[] = []
  #waiting = 0
  #held = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly to: Socket,
    private readonly from: Socket,
    private readonly maxBytes: number,
    private readonly passed: (length: number) => void,
  ) {}

  add(piece: Piece): void {
    this.#pieces.push(piece)
    this.#waiting += piece.data?.length ?? 0
    if (this.#waiting > this.maxBytes) this.from.pause()
    this.#arm()
  }

  hold(on: boolean): void {
    this.#held = on
    this.#arm()
  }

  drop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pieces = []
  }

  #arm(): void {
    const next = this.#pieces[0]
    if (this.#held || !next || this.#timer) return
    // A timer may fire up to 1 ms early against this clock; `#deliver` then waits again.
    this.#timer = setTimeout(() => this.#deliver(), Math.max(0, next.dueMs - performance.now()))
  }

  #deliver(): void {
    this.#timer = undefined
    if (this.#held) return
    const nowMs = performance.now()
    while (this.#pieces[0] && this.#pieces[0].dueMs <= nowMs) {
      const piece = this.#pieces.shift()
      if (!piece) break
      if (piece.data === null) this.to.end()
      else {
        this.#waiting -= piece.data.length
        this.passed(piece.data.length)
        this.to.write(piece.data)
      }
    }
    if (this.#waiting <= this.maxBytes / 2 && this.from.isPaused()) this.from.resume()
    this.#arm()
  }
}

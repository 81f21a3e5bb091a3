import { WebSocket } from 'ws'
import type { OpenSocket } from './types'

const HANDSHAKE_MS = 15_000
/** A connection that does not answer a ping within this time is dead, as after a sleep. */
const PING_MS = 30_000
const MAX_FRAME_BYTES = 4 * 1024 * 1024

/** `OpenSocket` over the `ws` package: straight to the server, without the system's proxy. */
export const openWebSocket: OpenSocket = (url, headers, on) => {
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // The token must not follow a redirect to another place.
    followRedirects: false,
  })
  let status: number | null = null
  let answered = true
  const pings = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_MS)
  pings.unref()
  socket.on('open', () => on.open())
  socket.on('pong', () => {
    answered = true
  })
  socket.on('message', (data, isBinary) => {
    if (!isBinary) on.text(Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8'))
  })
  socket.on('unexpected-response', (_request, response) => {
    status = response.statusCode ?? null
    socket.terminate()
  })
  // What an error is about comes out in 'close' too, which ws always sends after it.
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    clearInterval(pings)
    on.close({ code, status })
  })
  return { close: () => (socket.readyState === WebSocket.CONNECTING ? socket.terminate() : socket.close(1000)) }
}

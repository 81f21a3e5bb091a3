import { WebSocket } from 'ws'
import type { OpenSocket } from './types'

const HANDSHAKE_MS = 15_000
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
  socket.on('open', () => on.open())
  socket.on('message', (data, isBinary) => {
    if (!isBinary) on.text(Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8'))
  })
  socket.on('unexpected-response', (request, response) => {
    status = response.statusCode ?? null
    response.resume()
    request.destroy()
    on.close({ code: 1006, status })
  })
  // What an error is about comes out in 'close' too, which ws always sends after it.
  socket.on('error', () => undefined)
  socket.on('close', (code) => {
    if (status === null) on.close({ code, status: null })
  })
  return { close: () => (socket.readyState === WebSocket.CONNECTING ? socket.terminate() : socket.close(1000)) }
}

import type { Fetch, FetchAnswer } from './coder/types'

/** The part of Electron's `net.request` that is used here, so that tests can play it. */
export type NetRequest = (options: { method: string; url: string; redirect: 'manual' }) => NetExchange

export interface NetExchange {
  setHeader(name: string, value: string): void
  on(event: 'response', listener: (response: NetResponse) => void): unknown
  on(event: 'redirect', listener: (status: number, method: string, url: string) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  end(body?: string): void
  abort(): void
}

export interface NetResponse extends AsyncIterable<Uint8Array> {
  statusCode: number
  headers: Record<string, string | string[]>
}

/**
 * `fetch` on Chromium's network stack, which knows the system's proxy and certificates. Electron's own `net.fetch`
 * cannot tell where a redirect leads when it is not to be followed; this can.
 */
export function createNetFetch(request: NetRequest): Fetch {
  return (url, { method, headers, body, signal }) =>
    new Promise<FetchAnswer>((resolve, reject) => {
      if (signal.aborted) return reject(asError(signal.reason))
      const exchange = request({ method, url, redirect: 'manual' })
      for (const [name, value] of Object.entries(headers)) exchange.setHeader(name, value)
      const abort = (): void => {
        exchange.abort()
        reject(asError(signal.reason))
      }
      // It stays on: the signal ends the body as well.
      signal.addEventListener('abort', abort, { once: true })
      exchange.on('redirect', (status, _method, location) => {
        resolve({ status, headers: { get: (name) => (name.toLowerCase() === 'location' ? location : null) }, body: null })
        exchange.abort()
      })
      exchange.on('response', (response) => resolve({ status: response.statusCode, headers: lookUp(response.headers), body: response }))
      // After an answer this is heard by the reader of its body.
      exchange.on('error', reject)
      exchange.end(body)
    })
}

function lookUp(headers: NetResponse['headers']): FetchAnswer['headers'] {
  return {
    get(name) {
      const value = headers[name.toLowerCase()]
      return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
    },
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The request was called off.')
}

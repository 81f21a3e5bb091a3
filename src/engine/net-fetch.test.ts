import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createNetFetch, type NetExchange, type NetRequest } from './net-fetch'

class Exchange extends EventEmitter {
  readonly sent: Record<string, string> = {}
  body: string | undefined
  aborted = false
  setHeader(name: string, value: string): void {
    this.sent[name] = value
  }
  end(body?: string): void {
    this.body = body
  }
  abort(): void {
    this.aborted = true
  }
}

function setUp() {
  const exchange = new Exchange()
  const asked: unknown[] = []
  const request: NetRequest = (options) => {
    asked.push(options)
    return exchange as unknown as NetExchange
  }
  const stopping = new AbortController()
  const ask = () =>
    createNetFetch(request)('https://coder.example.com/api', {
      method: 'POST',
      headers: { 'Coder-Session-Token': 'abc' },
      body: '{}',
      redirect: 'manual',
      signal: stopping.signal,
    })
  return { exchange, asked, stopping, ask }
}

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(new TextEncoder().encode(text))
}

it('sends headers and body, and gives status, headers and body back', async () => {
  const { exchange, asked, ask } = setUp()
  const answer = ask()
  expect(asked).toEqual([{ method: 'POST', url: 'https://coder.example.com/api', redirect: 'manual' }])
  expect([exchange.sent, exchange.body]).toEqual([{ 'Coder-Session-Token': 'abc' }, '{}'])
  exchange.emit('response', Object.assign(chunks('he', 'llo'), { statusCode: 200, headers: { 'retry-after': '5', vary: ['a', 'b'] } }))
  const { status, headers, body } = await answer
  expect([status, headers.get('Retry-After'), headers.get('Vary'), headers.get('X-None')]).toEqual([200, '5', 'a, b', null])
  let text = ''
  for await (const chunk of body as AsyncIterable<Uint8Array>) text += new TextDecoder().decode(chunk)
  expect(text).toBe('hello')
})

it('says where a redirect leads and does not go there', async () => {
  const { exchange, ask } = setUp()
  const answer = ask()
  exchange.emit('redirect', 302, 'GET', 'https://login.example.com/')
  // What Electron says next, when nobody follows.
  exchange.emit('error', new Error('Redirect was cancelled'))
  const { status, headers, body } = await answer
  expect([status, headers.get('location'), body, exchange.aborted]).toEqual([302, 'https://login.example.com/', null, true])
})

it('fails with the reason of the signal, and ends the exchange', async () => {
  const { exchange, stopping, ask } = setUp()
  const answer = ask()
  stopping.abort(new Error('too slow'))
  await expect(answer).rejects.toThrow('too slow')
  expect(exchange.aborted).toBe(true)
  await expect(ask()).rejects.toThrow('too slow')
})

it('fails with the error of the network', async () => {
  const { exchange, ask } = setUp()
  const answer = ask()
  exchange.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED'))
  await expect(answer).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
})

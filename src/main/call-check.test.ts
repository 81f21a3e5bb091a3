import { describe, expect, it } from 'vitest'
import { checkCall, senderOf, type Sender } from './call-check'

const origin = 'tailpane-app://ui'
const own: Sender = { isOwnTopFrame: true, origin }

describe('checkCall', () => {
  it('lets the own page through with parameters of the schema', () => {
    expect(checkCall('settings.get', {}, own, origin)).toEqual({ ok: true, value: {} })
    const nonce = '0123456789abcdef0123456789abcdef'
    expect(checkCall('engine.connect', { nonce }, own, origin)).toEqual({ ok: true, value: { nonce } })
  })

  it.each<[string, Sender]>([
    ['a frame that is gone', null],
    ['a frame inside the page', { isOwnTopFrame: false, origin }],
    ['another page', { isOwnTopFrame: true, origin: 'https://example.com' }],
    ['a page without an origin', { isOwnTopFrame: true, origin: 'null' }],
    ['an origin that only begins alike', { isOwnTopFrame: true, origin: 'tailpane-app://ui.example.com' }],
    ['an empty origin', { isOwnTopFrame: true, origin: '' }],
  ])('refuses %s', (_who, sender) =>
    expect(checkCall('settings.get', {}, sender, origin)).toMatchObject({ ok: false, failure: { code: 'REQUEST_INVALID' } }),
  )

  it.each([undefined, null, 'x', [], { nonce: 'ABC' }, { nonce: 7 }, { nonce: '0123456789abcdef0123456789abcdef', more: 1 }])(
    'refuses parameters outside the schema: %j',
    (params) => expect(checkCall('engine.connect', params, own, origin).ok).toBe(false),
  )
})

describe('senderOf', () => {
  const frame = { origin, parent: null }

  it('tells the top frame of a window', () => {
    expect(senderOf({ senderFrame: frame, sender: { mainFrame: frame } }, () => true)).toEqual(own)
  })

  it.each([
    ['a frame inside the page', { ...frame, parent: frame }, true],
    ['another frame than the top one', { ...frame }, true],
    ['a page that is in no window', frame, false],
  ])('does not take %s for one', (_who, senderFrame, isWindow) => {
    expect(senderOf({ senderFrame, sender: { mainFrame: frame } }, () => isWindow)?.isOwnTopFrame).toBe(false)
  })

  it('does not take a frame with one above it for the top, whatever is said to be the main one', () => {
    const inner = { origin, parent: frame }
    expect(senderOf({ senderFrame: inner, sender: { mainFrame: inner } }, () => true)?.isOwnTopFrame).toBe(false)
  })

  it('knows nobody where the frame is gone, or cannot be asked', () => {
    expect(senderOf({ senderFrame: null, sender: { mainFrame: frame } }, () => true)).toBeNull()
    const gone = {
      parent: null,
      get origin(): string {
        throw new Error('Render frame was disposed')
      },
    }
    expect(senderOf({ senderFrame: gone, sender: { mainFrame: gone } }, () => true)).toBeNull()
  })
})

import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { placeLinkSchema, readLink, writeLink, type PlaceLink } from './links'

const text = (length: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength: length })
const places: fc.Arbitrary<PlaceLink> = fc
  .record({
    target: text(60),
    agent: text(30),
    path: text(200).map((rest) => `/${rest}`),
    offset: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    runMs: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 })),
  })
  .filter((place) => v.is(placeLinkSchema, place))

describe('links to lines', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(readLink(writeLink(place))).toEqual(place)
      }),
    )
  })

  it('are read or refused whatever they are, without throwing', () => {
    const piece = fc.oneof(fc.constantFrom('tailpane://open?', 'v=1', '&', 'target=', 'log=/', '%', '%zz', 'offset=-1', '=', '\0', 'run='), fc.string())
    fc.assert(
      fc.property(fc.array(piece).map((pieces) => pieces.join('')), (link) => {
        const read = readLink(link)
        if (read !== null) expect(v.is(placeLinkSchema, read)).toBe(true)
      }),
    )
  })

  const good = 'tailpane://open?v=1&target=box&agent=main&log=%2Ftmp%2Fa.log&offset=12'
  it('takes a plain one', () => expect(readLink(good)).toEqual({ target: 'box', agent: 'main', path: '/tmp/a.log', offset: 12, runMs: null }))

  it.each([
    ['another scheme', good.replace('tailpane:', 'https:')],
    ['another host', good.replace('open', 'run')],
    ['another version', good.replace('v=1', 'v=2')],
    ['a target that is an option', good.replace('target=box', 'target=-oProxyCommand%3Dx')],
    ['a path that is not absolute', good.replace('%2Ftmp%2Fa.log', 'a.log')],
    ['control characters', good.replace('agent=main', 'agent=a%0Ab')],
    ['text that turns its direction', good.replace('agent=main', `agent=${encodeURIComponent('a\u202eb')}`)],
    ['an offset that is none', good.replace('offset=12', 'offset=1e3')],
    ['a name twice', `${good}&target=other`],
    ['broken encoding', `${good}%`],
    ['more than there is room for', good.replace('a.log', 'a'.repeat(9000))],
  ])('refuses %s', (_why, link) => expect(readLink(link)).toBeNull())
})

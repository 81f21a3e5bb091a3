import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { invokeSchemas } from './channels'
import { checkToEngine, requestSchemas, signalSchemas } from './port'
import { fitting, unbounded, type Schema } from './schema-arbitrary.test-kit'

/*
 * Every channel and every message of the port against what a page that was taken over could send: it never throws, and what does
 * not fit never passes. The tries are made of the schemas, so that a new channel is tried without a word here.
 */

const channels = { ...invokeSchemas, ...requestSchemas, ...signalSchemas }
const all = Object.entries(channels) as [string, v.GenericSchema][]
const bare = (schema: v.GenericSchema): Schema => schema as unknown as Schema

/** What crosses between processes is made by structured clone: no functions, no getters. */
const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true })

/** Takes a message as the window's port or main does; true when it would be acted upon. */
function passes(name: string, params: unknown): boolean {
  if (name in invokeSchemas) return v.safeParse(invokeSchemas[name as keyof typeof invokeSchemas], params).success
  const message = name in requestSchemas ? { type: 'request', id: 1, name, params } : { type: 'signal', name, params }
  return checkToEngine(message).type !== 'refused'
}

describe.each(all)('%s', (name, schema) => {
  it('has a bound on everything that it takes', () => expect(unbounded(bare(schema))).toEqual([]))

  it('takes what fits, as it is', () => {
    fc.assert(
      fc.property(fitting(bare(schema)), (params) => {
        // What a check of its own refuses (`no NUL`) is refused here too.
        const parsed = v.safeParse(schema, params)
        expect(passes(name, params)).toBe(parsed.success)
        if (parsed.success) expect(parsed.output).toEqual(params)
      }),
      { numRuns: 30 },
    )
  })

  it('never throws, and takes nothing that is only like it', () => {
    fc.assert(
      fc.property(fitting(bare(schema)), anything, fc.string(), fc.nat(), (params, other, key, pick) => {
        expect(passes(name, other)).toBe(v.is(schema, other))
        const object = params as Record<string, unknown>
        const extra = Object.hasOwn(object, key) || key === '__proto__' ? 'further' : key
        expect(passes(name, { ...object, [extra]: other })).toBe(false)
        const names = Object.keys(object)
        const one = names[pick % Math.max(1, names.length)]
        if (one === undefined) return
        const changed = { ...object, [one]: other }
        expect(passes(name, changed)).toBe(v.is(schema, changed))
        for (const wrong of [NaN, Infinity, -1.5, new Uint8Array(3), { toString: 'x' }]) {
          const bad = { ...object, [one]: wrong }
          expect(passes(name, bad)).toBe(v.is(schema, bad))
        }
      }),
      { numRuns: 20 },
    )
  })
})

it('no text is too long to be refused', () => {
  const long = 'a'.repeat(17 * 1024 * 1024)
  for (const [name, schema] of all) {
    const [params] = fc.sample(fitting(bare(schema)), { numRuns: 1, seed: 7 }) as [Record<string, unknown>]
    for (const one of Object.keys(params).filter((key) => typeof params[key] === 'string')) expect(passes(name, { ...params, [one]: long })).toBe(false)
  }
})

it('the port refuses whatever is no message, and says so without throwing', () => {
  fc.assert(
    fc.property(anything, (message) => {
      const checked = checkToEngine(message)
      expect(checked.type).toBe('refused')
      if (checked.type === 'refused') expect(checked.failure.code).toBe('REQUEST_INVALID')
    }),
    { numRuns: 500 },
  )
})

it('knows no name that is not in the contract, whatever objects inherit', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'pane.open ', 'PANE.OPEN']) {
    expect(checkToEngine({ type: 'request', id: 1, name, params: {} }).type).toBe('refused')
    expect(checkToEngine({ type: 'signal', name, params: {} }).type).toBe('refused')
  }
})

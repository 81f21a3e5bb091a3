import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SftpParser, type DataTarget } from './sftp-parser'
import { encodeInit, RESPONSE } from './sftp-wire'

function packet(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(body.length + 1, 0)
  head[4] = type
  return Buffer.concat([head, body])
}

function data(id: number, bytes: Buffer, trailing = 0): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(id, 0)
  head.writeUInt32BE(bytes.length, 4)
  return packet(RESPONSE.DATA, Buffer.concat([head, bytes, Buffer.alloc(trailing, 0xee)]))
}

function parse(chunks: Buffer[], wants: (id: number) => boolean): string[] {
  const seen: string[] = []
  const targets = new Map<number, Buffer>()
  const parser = new SftpParser({
    packet: (type, body) => seen.push(`packet ${type} ${body.toString('hex')}`),
    target: (id, length): DataTarget => {
      if (!wants(id)) return null
      const buffer = Buffer.alloc(length + 2, 0xff)
      targets.set(id, buffer)
      return { buffer, offset: 1, capacity: length }
    },
    data: (id, length) => seen.push(`data ${id} ${length} ${targets.get(id)?.toString('hex') ?? 'dropped'}`),
  })
  for (const chunk of chunks) parser.push(chunk)
  return seen
}

describe('SftpParser', () => {
  it('gives the same whatever the chunks', () => {
    const stream = fc.array(
      fc.oneof(
        fc.record({ type: fc.constantFrom(2, 101, 102, 104, 105), body: fc.uint8Array({ minLength: 4, maxLength: 40 }) })
          .map(({ type, body }) => ({ wire: packet(type, Buffer.from(body)) })),
        fc.record({ id: fc.integer({ min: 0, max: 5 }), bytes: fc.uint8Array({ maxLength: 60 }), trailing: fc.integer({ min: 0, max: 3 }) })
          .map(({ id, bytes, trailing }) => ({ wire: data(id, Buffer.from(bytes), trailing) })),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (packets, cuts) => {
        const wire = Buffer.concat(packets.map((p) => p.wire))
        const wants = (id: number): boolean => id !== 3
        const chunks: Buffer[] = []
        for (let at = 0, i = 0; at < wire.length; i++) {
          const size = cuts[i % cuts.length] ?? 1
          chunks.push(wire.subarray(at, at + size))
          at += size
        }
        expect(parse(chunks, wants)).toEqual(parse([wire], wants))
      }),
    )
  })

  it('writes data into its target and nowhere beside it', () => {
    expect(parse([data(1, Buffer.from('abc'))], () => true)).toEqual([`data 1 3 ff${Buffer.from('abc').toString('hex')}ff`])
  })

  it.each([
    ['an endless packet', Buffer.from([0x7f, 0xff, 0xff, 0xff, 101])],
    ['text in place of SFTP', Buffer.from('Welcome to this host\n')],
    ['a DATA packet whose data is longer than itself', Buffer.from([0, 0, 0, 10, 103, 0, 0, 0, 1, 0, 0, 0, 9, 1])],
    ['an empty packet', Buffer.from([0, 0, 0, 0, 0])],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parse([bytes], () => true)).toThrow(RangeError)
  })

  it('greets with version 3', () => {
    expect(encodeInit().toString('hex')).toBe('000000050100000003')
  })
})

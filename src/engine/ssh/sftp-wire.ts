import type { FileStat } from './types'

/**
 * The packets of SFTP version 3 that reading needs, after draft-ietf-secsh-filexfer-02.
 * Each is `uint32 length, byte type, uint32 id, …`; strings are `uint32 length, bytes`.
 */
export const REQUEST = { INIT: 1, OPEN: 3, CLOSE: 4, READ: 5, FSTAT: 8, OPENDIR: 11, READDIR: 12, REALPATH: 16, STAT: 17 } as const
export const RESPONSE = { VERSION: 2, STATUS: 101, HANDLE: 102, DATA: 103, NAME: 104, ATTRS: 105 } as const
export const STATUS = { OK: 0, EOF: 1, NO_SUCH_FILE: 2, PERMISSION_DENIED: 3 } as const

const OPEN_FOR_READING = 1
const HAS = { SIZE: 1, OWNER: 2, PERMISSIONS: 4, TIMES: 8, EXTENDED: 0x80000000 } as const
const TYPE_MASK = 0o170000
const DIRECTORY = 0o040000
const REGULAR = 0o100000

export function encodeInit(): Buffer {
  return Buffer.from([0, 0, 0, 5, REQUEST.INIT, 0, 0, 0, 3])
}

/** A request whose only field is a path or a handle. */
export function encodeSimple(type: number, id: number, field: Buffer): Buffer {
  const packet = Buffer.allocUnsafe(13 + field.length)
  header(packet, type, id)
  packet.writeUInt32BE(field.length, 9)
  field.copy(packet, 13)
  return packet
}

export function encodeOpen(id: number, path: Buffer): Buffer {
  const packet = Buffer.allocUnsafe(21 + path.length)
  header(packet, REQUEST.OPEN, id)
  packet.writeUInt32BE(path.length, 9)
  path.copy(packet, 13)
  packet.writeUInt32BE(OPEN_FOR_READING, 13 + path.length)
  packet.writeUInt32BE(0, 17 + path.length)
  return packet
}

export function encodeRead(id: number, handle: Buffer, offset: number, length: number): Buffer {
  const packet = Buffer.allocUnsafe(25 + handle.length)
  header(packet, REQUEST.READ, id)
  packet.writeUInt32BE(handle.length, 9)
  handle.copy(packet, 13)
  packet.writeBigUInt64BE(BigInt(offset), 13 + handle.length)
  packet.writeUInt32BE(length, 21 + handle.length)
  return packet
}

function header(packet: Buffer, type: number, id: number): void {
  packet.writeUInt32BE(packet.length - 4, 0)
  packet[4] = type
  packet.writeUInt32BE(id, 5)
}

/** Reads fields one after another; throws `RangeError` where a packet is cut short. */
export class Fields {
  #at = 0

  constructor(private readonly body: Buffer) {}

  uint32(): number {
    const value = this.body.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  string(): Buffer {
    const length = this.uint32()
    if (this.#at + length > this.body.length) throw new RangeError('a string reaches past its packet')
    const value = this.body.subarray(this.#at, this.#at + length)
    this.#at += length
    return value
  }

  attributes(): FileStat {
    const flags = this.uint32()
    let sizeBytes = 0
    let mode = 0
    let modifiedMs = 0
    if (flags & HAS.SIZE) {
      sizeBytes = Number(this.body.readBigUInt64BE(this.#at))
      this.#at += 8
    }
    if (flags & HAS.OWNER) this.#at += 8
    if (flags & HAS.PERMISSIONS) mode = this.uint32()
    if (flags & HAS.TIMES) {
      this.uint32()
      modifiedMs = this.uint32() * 1000
    }
    if (flags & HAS.EXTENDED) {
      for (let left = this.uint32(); left > 0; left--) {
        this.string()
        this.string()
      }
    }
    const type = mode & TYPE_MASK
    // A server that sends no permissions says nothing about the kind; a file is the useful guess.
    const kind = type === DIRECTORY ? 'directory' : type === REGULAR || (flags & HAS.PERMISSIONS) === 0 ? 'file' : 'other'
    return { sizeBytes, modifiedMs, kind }
  }
}

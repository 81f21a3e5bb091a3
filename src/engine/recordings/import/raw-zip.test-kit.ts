/** An entry as no honest program writes it (APPNOTE 4.3). */
export interface RawEntry {
  name: string
  /** Stored as it is, unless `packed` is given. */
  body?: Buffer
  packed?: Buffer
  method?: number
  /** What the table says that it unpacks to. */
  bytes?: number
  flags?: number
  /** Unix mode with its type. */
  mode?: number
  /** Where the table says that it begins. */
  at?: number
}

/** A zip of these entries. @param claimed how many the table says that there are */
export function rawZip(entries: readonly RawEntry[], claimed = entries.length): Buffer {
  const locals: Buffer[] = []
  const table: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const data = entry.packed ?? entry.body ?? Buffer.alloc(0)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    common(head, 4, entry, data)
    head.writeUInt16LE(name.length, 26)
    locals.push(head, name, data)
    const row = Buffer.alloc(46)
    row.writeUInt32LE(0x02014b50, 0)
    row.writeUInt16LE((3 << 8) | 20, 4)
    common(row, 6, entry, data)
    row.writeUInt16LE(name.length, 28)
    row.writeUInt32LE(((entry.mode ?? 0o100600) << 16) >>> 0, 38)
    row.writeUInt32LE(entry.at ?? at, 42)
    table.push(row, name)
    at += 30 + name.length + data.length
  }
  const rows = Buffer.concat(table)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(claimed, 0xffff), 8)
  end.writeUInt16LE(Math.min(claimed, 0xffff), 10)
  end.writeUInt32LE(rows.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, rows, ...(claimed > 0xffff ? zip64End(claimed, rows.length, at) : []), end])
}

/** What tells of more entries than sixteen bits can (APPNOTE 4.3.14, 4.3.15). */
function zip64End(claimed: number, rowBytes: number, at: number): Buffer[] {
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(claimed), 24)
  record.writeBigUInt64LE(BigInt(claimed), 32)
  record.writeBigUInt64LE(BigInt(rowBytes), 40)
  record.writeBigUInt64LE(BigInt(at), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(at + rowBytes), 8)
  locator.writeUInt32LE(1, 16)
  return [record, locator]
}

function common(head: Buffer, at: number, { method = 0, flags = 0, bytes }: RawEntry, data: Buffer): void {
  head.writeUInt16LE(20, at)
  // Names are UTF-8.
  head.writeUInt16LE(flags | 0x800, at + 2)
  head.writeUInt16LE(method, at + 4)
  head.writeUInt32LE(0, at + 10)
  head.writeUInt32LE(data.length, at + 14)
  head.writeUInt32LE((bytes ?? data.length) >>> 0, at + 18)
}

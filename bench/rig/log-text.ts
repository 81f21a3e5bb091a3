import { closeSync, openSync, writeSync } from 'node:fs'

/** Lines before a log repeats itself. */
const LINES = 400_000

/** Lines as package managers and services write them, no two alike: numbers, names, times and hashes that differ. About 40 MB. */
export function logBlock(): Buffer {
  const lines: string[] = []
  for (let n = 0; n < LINES; n++) {
    const at = new Date(1_767_225_600_000 + n * 37).toISOString()
    const mixed = Math.imul(n, 2_654_435_761) >>> 0
    lines.push(
      n % 3 === 0
        ? `Get:${n} http://deb.example.com/debian bookworm/main amd64 package-${mixed % 90_000} amd64 ${mixed % 9}.${n % 31}-${n % 7} [${mixed % 90_000} kB]\n`
        : n % 3 === 1
          ? `${at} [info] net.http: GET /api/v2/workspaces/${mixed.toString(16).padStart(8, '0')} status_code=200 took=${mixed % 900}ms\n`
          : `npm http fetch GET 200 https://registry.example.com/lib-${mixed % 5000} ${mixed % 2000}ms (cache miss) sha512-${(mixed ^ 0x5bd1e995).toString(36)}${(n * 48_271).toString(36)}\n`,
    )
  }
  return Buffer.from(lines.join(''))
}

/** Writes a log of at least so many bytes. */
export function writeLog(path: string, bytes: number): void {
  const block = logBlock()
  const file = openSync(path, 'w')
  for (let size = 0; size < bytes; ) size += writeSync(file, block, 0, Math.min(block.length, bytes - size))
  closeSync(file)
}

// @ts-check
/*
 * `node log-writer.mjs FILE KIND BYTES_PER_SECOND SECONDS LAST_LINE`: appends to FILE at a steady rate, as a
 * process of its own. KIND is `text`, `numbered` (each line `N:` and text, from 0 on) or `urandom`. It ends
 * with LAST_LINE on a line of its own and prints `{ bytes, seconds, endedMs }` (`endedMs` of `Date.now()`).
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const [path = '', kind = '', rate = '', duration = '', lastLine = ''] = process.argv.slice(2)
const bytesPerMs = Number(rate) / 1000
const durationMs = Number(duration) * 1000
/** Time between two writes (ms). */
const TURN_MS = 5
const RANDOM_BYTES = 16 * 1024 * 1024

const file = openSync(path, 'a')
const next = kind === 'numbered' ? numbered() : repeating(kind === 'urandom' ? random() : text())
const bell = new Int32Array(new SharedArrayBuffer(4))
const startMs = performance.now()
let bytes = 0
for (;;) {
  const elapsedMs = performance.now() - startMs
  if (elapsedMs >= durationMs) break
  // What a slow turn left out is made up for, so that the rate holds over the whole time.
  const due = Math.floor(elapsedMs * bytesPerMs) - bytes
  if (due > 0) bytes += writeSync(file, next(due))
  Atomics.wait(bell, 0, 0, TURN_MS)
}
const seconds = (performance.now() - startMs) / 1000
writeSync(file, `\n${lastLine}\n`)
const endedMs = Date.now()
closeSync(file)
console.log(JSON.stringify({ bytes, seconds, endedMs }))

/** Cuts as many bytes as are due out of a block that repeats; at most one round of it. @param {Buffer} block */
function repeating(block) {
  let at = 0
  return (/** @type {number} */ due) => {
    const piece = block.subarray(at, at + due)
    at = at + piece.length === block.length ? 0 : at + piece.length
    return piece
  }
}

function numbered() {
  let line = 0
  return (/** @type {number} */ due) => {
    const lines = []
    for (let length = 0; length < due; ) {
      const one = `${line}: [info]  GET /api/v2/workspaceagents/me  status=200  took=${(line * 7) % 900}ms\n`
      line++
      length += one.length
      lines.push(one)
    }
    return Buffer.from(lines.join(''))
  }
}

/** About 4 MiB of lines that look like an agent's. */
function text() {
  const lines = []
  for (let line = 0; line < 40_000; line++) {
    const time = new Date(Date.UTC(2026, 0, 1) + line * 37).toISOString().replace('T', ' ').slice(0, 23)
    const level = line % 20 === 0 ? 'warn' : 'info'
    lines.push(`${time} [${level}]  net.tailnet: peer updated  peer=${(line * 2654435761) >>> 0}  latency=${line % 250}ms  path=/var/run/${line}\n`)
  }
  return Buffer.from(lines.join(''))
}

/** Read once: making it anew all the time would take a fifth of this machine. */
function random() {
  const block = Buffer.alloc(RANDOM_BYTES)
  const source = openSync('/dev/urandom', 'r')
  for (let at = 0; at < block.length; ) at += readSync(source, block, at, block.length - at, null)
  closeSync(source)
  return block
}

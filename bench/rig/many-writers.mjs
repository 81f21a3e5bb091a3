// @ts-check
/*
 * `node many-writers.mjs SECONDS LINES_PER_SECOND LAST_LINE FILE…`: appends lines to each FILE at a steady rate, as a process
 * of its own, each file at its own moments. Ends each with LAST_LINE on a line of its own.
 */
import { closeSync, openSync, writeSync } from 'node:fs'

const [duration = '', rate = '', lastLine = '', ...paths] = process.argv.slice(2)
const durationMs = Number(duration) * 1000
const linesPerMs = Number(rate) / 1000
/** Time between two writes of a file (ms). */
const TURN_MS = 50

const files = paths.map((path, index) => ({ file: openSync(path, 'a'), lines: 0, index }))
const bell = new Int32Array(new SharedArrayBuffer(4))
const startMs = performance.now()
for (let turn = 0; ; turn++) {
  const elapsedMs = performance.now() - startMs
  if (elapsedMs >= durationMs) break
  const one = files[turn % files.length]
  if (one) {
    let text = ''
    // What a slow turn left out is made up for, so that the rate holds over the whole time.
    for (const due = Math.floor(elapsedMs * linesPerMs); one.lines < due; one.lines++) {
      text += `${one.lines}: [info]  log ${one.index}: GET /api/v2/workspaceagents/me  status=200  took=${(one.lines * 7) % 900}ms\n`
    }
    if (text !== '') writeSync(one.file, text)
  }
  Atomics.wait(bell, 0, 0, TURN_MS / files.length)
}
for (const { file } of files) {
  writeSync(file, `${lastLine}\n`)
  closeSync(file)
}

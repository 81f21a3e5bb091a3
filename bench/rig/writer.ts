import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { checkout } from '../../scripts/run/checkout.cjs'

export interface WriterOptions {
  path: string
  kind: 'text' | 'numbered' | 'urandom'
  bytesPerSecond: number
  seconds: number
  /** Text of the last line; without spaces. */
  lastLine: string
}

export interface Written {
  bytes: number
  seconds: number
  /** When the last write had returned, on the clock of `Date.now()`. */
  endedMs: number
}

/** Appends to a file from a process of its own. Rejects when it was more than 5 % slower than asked: the figure would mean nothing. */
export async function writeAtRate(options: WriterOptions): Promise<Written> {
  const { path, kind, bytesPerSecond, seconds, lastLine } = options
  const script = join(checkout, 'bench/rig/log-writer.mjs')
  const child = spawn(process.execPath, [script, path, kind, String(bytesPerSecond), String(seconds), lastLine], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  await new Promise<void>((resolve, reject) => child.on('error', reject).on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The writer ended with code ${code}`)))))
  const written = JSON.parse(out) as Written
  const reached = written.bytes / written.seconds
  if (reached < bytesPerSecond * 0.95) throw new Error(`The writer reached only ${(reached / 1e6).toFixed(1)} MB/s`)
  return written
}

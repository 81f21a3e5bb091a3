import { spawn } from 'node:child_process'
import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { composeEntry, rotatedLogName, type AgentLogEntry } from '../../src/engine/demo/agent-log'

export * from '../../src/engine/demo/agent-entries'
export { composeEntry, rotatedLogName, utcStamp, type AgentLogEntry } from '../../src/engine/demo/agent-log'

export interface ScriptLog {
  /** Writes where the last write ended, from byte 0 on; what an earlier run left behind it stays. */
  write(content: string | Uint8Array): void
  close(): void
}

/**
 * Opens a script's log exactly as the agent does: created if missing, mode 0600, for reading and
 * writing, neither truncated nor appended to. A shorter run leaves the tail of the one before.
 */
export function openScriptLog(path: string): ScriptLog {
  const file = openSync(path, constants.O_CREAT | constants.O_RDWR, 0o600)
  let offset = 0
  return {
    write: (content) => {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
      offset += writeSync(file, bytes, 0, bytes.length, offset)
    },
    close: () => closeSync(file),
  }
}

/** Runs a script as the agent does, with both its outputs written to its log as they come. Resolves with its exit code. */
export function runScript(path: string, script: string): Promise<number | null> {
  const log = openScriptLog(path)
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => log.write(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      log.close()
      resolve(code)
    })
  })
}

const MAX_BYTES = 5 * 1024 * 1024

/** `coder-agent.log` as the agent keeps it: whole entries appended, rotated by rename at 5 MiB. */
export class AgentLog {
  #file: number
  #sizeBytes: number

  constructor(readonly path: string) {
    this.#file = openForAppend(path)
    this.#sizeBytes = fstatSync(this.#file).size
  }

  write(entry: AgentLogEntry): void {
    this.writeText(composeEntry(entry), entry.atMs)
  }

  /** Text that is no entry, for tests of bad input. */
  writeText(text: string, atMs = Date.now()): void {
    const bytes = Buffer.from(text, 'utf8')
    if (this.#sizeBytes > 0 && this.#sizeBytes + bytes.length > MAX_BYTES) this.rotate(atMs)
    writeSync(this.#file, bytes)
    this.#sizeBytes += bytes.length
  }

  /** Renames the log to `coder-agent-<UTC>.log`, begins a new one and returns the old one's path. */
  rotate(atMs = Date.now()): string {
    closeSync(this.#file)
    const aside = join(dirname(this.path), rotatedLogName(atMs))
    renameSync(this.path, aside)
    this.#file = openForAppend(this.path)
    this.#sizeBytes = 0
    return aside
  }

  close(): void {
    closeSync(this.#file)
  }
}

function openForAppend(path: string): number {
  return openSync(path, constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY, 0o600)
}

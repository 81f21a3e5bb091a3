import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { openRecording } from '../open-recording'
import { importRecording } from './import-recording'

/*
 * Imports what it is told to, one path a line, and answers each with a line: what came of it, and how much memory the process
 * has ever had (bytes).
 */
const root = join(process.argv[2]!, 'recordings')

/** What the kernel counts from the program's start on; `getrusage` goes on from whoever started it. */
function mostBytes(): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}

async function serve(): Promise<void> {
  for await (const path of createInterface({ input: process.stdin })) {
    const taken = await importRecording(path, { root, open: openRecording, app: '0', nowMs: () => 0 }, new AbortController().signal)
    process.stdout.write(`${JSON.stringify({ sentence: taken.ok ? null : taken.failure.sentence, mostBytes: mostBytes() })}\n`)
  }
}
void serve()

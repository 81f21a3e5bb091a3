import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { setAside } from '../set-aside'
import { writeWhole } from '../write-whole'

const schema = v.object({
  version: v.literal(1),
  /** What is said once only was said. */
  saidClosing: v.boolean(),
  saidQuitting: v.boolean(),
  /** Ms since the epoch. */
  mutedUntilMs: v.nullable(v.number()),
})
type Kept = Omit<v.InferOutput<typeof schema>, 'version'>

export interface TrayMemory {
  get(): Kept
  set(change: Partial<Kept>): void
}

/** What the tray remembers over restarts, in one small file (0600). A damaged file is set aside and counts as an empty one. */
export function openTrayMemory(file: string, note: (level: 'warn', text: string) => void): TrayMemory {
  let kept: Kept = { saidClosing: false, saidQuitting: false, mutedUntilMs: null }
  try {
    const { version: _version, ...read } = v.parse(v.pipe(v.string(), v.parseJson(), schema), readFileSync(file, 'utf8'))
    kept = read
  } catch {
    // No file yet, or one that says nothing and is set aside.
    if (existsSync(file)) setAside(file, new Date())
  }
  return {
    get: () => kept,
    set(change) {
      kept = { ...kept, ...change }
      try {
        writeWhole(file, JSON.stringify({ version: 1, ...kept }) + '\n')
      } catch (error) {
        note('warn', `tray.json not written: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}`)
      }
    },
  }
}

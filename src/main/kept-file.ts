import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as v from 'valibot'
import { setAside } from './set-aside'
import { writeWhole } from './write-whole'

export interface KeptFileWords {
  /** What it holds, for the diary and sentences, e.g. `tokens`. */
  things: string
  /** What comes of a damaged file, e.g. `they are asked for again`. */
  whenLost: string
  note(level: 'warn', text: string): void
}

/** A small JSON file of the profile (0600) that must fit its schema. */
export interface KeptFile<T> {
  /** Null when there is none, or none that can be used; the diary then says why. */
  read(): T | null
  /** Null when it was written, else why not, one sentence. */
  write(value: T): string | null
}

export function keptFile<S extends v.GenericSchema>(file: string, schema: S, { things, whenLost, note }: KeptFileWords): KeptFile<v.InferOutput<S>> {
  return {
    read() {
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') note('warn', `kept ${things} are not readable`)
        return null
      }
      try {
        const parsed = v.safeParse(schema, JSON.parse(text))
        if (parsed.success) return parsed.output
      } catch {
        // Told below, like any other damage.
      }
      const aside = setAside(file, new Date())
      note('warn', `the file of kept ${things} is damaged${aside === null ? '' : ` and was set aside as ${basename(aside)}`}; ${whenLost}`)
      return null
    },
    write(value) {
      try {
        writeWhole(file, `${JSON.stringify(value)}\n`)
        return null
      } catch (error) {
        const reason = codeOf(error) ?? 'unknown reason'
        note('warn', `${things} not written: ${reason}`)
        return `It could not be written to the disk (${reason}).`
      }
    },
  }
}

/** Runs work one piece after another; one that fails does not stop the next. */
export function inTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}

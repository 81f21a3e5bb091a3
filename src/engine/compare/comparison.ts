import type { CompareRow, CompareState, CompareView, MaskChoice } from '@shared/contract/compare'
import type { Failure } from '@shared/model'
import { failureOfOpening, type ByteSource } from '../source'
import { SftpError } from '../ssh'
import { compareTexts, type Compared } from './compare-texts'
import { rowPage } from './row-page'
import { MOST_BYTES, readParts, type SideBounds } from './side-text'
import { inSlices } from './slices'
import type { Took } from './slower-steps'

/** One side as a comparison reads it: it does not matter whether it is live, of an earlier run, a recording or a file. */
export interface ComparisonSide {
  source: ByteSource
  bounds: SideBounds
  /** How long scripts, and steps, of its run took (see `slowerOf`). */
  took: readonly Took[]
  /** Frees what was opened for this. */
  close(): void
}

export interface ComparisonOptions {
  compareId: string
  left: ComparisonSide
  right: ComparisonSide
  masks: MaskChoice
  /** Of the script that wrote the right side; null where it is not known. */
  exitCode: number | null
  send(state: CompareState): void
  onDefect(error: unknown): void
}

/** Progress is told at most this often (ms). */
const TELL_MS = 100
/** Reading is so much of the whole. */
const READING = 0.4
/** A log that is being looked for, or whose connection is being made, is waited for so long (ms). */
const WAIT_MS = 15_000

/** One comparison of a window: reads both sides once, compares them in slices of time, and answers for its rows. */
export class Comparison {
  private readonly ending = new AbortController()
  private compared: Compared | null = null
  private toldAt = -Infinity

  constructor(private readonly options: ComparisonOptions) {
    void this.run()
  }

  rows(view: CompareView, from: number, count: number): CompareRow[] {
    return this.compared ? rowPage(this.compared, view, from, count) : []
  }

  step(view: CompareView, from: number, direction: 'next' | 'previous'): { row: number; index: number } | null {
    return this.compared && this.compared.table.count > 0 ? this.compared.views.step(view, from, direction) : null
  }

  place(row: number, from: CompareView, to: CompareView): number {
    return this.compared && this.compared.table.count > 0 ? this.compared.views.place(row, from, to) : 0
  }

  end(): void {
    this.ending.abort()
    this.compared = null
  }

  private async run(): Promise<void> {
    const { left, right, masks, exitCode, onDefect } = this.options
    const { signal } = this.ending
    try {
      this.tell('reading', 0)
      await Promise.all([ready(left.source, signal), ready(right.source, signal)])
      const ends = [left, right].map(({ source, bounds }) => Math.min(bounds.to ?? Infinity, source.size()))
      const all = [left, right].reduce((sum, { bounds }, at) => sum + Math.min(MOST_BYTES, Math.max(0, ends[at]! - bounds.from)), 0)
      let read = 0
      const onBytes = (bytes: number): void => {
        read += bytes
        this.tell('reading', all === 0 ? READING : Math.min(READING, (READING * read) / all))
      }
      const inputs = []
      for (const [at, { source, bounds, took }] of [left, right].entries()) {
        const end = ends[at]!
        inputs.push({ parts: await readParts(source, { from: bounds.from, to: end }, signal, onBytes), start: bounds.from, end: Math.max(bounds.from, end), took })
      }
      const work = compareTexts(inputs[0]!, inputs[1]!, masks, exitCode)
      const compared = await inSlices(work, signal, (progress) => this.tell('comparing', READING + (1 - READING) * progress))
      if (!compared) return
      this.compared = compared
      this.send({ phase: 'done', progress: 1, summary: compared.summary, failure: null })
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof Refusal) this.send({ phase: 'failed', progress: 0, summary: null, failure: error.failure })
      else if (error instanceof SftpError) this.send({ phase: 'failed', progress: 0, summary: null, failure: error.kind === 'lost' ? LOST : failureOfOpening(right.source.path, error) })
      else onDefect(error)
    } finally {
      left.close()
      right.close()
    }
  }

  private tell(phase: 'reading' | 'comparing', progress: number): void {
    if (performance.now() - this.toldAt < TELL_MS) return
    this.toldAt = performance.now()
    this.send({ phase, progress, summary: null, failure: null })
  }

  private send(state: Omit<CompareState, 'compareId'>): void {
    if (!this.ending.signal.aborted) this.options.send({ compareId: this.options.compareId, ...state })
  }
}

class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.sentence)
  }
}

/** Resolves when a source can be read, with what it has; rejects when it cannot be, or not in time. */
async function ready(source: ByteSource, signal: AbortSignal): Promise<void> {
  const wanted = source.want('starting')
  const until = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  try {
    for (;;) {
      const condition = source.condition()
      if (condition.kind === 'live' || (condition.kind !== 'connecting' && source.size() > source.firstOffset())) return
      if (condition.kind === 'failed') throw new Refusal(condition.failure)
      if (until.aborted) throw new Refusal(condition.kind === 'waiting' ? MISSING : LOST)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          heard.dispose()
          until.removeEventListener('abort', done)
          resolve()
        }
        const heard = source.onChange(done)
        until.addEventListener('abort', done)
      })
    }
  } finally {
    wanted.dispose()
  }
}

const LOST: Failure = {
  code: 'CONNECTION_LOST',
  sentence: 'One of the two logs cannot be read now, since the connection is down.',
  nextStep: 'Compare again when the workspace is connected.',
}
const MISSING: Failure = { code: 'LOG_MISSING', sentence: 'One of the two logs does not exist.', nextStep: 'Choose another run, or another log.' }

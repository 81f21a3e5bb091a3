import type { LogProgress, SearchHit, SearchPattern } from '@shared/contract/search'
import type { LineMasker } from '@shared/text/mask'
import type { ByteSource } from '../source'
import { excerpt } from './excerpt'
import type { FoundLine } from './line-scanner'
import { changeOf, lineStart, LogLines, type LogLinesPorts } from './log-lines'
import { readyMatcher, type Matcher } from './matcher'
import { searchRemotely, type Exec, type FileProgram } from './remote-search'

/** A log that can be searched. */
export interface Searchable {
  source: ByteSource
  /** The log lies on another machine, so that reading it costs its network. */
  remote: boolean
  /** Runs a command where the log lies; null where that must not be. */
  exec: Exec | null
  /** Searches the file itself, where it lies on this machine; null, or left out, where nothing does. */
  program?: FileProgram | null
}

/** Where hits go. */
export interface HitSink {
  /** How many more hits are kept now. */
  room(): number
  hit(hit: SearchHit): void
  /** Waits until hits may come again. */
  ready(): Promise<void>
  /** The progress has changed. */
  moved(): void
}

/** Of a remote log that is read, more than its last 64 MiB only on request (bytes). */
const READ_AT_MOST_BYTES = 64 * 1024 * 1024
/** Smaller logs are not worth a command in the workspace (bytes). */
const WORTH_A_COMMAND_BYTES = 1024 * 1024
/** A log that is not connected yet is waited for this long before the search goes on with the next one (ms). */
const CONNECTING_MS = 5000

/** The search of one log: what is there, and then what is added to it until it is ended. */
export class LogSearch {
  readonly progress: LogProgress
  private readonly matcher: Matcher
  private lines: LogLines | null = null
  private readonly ports: LogLinesPorts
  /** Offset of the last hit that was kept; -1 when none was. */
  private lastKept = -1
  private kept = 0
  /** Hits kept that lie in older epochs than the newest. */
  private keptOlder = 0
  private collecting = false

  constructor(
    logId: string,
    private readonly log: Searchable,
    private readonly pattern: SearchPattern,
    private readonly readAll: boolean,
    private readonly sink: HitSink,
    private readonly signal: AbortSignal,
    private readonly masker: () => LineMasker | null = () => null,
  ) {
    this.matcher = readyMatcher(pattern)
    const sizeBytes = log.source.size() - log.source.firstOffset()
    this.progress = { logId, total: 0, scannedBytes: 0, sizeBytes, done: false, way: null, startedAt: null, failure: null }
    this.ports = {
      signal,
      fail: (failure) => {
        if (this.progress.failure === failure) return
        this.progress.failure = failure
        sink.moved()
      },
      moved: () => this.noteScanned(),
    }
  }

  /** Hits that were counted and not kept. */
  get left(): number {
    return this.progress.total - this.kept
  }

  /** Searches what is there now. What can be expected to fail is said by the progress. */
  async run(): Promise<void> {
    const { source } = this.log
    const wanted = source.want('visible')
    try {
      await this.known()
      const condition = source.condition()
      if (condition.kind === 'failed') this.progress.failure = condition.failure
      await this.searchAll()
    } finally {
      wanted.dispose()
      this.progress.done = !this.signal.aborted
      this.sink.moved()
    }
  }

  /** Searches what is added, until the search is ended. */
  async follow(): Promise<void> {
    const { source } = this.log
    while (this.lines && !this.signal.aborted) {
      const { next } = this.lines
      if (source.size() > next) await this.scan(source.size())
      // Nothing more, or nothing more that can be read: it goes on when something has changed.
      if (this.lines.next === next) await changeOf(source, this.signal)
      this.noteScanned()
    }
  }

  /** Waits for the first word on the log, but not as long as a question to the person may take. */
  private async known(): Promise<void> {
    const { source } = this.log
    const limit = AbortSignal.any([this.signal, AbortSignal.timeout(CONNECTING_MS)])
    while (source.condition().kind === 'connecting' && !limit.aborted) await changeOf(source, limit)
  }

  /** Keeps hits that were counted only. */
  async more(): Promise<void> {
    if (this.collecting || this.left <= 0) return
    this.collecting = true
    try {
      await this.collect()
    } finally {
      this.collecting = false
    }
  }

  private async searchAll(): Promise<void> {
    const { source } = this.log
    const first = source.firstOffset()
    const newest = source.epochStart()
    const large = source.size() - newest > WORTH_A_COMMAND_BYTES && !source.peek(newest, source.size())
    const program = large ? this.program : null
    // A program in the workspace sees the newest epoch; older ones are here or nowhere.
    this.startAt(program ? first : await this.readFrom(first), first)
    if (program) {
      await this.scan(newest)
      this.keptOlder = this.kept
      if (!(await this.runProgram(program, newest))) this.startAt(await this.readFrom(newest), newest)
    }
    await this.scan(source.size())
  }

  private get program(): FileProgram | null {
    const { exec, program, source } = this.log
    if (program || !exec) return program ?? null
    return (wanted, matcher, signal, onHit) => searchRemotely(exec, { ...wanted, path: source.path }, matcher, signal, onHit)
  }

  private startAt(offset: number, first: number): void {
    this.lines = new LogLines(this.log.source, this.matcher, offset, offset === first ? 1 : null, this.ports)
    if (offset > first) this.progress.startedAt = offset
    this.noteScanned()
  }

  /** Where reading begins: no more than the last 64 MiB are read, from the start of a line on. */
  private async readFrom(first: number): Promise<number> {
    const { source, remote } = this.log
    const from = source.size() - READ_AT_MOST_BYTES
    return this.readAll || !remote || from <= first ? first : lineStart(source, from, first, this.ports)
  }

  /** False when no program there could do it. */
  private async runProgram(program: FileProgram, newest: number): Promise<boolean> {
    const { source } = this.log
    const { total, kept } = { total: this.progress.total, kept: this.kept }
    const sizeBefore = source.size()
    const wanted = { keep: Math.max(1, this.sink.room()), skip: 0, count: true }
    const answer = await program(wanted, this.matcher, this.signal, async (line, way) => {
      this.progress.way = way
      await this.take({ ...line, offset: newest + line.offset })
      this.noteScanned(newest + line.offset)
    })
    if (this.signal.aborted) return true
    if (!answer) {
      // What came before it failed is found again; what was kept of it stays.
      this.progress.total = total + (this.kept - kept)
      return false
    }
    this.progress.way = answer.way
    this.progress.total += answer.rest
    const end = Math.min(source.size(), newest + (answer.readTo ?? sizeBefore - newest))
    const start = await lineStart(source, end, newest, this.ports)
    this.lines = new LogLines(source, this.matcher, start, null, this.ports)
    // The program counted its last line, whether or not that goes on: it is passed over here.
    for await (const _line of this.lines.until(end)) continue
    for (const _line of this.lines.flush()) continue
    this.noteScanned(end)
    return true
  }

  private async scan(end: number): Promise<void> {
    if (!this.lines) return
    if (this.lines.next < end) this.progress.way ??= 'read'
    for await (const line of this.lines.until(end)) await this.take(line)
    for (const line of this.lines.flush()) await this.take(line)
    this.noteScanned()
  }

  private async take(line: FoundLine): Promise<void> {
    this.progress.total++
    // Hits are kept in order, without holes.
    if (this.left === 1) await this.keep(line, this.matcher)
    this.sink.moved()
  }

  /** False when there is no room. */
  private async keep(line: FoundLine, matcher: Matcher): Promise<boolean> {
    if (line.offset <= this.lastKept) return true
    if (this.sink.room() <= 0) return false
    this.lastKept = line.offset
    this.kept++
    this.sink.hit({ logId: this.progress.logId, offset: line.offset, line: line.line, ...excerpt(line, matcher, this.masker()) })
    await this.sink.ready()
    return true
  }

  private async collect(): Promise<void> {
    const { source } = this.log
    const { program } = this
    const matcher = readyMatcher(this.pattern)
    const newest = source.epochStart()
    if (program && this.progress.way !== 'read' && this.lastKept >= newest) {
      const wanted = { keep: this.sink.room(), skip: this.kept - this.keptOlder, count: false }
      const answer = await program(wanted, matcher, this.signal, async (line) => {
        await this.keep({ ...line, offset: newest + line.offset }, matcher)
      })
      if (answer) return
    }
    const from = Math.max(this.lastKept, this.progress.startedAt ?? source.firstOffset())
    const lines = new LogLines(source, matcher, from, null, { ...this.ports, moved: () => {} })
    for await (const line of lines.until(this.lines?.next ?? 0)) if (!(await this.keep(line, matcher))) return
  }

  /** @param to offset that the search has come to, where that is not where the reading stands */
  private noteScanned(to = this.lines?.next ?? 0): void {
    const { source } = this.log
    const first = this.progress.startedAt ?? source.firstOffset()
    this.progress.sizeBytes = source.size() - first
    this.progress.scannedBytes = Math.max(this.progress.scannedBytes, Math.min(to, source.size()) - first)
    this.sink.moved()
  }
}

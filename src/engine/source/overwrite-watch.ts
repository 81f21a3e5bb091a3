import type { FileStat, Priority } from '../ssh'
import type { Epoch, EpochList } from './epoch-list'
import { sameLook } from './file-change'
import type { FileImage } from './file-image'
import { findFrontier, type Finding } from './frontier'
import { lineEndAt } from './frontier-line'
import { ReadBudget } from './read-budget'

/** Times of change have a grain of 1 s, so a file may change without a sign for a while after a change (ms). */
const SILENT_MS = 2500
const LF = 0x0a
/** Time between two looks at content without a sign: of a file that is being overwritten, and of any other (ms). */
const PERIOD = { inside: 100, whole: 250 }
/** How long nothing differs before the likely end of a line counts (ms). */
const LINE_MS = 300
/** A brief look at the beginning, and behind the frontier (bytes). */
const BRIEF_BYTES = 4 * 1024
/** Of the end of what the run before had written, so much is compared at least and at most (bytes). */
const END_BYTES = 256
const PIECE_BYTES = 256 * 1024
/** The first read of a thorough look (bytes). */
const FIRST_BYTES = 32 * 1024
/** A file up to this size is looked at thoroughly at each sign (bytes). */
const SMALL_BYTES = 64 * 1024
/** So much of a file, from its first byte on, is held, so that a run that overwrites it is seen (bytes). */
export const HELD_BYTES = 1024 * 1024
/** Remembered behind the frontier where nothing is held (bytes). */
const AHEAD_BYTES = 64 * 1024
const AHEAD_LEAST = 16 * 1024

export interface OverwritePorts {
  epochs: EpochList
  image: FileImage
  /** Reads the newest epoch's file; rejects when it cannot be read. */
  read(from: number, length: number, priority: Priority): Promise<Buffer>
  now(): number
  /** A new run of this log is known to have begun, and the file has changed since. */
  expected(): boolean
  /** A run writes the file anew from its first byte and has come to `end`, or to `most` at most. Begins an epoch. */
  onRun(end: number, most: number): void
  /** The newest run has come to `end`, or to `most` at most. */
  onMoved(end: number, most: number): void
  /** The file was read up to `end`, where it ended then. */
  onEnd(end: number): void
  /** A check failed: the connection went, or a defect. */
  onError(error: unknown): void
}

/** Why a file's content is looked at: it changed without growing, it grew, nothing told, or it has been still since a change. */
type Reason = 'touched' | 'grown' | 'silence' | 'settled'

/**
 * Sees by content that a file is overwritten in place, as Coder's agent has scripts write their logs: without truncating,
 * from byte 0 on, so that its size, and often its time of change, stay. Compares what is read with what is held, whenever
 * a look at the file gives a reason to, within a budget of bytes.
 */
export class OverwriteWatch {
  private fileBytes = 0
  private touchedAt = -Infinity
  private checkedAt = -Infinity
  private movedAt = -Infinity
  private unsettled = false
  private doubted = false
  /** The last change was growth, which may have been a run that outgrew the one before between two looks. */
  private grew = false
  /** Size of the file (bytes) before it grew since it was checked last. */
  private grewFrom: number | null = null
  private busy = false
  /** After the last byte of the newest run that is proved to be its own; what follows up to the frontier is a guess. */
  private proven: { run: Epoch; end: number } | null = null
  /** Where the line at the frontier most probably ends. */
  private likely = 0
  private readonly budget: ReadBudget

  constructor(private readonly ports: OverwritePorts) {
    this.budget = new ReadBudget(ports.now)
  }

  /** The newest run ends before the file does. */
  get inside(): boolean {
    const { newest } = this.ports.epochs
    return newest.under !== null && newest.length < this.fileBytes
  }

  /** Goes on with what an earlier life of the app knew of the file. */
  restore(fileBytes: number): void {
    this.fileBytes = fileBytes
    if (!this.inside) return
    // How much of its last line was a guess is not known any more.
    const { newest } = this.ports.epochs
    const from = Math.max(0, newest.length - BRIEF_BYTES)
    const end = this.ports.image.whole(from, newest.length)
    this.proven = end && { run: newest, end: from + end.subarray(0, -1).lastIndexOf(LF) + 1 }
  }

  /** The file may have changed unseen: its content is looked at next. */
  doubt(): void {
    this.doubted = true
    this.budget.fill()
  }

  /** A look at the file; `before` is the one before it, null at first. */
  look(before: FileStat | null, look: FileStat): void {
    const at = this.ports.now()
    this.fileBytes = look.sizeBytes
    const moved = before === null || this.doubted || !sameLook(before, look)
    const quietMs = at - this.touchedAt
    if (moved) {
      this.touchedAt = at
      this.unsettled = true
      this.grew = before !== null && look.sizeBytes > before.sizeBytes
      if (before !== null && this.grew) this.grewFrom ??= before.sizeBytes
    }
    const reason = this.reason(at, moved, this.doubted ? Infinity : quietMs)
    this.doubted = false
    if (before === null || reason === null || this.busy) return
    if (reason === 'settled') this.unsettled = false
    this.busy = true
    this.checkedAt = at
    this.check(reason).then(
      () => {
        this.busy = false
      },
      (error: unknown) => {
        this.busy = false
        this.unsettled = true
        this.ports.onError(error)
      },
    )
  }

  /** Compares the whole file with what is held; true when an epoch began for that. */
  async confirm(): Promise<boolean> {
    const { newest } = this.ports.epochs
    await this.search(0, HELD_BYTES, 'view', false)
    return this.ports.epochs.newest !== newest
  }

  private reason(at: number, moved: boolean, quietMs: number): Reason | null {
    if (moved) return this.grew ? (quietMs > SILENT_MS && this.pays() ? 'grown' : null) : 'touched'
    if (this.inside && this.likely > this.ports.epochs.newest.length && at - this.movedAt >= LINE_MS) return 'silence'
    if (at - this.touchedAt >= SILENT_MS) return this.unsettled && this.pays() ? 'settled' : null
    return at - this.checkedAt >= (this.inside ? PERIOD.inside : PERIOD.whole) ? 'silence' : null
  }

  private pays(): boolean {
    return this.budget.take(Math.min(this.fileBytes, HELD_BYTES))
  }

  private async check(reason: Reason): Promise<void> {
    const { epochs } = this.ports
    if (reason === 'grown' || reason === 'settled' || (reason === 'touched' && (this.fileBytes <= SMALL_BYTES || this.pays()))) {
      await this.search(0, HELD_BYTES, reason === 'touched' ? 'view' : 'bulk', this.grew && reason !== 'touched' && (await this.wentOver()))
      const { length } = epochs.newest
      if (this.inside && length + BRIEF_BYTES > HELD_BYTES) await this.search(length, HELD_BYTES, 'bulk', false)
    } else {
      const { newest } = epochs
      const differs = await this.headDiffers(newest.length)
      if (epochs.newest !== newest) return
      if (differs) await this.search(0, HELD_BYTES, 'view', false)
      else if (this.inside) await this.search(newest.length, 0, 'view', false)
    }
    this.endLine()
    await this.lookAhead()
  }

  /**
   * Whether a file has grown because a run went over all that was there, and further. The run before may have written on
   * instead, and another one begun after that: then the last quarter of what was there is still there.
   */
  private async wentOver(): Promise<boolean> {
    const to = this.grewFrom
    this.grewFrom = null
    if (to === null || !(await this.headDiffers(to))) return true
    const from = to - Math.min(to, PIECE_BYTES, Math.max(END_BYTES, Math.ceil(to / 4)))
    const held = this.ports.image.whole(from, to)
    return !held || !(await this.ports.read(from, to - from, 'bulk')).equals(held)
  }

  /** Whether the first 4 KiB differ, of which `most` bytes can be held. */
  private async headDiffers(most: number): Promise<boolean> {
    const to = Math.min(BRIEF_BYTES, most)
    const held = this.ports.image.whole(0, to)
    if (!held || to === 0) return false
    const now = await this.ports.read(0, to, 'view')
    return now.length === to && !now.equals(held)
  }

  /**
   * Looks forward from `from` for what differs, over at most `reach` bytes where nothing does, and tells of it piece by
   * piece. `grown`: the file has just grown, so that a run that differs wrote up to its end.
   */
  private async search(from: number, reach: number, priority: Priority, grown: boolean): Promise<void> {
    const { epochs, image, read, onEnd } = this.ports
    const frontier = epochs.newest.length
    const size = this.fileBytes
    let mine = epochs.newest
    let told = from
    let isRun = false
    const first = reach > 0 ? FIRST_BYTES : BRIEF_BYTES
    await findFrontier((at, length) => read(at, length, priority), image, from, size, first, (piece, found) => {
      // The file was replaced meanwhile.
      if (epochs.newest !== mine) return false
      const news = found.end > told
      if (news) {
        told = found.end
        const proven = this.proven?.run === mine ? this.proven.end : frontier
        const another = !isRun && (found.first < Math.min(frontier, proven) || this.ports.expected())
        // The run had stopped in the middle of a line, and what was taken for its rest was the old run's.
        if (!another && !isRun && found.first < frontier) epochs.correct(piece.from, piece.bytes.subarray(0, Math.max(0, frontier - piece.from)))
        this.tell(found, another, grown ? size : 0)
        isRun ||= epochs.newest !== mine
        mine = epochs.newest
      } else image.learn(piece.from, piece.bytes)
      const end = piece.from + piece.bytes.length
      if (end >= size && !this.inside) onEnd(end)
      // A large file that does not differ is held and compared at its beginning only.
      return news || (reach > 0 && found.first >= 0) || end - from < reach
    })
  }

  private tell(found: Finding, isRun: boolean, atLeast: number): void {
    const { end, around } = found
    const { newest } = this.ports.epochs
    const old = isRun ? newest : newest.under
    const base = around?.from ?? 0
    const held = (from: number, to: number) => old && this.ports.image.whole(base + from, base + to, old)
    const line = around ? lineEndAt(around.bytes, end - base, held, base === 0) : { sure: end, likely: end }
    const sure = Math.max(base + line.sure, atLeast)
    this.movedAt = this.ports.now()
    this.likely = base + line.likely
    const most = Math.max(sure, found.most)
    if (isRun) this.ports.onRun(sure, most)
    else this.ports.onMoved(sure, most)
    this.proven = { run: this.ports.epochs.newest, end: Math.max(end, atLeast) }
  }

  /** The line at the frontier has been still for a moment. */
  private endLine(): void {
    const { likely } = this
    if (!this.inside || likely <= this.ports.epochs.newest.length || this.ports.now() - this.movedAt < LINE_MS) return
    this.likely = 0
    this.ports.onMoved(Math.min(likely, this.fileBytes), likely)
  }

  /** Where nothing is held behind the frontier, what stands there now is remembered, so that the next writing is seen. */
  private async lookAhead(): Promise<void> {
    if (!this.inside) return
    const { epochs, image, read } = this.ports
    const { newest } = epochs
    const from = newest.length
    if (image.whole(from, Math.min(this.fileBytes, from + AHEAD_LEAST))) return
    const bytes = await read(from, AHEAD_BYTES, 'bulk')
    if (epochs.newest === newest && newest.length === from) image.lookAhead(from, bytes)
  }
}

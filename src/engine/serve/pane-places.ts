import type { RequestParams, RequestResults } from '@shared/contract/port'
import { COPY_LENGTH } from '@shared/contract/places'
import type { Failure, Result } from '@shared/model'
import { countLinesThere, findLineThere, findTime } from '../search'
import type { ByteSource } from '../source'
import { SftpError } from '../ssh'
import { copiedText, lineNumbersOf, linePage, stepLevel, type LineFilter, type LineMasks } from '../window'
import { notFound } from './answers'
import type { SearchablePort } from './window-searches'

interface OpenPane {
  logId: string
  source: ByteSource
  ending: AbortController
  filter: LineFilter | null
  masks: LineMasks
  /** The step between errors or warnings that is under way. */
  stepping: AbortController | null
}

/** Line numbers are looked for by reading, where no command may run, within so many bytes of what is counted. */
const READ_AT_MOST_BYTES = 64 * 1024 * 1024
const STEP_BYTES = 256 * 1024

/** Places of one window's panes by line and by time. */
export class PanePlaces {
  private readonly panes = new Map<string, OpenPane>()

  constructor(private readonly searchable: SearchablePort) {}

  open(paneId: string, logId: string, source: ByteSource, masks: LineMasks): void {
    this.panes.set(paneId, { logId, source, masks, ending: new AbortController(), filter: null, stepping: null })
  }

  /** What the pane shows of its log, and so what is copied of it. */
  setFilter(paneId: string, filter: LineFilter | null): void {
    const pane = this.panes.get(paneId)
    if (pane) pane.filter = filter
  }

  /** What is hidden in the pane, and so in what is copied and saved of it. */
  masksOf(paneId: string): LineMasks | null {
    return this.panes.get(paneId)?.masks ?? null
  }

  filterOf(paneId: string): LineFilter | null {
    return this.panes.get(paneId)?.filter ?? null
  }

  sourceOf(paneId: string): ByteSource | null {
    return this.panes.get(paneId)?.source ?? null
  }

  closePane(paneId: string): void {
    this.panes.get(paneId)?.ending.abort()
    this.panes.delete(paneId)
  }

  close(): void {
    for (const paneId of [...this.panes.keys()]) this.closePane(paneId)
  }

  async line({ paneId, offset }: RequestParams<'pane.line'>): Promise<Result<RequestResults['pane.line']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    const numbers = lineNumbersOf(pane.source)
    const at = Math.min(offset, pane.source.size())
    const line = await orNull(numbers.lineAt(at))
    const around = numbers.around(at)
    // Only the newest epoch is a file that a command can count in.
    const canCount = line === null && around !== null && around.epoch === pane.source.epochStart() && this.exec(pane) !== null
    return { ok: true, value: { line, epochStart: around?.epoch ?? pane.source.epochStart(), canCount } }
  }

  async count({ paneId, offset }: RequestParams<'pane.count'>): Promise<Result<RequestResults['pane.count']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    const { source, ending } = pane
    const numbers = lineNumbersOf(source)
    const around = numbers.around(offset)
    const exec = this.exec(pane)
    if (!around || around.epoch !== source.epochStart() || !exec) return refuse('These lines cannot be counted in the workspace.', 'Bytes show where you are.')
    if (around.base === null) {
      const newlines = await countLinesThere(exec, source.path, around.from - around.epoch, ending.signal)
      if (newlines === null) return refuse('The workspace could not count the lines.', 'Bytes show where you are.')
      numbers.anchor(around.from, newlines, false)
    }
    const line = await orNull(numbers.lineAt(offset))
    return line === null ? refuse('The log has changed while its lines were counted.', 'Count them once more.') : { ok: true, value: { line } }
  }

  async find({ paneId, place }: RequestParams<'pane.find-place'>): Promise<Result<RequestResults['pane.find-place']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    if (place.kind === 'time') {
      const offset = await orNull(findTime(pane.source, place.timeMs, pane.ending.signal))
      return offset === null ? refuse('The lines of this log carry no times that can be read.', 'Go to a line, a percentage or a byte instead.') : { ok: true, value: { offset } }
    }
    return this.findLine(pane, place.line)
  }

  async stepLevel({ paneId, level, direction, from }: RequestParams<'pane.step-level'>): Promise<Result<RequestResults['pane.step-level']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    pane.stepping?.abort()
    const stepping = (pane.stepping = new AbortController())
    const signal = AbortSignal.any([pane.ending.signal, stepping.signal])
    const step = await orNull(stepLevel(pane.source, { level, direction, from }, signal))
    return step ? { ok: true, value: step } : refuse('The log could not be read now.', 'Try it again when the connection is back.')
  }

  async linePage({ paneId, offset, from }: RequestParams<'pane.line-page'>): Promise<Result<RequestResults['pane.line-page']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    const page = await orNull(linePage(pane.source, offset, from, pane.masks))
    return page ? { ok: true, value: page } : refuse('The line could not be read now.', 'Open it again when the connection is back.')
  }

  async copy({ paneId, range, colours = false }: RequestParams<'pane.copy'>): Promise<Result<RequestResults['pane.copy']>> {
    const pane = this.panes.get(paneId)
    if (!pane) return notFound('pane')
    const bytes = Math.max(0, Math.min(range.to.offset, pane.source.size()) - range.from.offset)
    const tooLong = { ok: true, value: { text: null, bytes } } as const
    if (bytes > COPY_LENGTH) return tooLong
    let text = ''
    const taken = await orNull(
      (async () => {
        for await (const piece of copiedText(pane.source, range, pane.ending.signal, pane.filter, { colours, masks: pane.masks })) {
          text += piece.text
          if (text.length > COPY_LENGTH) break
        }
        return true
      })(),
    )
    if (!taken) return refuse('The selected text could not be read now.', 'Copy it again when the connection is back.')
    return text.length > COPY_LENGTH ? tooLong : { ok: true, value: { text, bytes } }
  }

  private async findLine(pane: OpenPane, line: number): Promise<Result<RequestResults['pane.find-place']>> {
    const { source, ending } = pane
    const numbers = lineNumbersOf(source)
    const epoch = source.epochStart()
    const known = await orNull(numbers.offsetOf(line, epoch))
    if (known !== null) return inside(source, known, line)
    const counted = await this.countedTo(pane, line)
    if (counted !== null) return inside(source, counted, line)
    const exec = this.exec(pane)
    if (exec && source.size() - numbers.fromStart(epoch).to > STEP_BYTES) {
      const bytes = await findLineThere(exec, source.path, line - 1, ending.signal)
      if (bytes !== null && epoch + bytes < source.size()) {
        numbers.anchor(epoch + bytes, line - 1, true)
        return { ok: true, value: { offset: epoch + bytes } }
      }
      if (bytes !== null) return tooFew()
    }
    return this.readTo(source, line, ending.signal)
  }

  /** Where lines are counted in the background anyway, that is waited for. */
  private async countedTo({ source, ending }: OpenPane, line: number): Promise<number | null> {
    const numbers = lineNumbersOf(source)
    while (numbers.indexing?.behind && !ending.signal.aborted) {
      await numbers.indexing.step()
      const offset = await orNull(numbers.offsetOf(line, source.epochStart()))
      if (offset !== null) return offset
    }
    return null
  }

  /** Reads on from what is counted. */
  private async readTo(source: ByteSource, line: number, signal: AbortSignal): Promise<Result<RequestResults['pane.find-place']>> {
    const numbers = lineNumbersOf(source)
    const epoch = source.epochStart()
    const begin = numbers.fromStart(epoch).to
    for (let at = begin; at < source.size() && at - begin < READ_AT_MOST_BYTES; at = numbers.fromStart(epoch).to) {
      const result = await orNull(source.read(at, STEP_BYTES, 'bulk', signal))
      if (!result || result.kind === 'gone' || result.bytes.length === 0) break
      numbers.note(at, result.bytes)
      const offset = await orNull(numbers.offsetOf(line, epoch))
      if (offset !== null) return inside(source, offset, line)
    }
    const { to, lines } = numbers.fromStart(epoch)
    if (to >= source.size()) return tooFew(lines + 1)
    return refuse(`Lines are known up to line ${lines.toLocaleString('en-US')}.`, 'Go to a percentage or a byte instead.')
  }

  private exec({ logId }: OpenPane) {
    return this.searchable(logId)?.exec ?? null
  }
}

/** A line begins there, or only ends there: behind the last newline of a log there is no line. */
function inside(source: ByteSource, offset: number, line: number): Result<{ offset: number }> {
  return offset < source.size() || offset === source.epochStart() ? { ok: true, value: { offset } } : tooFew(line)
}

function tooFew(line?: number): Result<never> {
  const least = line === undefined ? 'so many lines' : `a line ${line.toLocaleString('en-US')}`
  return refuse(`This log does not have ${least}.`, 'Enter a smaller number.')
}

function refuse(sentence: string, nextStep: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'NOT_FOUND', sentence, nextStep } }
}

/** A connection that goes away while something is looked for leaves it unknown; it comes back by itself. */
async function orNull<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking
  } catch (error) {
    if (error instanceof SftpError || (error instanceof Error && error.name === 'AbortError')) return null
    throw error
  }
}

import { randomUUID } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import type { RequestParams, RequestResults } from '@shared/contract/port'
import type { Failure, Result } from '@shared/model'
import type { ByteSource } from '../source'
import { SftpError } from '../ssh'
import { copiedText, type LineFilter } from '../window'

/** Progress is told at most this often (ms). */
const TELL_MS = 100

export interface PaneSavesPorts {
  /** The file that the person chose under this ticket, once; null when there is none. Main alone hands them out. */
  fileOf(ticket: string): string | null
  told(progress: { paneId: string; doneBytes: number; totalBytes: number }): void
}

/** Selections of one window's panes on their way into files. */
export class PaneSaves {
  private readonly underWay = new Map<string, AbortController>()

  constructor(private readonly ports: PaneSavesPorts) {}

  cancel(paneId: string): void {
    this.underWay.get(paneId)?.abort()
  }

  close(): void {
    for (const ending of this.underWay.values()) ending.abort()
  }

  /** Writes the text of a range into the chosen file. What stood there stays until all of it is written, so also when it is cancelled or fails. */
  async save({ paneId, range, ticket }: RequestParams<'pane.save'>, source: ByteSource, filter: LineFilter | null = null): Promise<Result<RequestResults['pane.save']>> {
    const path = this.ports.fileOf(ticket)
    if (path === null) return refuse('The file was not chosen.', 'Choose it once more.')
    this.cancel(paneId)
    const ending = new AbortController()
    this.underWay.set(paneId, ending)
    try {
      const bytes = await this.write(path, { source, filter }, range, ending.signal, (doneBytes, totalBytes) => this.ports.told({ paneId, doneBytes, totalBytes }))
      return { ok: true, value: { bytes } }
    } catch (error) {
      if (ending.signal.aborted) return refuse('Saving was cancelled.', 'Nothing was kept.')
      if (error instanceof SftpError) return refuse('The connection was lost while saving.', 'Save it again when it is back.')
      return refuse(`The file could not be written: ${reason(error)}.`, 'Choose another place.')
    } finally {
      if (this.underWay.get(paneId) === ending) this.underWay.delete(paneId)
    }
  }

  private async write(
    path: string,
    { source, filter }: { source: ByteSource; filter: LineFilter | null },
    range: RequestParams<'pane.save'>['range'],
    signal: AbortSignal,
    tell: (doneBytes: number, totalBytes: number) => void,
  ): Promise<number> {
    const part = `${path}.${randomUUID()}.part`
    const file = await open(part, 'wx', 0o600)
    const totalBytes = Math.max(1, Math.min(range.to.offset, source.size()) - range.from.offset)
    let written = 0
    let toldAt = 0
    try {
      for await (const { text, at } of copiedText(source, range, signal, filter)) {
        signal.throwIfAborted()
        written += (await file.write(text)).bytesWritten
        if (performance.now() - toldAt < TELL_MS) continue
        toldAt = performance.now()
        tell(Math.min(totalBytes, at - range.from.offset), totalBytes)
      }
      written += (await file.write('\n')).bytesWritten
      await file.close()
      await rename(part, path)
      return written
    } catch (error) {
      await file.close().catch(() => undefined)
      await unlink(part).catch(() => undefined)
      throw error
    }
  }
}

/** What the system says of a file that cannot be written, in a word or two. */
function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { ENOSPC: 'the disk is full', EACCES: 'it may not be written', EISDIR: 'it is a folder', EROFS: 'the disk can only be read' }[code] ?? (code || 'the reason is not known')
}

function refuse(sentence: string, nextStep: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'READ_FAILED', sentence, nextStep } }
}

import { basename, dirname } from 'node:path'
import type { ExportEvent } from '@shared/contract/history'
import type { RequestParams, RequestResults } from '@shared/contract/port'
import type { Failure, Result } from '@shared/model'
import { APP_VERSION } from '@shared/version'
import { formatDuration } from '@shared/text/units'
import { evidenceText, importRecording, openRecording, previewMasks, removedBefore, writeExport, type ExportOptions, type ExportSubject, type RecordingKeyring, type RecordingList, type SavedRecording } from '../recordings'
import type { SavedRuns } from '../workspaces'
import { DONE, notFound } from './answers'
import { searchRecording, historyMatcher } from './history-search'

export interface HistoryPorts {
  list: RecordingList
  keys: RecordingKeyring
  runs: SavedRuns
  /** Rules of the person for what is hidden. */
  ownMasks(): readonly string[]
  /** The file that the person chose under this ticket, once; null when there is none. */
  fileOf(ticket: string): string | null
  tellWorkspaces(): void
  tell(event: ExportEvent): void
}

type Name = Extract<keyof RequestResults, `history.${string}` | `export.${string}`>
type Handlers = { [N in Name]: (params: RequestParams<N>) => Promise<Result<RequestResults[N]>> }

const PREVIEW_LINES = 500
const MOST_HITS = 500
/** Progress is told at most this often (ms). */
const TELL_MS = 100

/** What a window may ask about saved runs. */
export class HistoryRequests {
  private searching = new AbortController()
  private exporting = new AbortController()

  constructor(private readonly ports: HistoryPorts) {}

  stop(): void {
    this.searching.abort()
    this.exporting.abort()
  }

  readonly handlers: Handlers = {
    'history.list': async () => {
      const recordings = (await this.ports.list.list()).map((one) => ({ ...one, changed: this.ports.runs.hasChanged(one.id) }))
      return { ok: true, value: { recordings, removed: await removedBefore(this.ports.list.root) } }
    },
    'history.open': ({ id }) => this.open(id),
    'history.pin': async ({ id, pinned }) => ((await this.ports.list.pin(id, pinned)) ? DONE : notFound('recording')),
    'history.note': async ({ id, note }) => ((await this.ports.list.write(id, note)) ? DONE : notFound('recording')),
    'history.delete': async ({ id }) => {
      this.ports.runs.closeRecording(id)
      return (await this.ports.list.remove(id)) ? DONE : { ok: false, failure: inUse }
    },
    'history.import': async ({ ticket }) => {
      const path = this.ports.fileOf(ticket)
      return path === null ? notChosen : this.takeIn(path)
    },
    'history.search': (params) => this.search(params),
    'export.preview': ({ id, emails }) =>
      this.with(id, async (recording, signal) => ({ ok: true, value: await previewMasks(subjectOf(recording), this.options(false, emails), PREVIEW_LINES, signal) })),
    'export.start': ({ id, format, raw, emails, ticket }) =>
      this.with(id, async (recording, signal) => {
        const path = this.ports.fileOf(ticket)
        if (path === null) return notChosen
        let toldAt = 0
        const tell = (progress: { doneBytes: number; totalBytes: number }): void => {
          if (performance.now() - toldAt < TELL_MS) return
          toldAt = performance.now()
          this.ports.tell({ event: 'export.progress', ...progress })
        }
        try {
          return { ok: true, value: await writeExport(path, subjectOf(recording), format, this.options(raw, emails), signal, tell) }
        } catch (error) {
          const code = error instanceof Error && 'code' in error ? String(error.code) : ''
          if (!signal.aborted && !code) throw error
          return { ok: false, failure: signal.aborted ? cancelled : notWritten(code) }
        }
      }),
    'export.cancel': () => {
      this.exporting.abort()
      return Promise.resolve(DONE)
    },
    'export.evidence': ({ id }) =>
      this.with(id, async (recording, signal) => {
        const { workspace, agent, run, logs } = recording.manifest()
        const place = run.verdict.cause ?? run.verdict.evidence[0] ?? null
        const log = place && logs.find(({ path }) => path === place.path)
        const source = log && recording.source(log.name)
        const subject = {
          title: `${agent.name} of ${workspace.name}`,
          sentence: run.verdict.sentence,
          cause: run.verdict.cause?.sentence ?? null,
          log: place && log && source ? { title: log.title, source, offset: place.offset } : null,
        }
        return { ok: true, value: { text: await evidenceText(subject, this.options(false, false), signal) } }
      }),
  }

  /** A recording or a support bundle that the person chose to open (absolute path): it is taken in, and opened from there. */
  async openFile(path: string): Promise<Result<{ agentId: string }>> {
    const { list } = this.ports
    const own = dirname(path) === list.root && list.folder(basename(path)) === path ? basename(path) : null
    const taken = own === null ? await this.takeIn(path) : { ok: true as const, value: { id: own } }
    return taken.ok ? this.open(taken.value.id) : taken
  }

  private async open(id: string): Promise<Result<{ workspaceId: string; agentId: string }>> {
    const folder = this.ports.list.folder(id)
    if (!folder) return notFound('recording')
    const opened = await this.ports.runs.open(id, folder)
    if (opened.ok) this.ports.tellWorkspaces()
    return opened
  }

  private async takeIn(path: string): Promise<Result<{ id: string }>> {
    const { list, keys } = this.ports
    const taken = await importRecording(path, { root: list.root, open: openRecording, keyOf: keys.keyOf, app: APP_VERSION, nowMs: Date.now }, new AbortController().signal)
    // It may be old, and the person wants it all the same.
    if (taken.ok) await list.pin(taken.value.id, true)
    return taken
  }

  private options(raw: boolean, emails: boolean): ExportOptions {
    return { raw, masks: { emails, own: this.ports.ownMasks() } }
  }

  /** Opens a recording for one piece of work; the next piece of that kind ends it. */
  private async with<T>(id: string, work: (recording: SavedRecording, signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    this.exporting.abort()
    this.exporting = new AbortController()
    const { signal } = this.exporting
    const folder = this.ports.list.folder(id)
    const opened = folder ? await openRecording(folder, this.ports.keys.keyOf) : notFound('recording')
    if (!opened.ok) return opened
    try {
      return await work(opened.value, signal)
    } catch (error) {
      if (signal.aborted) return { ok: false, failure: cancelled }
      throw error
    } finally {
      opened.value.close()
    }
  }

  private async search({ text, regex }: RequestParams<'history.search'>): Promise<Result<RequestResults['history.search']>> {
    const matcher = historyMatcher(text, regex)
    if (!matcher.ok) return matcher
    this.searching.abort()
    this.searching = new AbortController()
    const { signal } = this.searching
    const found: RequestResults['history.search'] = { hits: [], more: false, searched: 0 }
    for (const { id } of await this.ports.list.list()) {
      const folder = this.ports.list.folder(id)
      const opened = folder ? await openRecording(folder, this.ports.keys.keyOf) : null
      if (!opened?.ok) continue
      try {
        found.more = await searchRecording(id, opened.value, matcher.value, found.hits, MOST_HITS, signal)
        found.searched++
      } finally {
        opened.value.close()
      }
      if (found.more || signal.aborted) break
    }
    return { ok: true, value: found }
  }
}

function subjectOf(recording: SavedRecording): ExportSubject {
  const manifest = recording.manifest()
  const { workspace, agent, run, savedMs } = manifest
  const logs = manifest.logs.flatMap(({ name, title, path }) => {
    const source = recording.source(name)
    return source ? [{ name, title, path, source }] : []
  })
  const when = new Date(run.startedMs ?? savedMs).toISOString().replace('T', ' ').slice(0, 19)
  const took = run.verdict.durationMs === null ? '' : `, it took ${formatDuration(run.verdict.durationMs)}`
  return { title: `${agent.name} of ${workspace.name}, ${when} UTC`, facts: [`${run.verdict.sentence.replace(/\.$/, '')}${took}.`, ...(run.verdict.cause ? [run.verdict.cause.sentence] : [])], logs, manifest }
}

const notChosen: { ok: false; failure: Failure } = { ok: false, failure: { code: 'REQUEST_INVALID', sentence: 'The file was not chosen.', nextStep: 'Choose it once more.' } }
const inUse: Failure = { code: 'NOT_FOUND', sentence: 'This run is still being recorded.', nextStep: 'Close its tab, or delete it later.' }
const cancelled: Failure = { code: 'EXPORT_FAILED', sentence: 'The export was cancelled.', nextStep: 'Nothing was kept of it.' }

function notWritten(code: string): Failure {
  const why = { ENOSPC: 'the disk is full', EACCES: 'it may not be written', EROFS: 'the disk can only be read', EISDIR: 'it is a folder' }[code] ?? `the system says ${code}`
  return { code: 'EXPORT_FAILED', sentence: `The file could not be written, since ${why}.`, nextStep: 'Choose another place.' }
}

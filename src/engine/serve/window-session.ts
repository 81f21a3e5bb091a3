import { checkToEngine, type EngineEvent, type FromEngine, type RequestName, type RequestParams, type SignalName, type SignalParams } from '@shared/contract/port'
import type { Result } from '@shared/model'
import type { LineMasker } from '@shared/text/mask'
import { LineMasks, PaneSession } from '../window'
import type { ByteSource } from '../source'
import { DONE, INTERNAL, notFound } from './answers'
import type { OpenedAgents } from './opened-agents'
import type { Requests } from './requests'
import { makeFilter, type MadeFilter } from './pane-filter'
import { PanePlaces } from './pane-places'
import { PaneSaves } from './pane-saves'
import type { CompareSidesOf } from './compare-sides'
import { WindowCompares } from './window-compares'
import { WindowSearches, type SearchablePort } from './window-searches'

/** One window's port: messages in, messages out. */
export interface WindowPort {
  post(message: FromEngine): void
  /** `message` is unchecked; the engine checks it. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

export interface WindowSessionPorts {
  requests: Requests
  /** What all windows have open. */
  opened: OpenedAgents
  /** The source of a log; null when the log is not known. */
  source(params: RequestParams<'pane.open'>): ByteSource | null
  searchable: SearchablePort
  /** What can be compared. */
  compareSides: CompareSidesOf
  /** The file that the person chose under this ticket; null when there is none. */
  fileOf(ticket: string): string | null
  /** What finds secrets in lines on screen; null where none are to be hidden. */
  masker(): LineMasker | null
  note(level: 'info' | 'warn' | 'error', text: string): void
  onClose(): void
}

/** One window: checks what it asks, answers it, and holds its panes and searches. */
export class WindowSession {
  private readonly panes = new Map<string, PaneSession>()
  /** Lines of a pane's filter that are unfolded (offsets). */
  private readonly unfolded = new Map<string, Set<number>>()
  private readonly searches: WindowSearches
  private readonly compares: WindowCompares
  private readonly places: PanePlaces
  private readonly saves: PaneSaves

  constructor(
    private readonly port: WindowPort,
    private readonly ports: WindowSessionPorts,
  ) {
    this.searches = new WindowSearches({
      searchable: ports.searchable,
      masker: () => ports.masker(),
      send: (results) => this.send({ event: 'search.results', results }),
      onDefect: (error) => ports.note('error', `search: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    })
    this.compares = new WindowCompares({
      sides: ports.compareSides,
      send: (state) => this.send({ event: 'compare.state', state }),
      onDefect: (error) => ports.note('error', `compare: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    })
    this.saves = new PaneSaves({ fileOf: (ticket) => ports.fileOf(ticket), told: (progress) => this.send({ event: 'pane.saving', ...progress }) })
    this.places = new PanePlaces(ports.searchable)
    port.onMessage((message) => this.take(message))
    port.onClose(() => this.close())
  }

  send(event: EngineEvent): void {
    this.port.post({ type: 'event', ...event })
  }

  close(): void {
    for (const pane of this.panes.values()) pane.close()
    this.panes.clear()
    this.searches.close()
    this.compares.close()
    this.places.close()
    this.saves.close()
    this.ports.opened.forget(this)
    this.ports.onClose()
  }

  private take(unchecked: unknown): void {
    const message = checkToEngine(unchecked)
    if (message.type === 'refused') {
      this.ports.note('warn', message.failure.sentence)
      if (message.id !== null) this.respond(message.id, { ok: false, failure: message.failure })
      return
    }
    if (message.type === 'signal') return this.signal(message.name, message.params)
    const { id, name, params } = message
    void this.answer(name, params).then(
      (result) => this.respond(id, result),
      (error: unknown) => {
        this.ports.note('error', `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
        this.respond(id, { ok: false, failure: INTERNAL })
      },
    )
  }

  private async answer(name: RequestName, params: RequestParams<RequestName>): Promise<Result<unknown>> {
    switch (name) {
      case 'pane.open':
        return this.openPane(params as RequestParams<'pane.open'>)
      case 'pane.close':
        this.closePane((params as RequestParams<'pane.close'>).paneId)
        return DONE
      case 'pane.move': {
        const { paneId, to } = params as RequestParams<'pane.move'>
        this.panes.get(paneId)?.move(to)
        return this.panes.has(paneId) ? DONE : notFound('pane')
      }
      case 'pane.filter': {
        const { paneId, filter, top } = params as RequestParams<'pane.filter'>
        const made = makeFilter(filter)
        if (!made.ok) return made
        this.panes.get(paneId)?.setFilter(made.value.filter, top)
        return this.filtered(paneId, made.value)
      }
      case 'pane.filter-more': {
        const { paneId, top } = params as RequestParams<'pane.filter-more'>
        this.panes.get(paneId)?.filterOn(top)
        return this.panes.has(paneId) ? DONE : notFound('pane')
      }
      case 'pane.unfold': {
        const { paneId, offset, open, top } = params as RequestParams<'pane.unfold'>
        const unfolded = this.unfolded.get(paneId)
        if (open) unfolded?.add(offset)
        else unfolded?.delete(offset)
        this.panes.get(paneId)?.refold(top)
        return this.panes.has(paneId) ? DONE : notFound('pane')
      }
      case 'pane.first-shown': {
        const { paneId, offsets } = params as RequestParams<'pane.first-shown'>
        const pane = this.panes.get(paneId)
        return pane ? { ok: true, value: { offset: await pane.firstShown(offsets) } } : notFound('pane')
      }
      case 'pane.line':
        return this.places.line(params as RequestParams<'pane.line'>)
      case 'pane.count':
        return this.places.count(params as RequestParams<'pane.count'>)
      case 'pane.find-place':
        return this.places.find(params as RequestParams<'pane.find-place'>)
      case 'pane.step-level':
        return this.places.stepLevel(params as RequestParams<'pane.step-level'>)
      case 'pane.line-page':
        return this.places.linePage(params as RequestParams<'pane.line-page'>)
      case 'pane.copy':
        return this.places.copy(params as RequestParams<'pane.copy'>)
      case 'pane.save': {
        const save = params as RequestParams<'pane.save'>
        const source = this.places.sourceOf(save.paneId)
        return source ? this.saves.save(save, source, { filter: this.places.filterOf(save.paneId), masks: this.places.masksOf(save.paneId) }) : notFound('pane')
      }
      case 'pane.secrets': {
        const { paneId, offset, shown } = params as RequestParams<'pane.secrets'>
        this.places.masksOf(paneId)?.show(offset, shown)
        return this.panes.has(paneId) ? DONE : notFound('pane')
      }
      case 'pane.save-cancel':
        this.saves.cancel((params as RequestParams<'pane.save-cancel'>).paneId)
        return DONE
      case 'search.start':
        return this.searches.start(params as RequestParams<'search.start'>)
      case 'search.more':
        return this.searches.more(params as RequestParams<'search.more'>)
      case 'search.cancel':
        return this.searches.cancel(params as RequestParams<'search.cancel'>)
      case 'search.step':
        return this.searches.step(params as RequestParams<'search.step'>)
      case 'compare.sides':
        return this.compares.sides(params as RequestParams<'compare.sides'>)
      case 'compare.start':
        return this.compares.start(params as RequestParams<'compare.start'>)
      case 'compare.end':
        return this.compares.end(params as RequestParams<'compare.end'>)
      case 'compare.rows':
        return this.compares.rows(params as RequestParams<'compare.rows'>)
      case 'compare.step':
        return this.compares.step(params as RequestParams<'compare.step'>)
      case 'compare.place':
        return this.compares.place(params as RequestParams<'compare.place'>)
      case 'agent.open':
        this.ports.opened.open(this, (params as RequestParams<'agent.open'>).agentId)
        return this.ports.requests.answer(name, params)
      case 'agent.close':
        return this.ports.opened.close(this, (params as RequestParams<'agent.close'>).agentId) ? this.ports.requests.answer(name, params) : DONE
      default:
        return this.ports.requests.answer(name, params)
    }
  }

  private signal(name: SignalName, params: SignalParams<SignalName>): void {
    const pane = this.panes.get(params.paneId)
    switch (name) {
      case 'pane.ack':
        return pane?.ack((params as SignalParams<'pane.ack'>).bytes)
      case 'pane.follow':
        return pane?.setFollow((params as SignalParams<'pane.follow'>).follow)
      case 'pane.view': {
        const { visible, columns, windowRows } = params as SignalParams<'pane.view'>
        return pane?.setView({ visible, columns, windowRows })
      }
    }
  }

  private openPane(params: RequestParams<'pane.open'>): Result<null> {
    const source = this.ports.source(params)
    if (!source) return notFound('log')
    const { paneId, logId, columns, windowRows, visible, resume } = params
    const made = makeFilter(params.filter ?? null)
    if (!made.ok) return made
    this.closePane(paneId)
    const masks = new LineMasks(() => this.ports.masker())
    this.places.open(paneId, logId, source, masks)
    const pane = new PaneSession({
      paneId,
      source,
      view: { columns, windowRows, visible },
      resume,
      filter: made.value.filter,
      masks,
      remote: this.ports.searchable(logId)?.remote ?? true,
      sendBatch: (batch) => this.send({ event: 'pane.batch', batch }),
      sendStatus: (status) => this.send({ event: 'pane.status', status }),
      sendMap: (map) => this.send({ event: 'pane.map', map }),
      onDefect: (error) => this.ports.note('error', `pane: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    })
    this.panes.set(paneId, pane)
    return this.filtered(paneId, made.value)
  }

  /** Copies leave out what the pane leaves out. */
  private filtered(paneId: string, made: MadeFilter): Result<null> {
    if (!this.panes.has(paneId)) return notFound('pane')
    this.unfolded.set(paneId, made.unfolded)
    this.places.setFilter(paneId, made.filter)
    return DONE
  }

  private closePane(paneId: string): void {
    this.panes.get(paneId)?.close()
    this.panes.delete(paneId)
    this.unfolded.delete(paneId)
    this.saves.cancel(paneId)
    this.places.closePane(paneId)
  }

  private respond(id: number, result: Result<unknown>): void {
    this.port.post({ type: 'response', id, result })
  }
}

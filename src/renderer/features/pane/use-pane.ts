import { useEffect, useRef, useState, type RefObject } from 'react'
import type { PaneFilter } from '@shared/contract/filter'
import type { EngineClient } from '@/bridge'
import { LogTerminal, logFontReady, type ShownTimes } from '@/terminal'
import { PaneFinder } from './pane-finder'
import { PaneRail } from './pane-rail'
import { PaneSession } from './pane-session'

export interface LivePane {
  /** What it shows; for a moment after another log was chosen still the one before. */
  logId: string
  session: PaneSession
  terminal: LogTerminal
  finder: PaneFinder
  rail: PaneRail
}

export interface PaneSource {
  client: EngineClient
  paneId: string
  logId: string
  /** It is a part of a log, not all of it. */
  part: boolean
  windowRows: number
  fontPx: number
  /** Long lines go on in the next row. */
  wrap: boolean
  times: ShownTimes
  visible: boolean
  filter: PaneFilter | null
  /** A line is asked for that is too long to be shown whole; `offset`: where it begins (bytes). */
  onShowLine: (offset: number) => void
}

/**
 * Keeps a terminal in `host` and a session with the engine for as long as the log is shown. Text goes from
 * the engine into the terminal without React; what is held is written to the attributes of `root`, for tests.
 */
export function usePane(host: RefObject<HTMLElement | null>, root: RefObject<HTMLElement | null>, source: PaneSource): LivePane | null {
  const [live, setLive] = useState<LivePane | null>(null)
  const { client, paneId, logId, windowRows, fontPx, wrap, times, visible, filter } = source
  const latest = useRef(source)
  latest.current = source

  useEffect(() => {
    let ended = false
    const stop: (() => void)[] = []
    void logFontReady(latest.current.fontPx).then(() => {
      const element = host.current
      if (ended || !element) return
      const { windowRows, fontPx, visible } = latest.current
      const session = new PaneSession(client, paneId, logId, visible)
      const tell = oncePerFrame(() => {
        rail.look()
        describe(root.current, session, terminal)
      })
      const terminal = new LogTerminal(element, windowRows, fontPx, {
        leftEnd: () => session.setFollow(false),
        reachedEnd: () => session.wantNewer(),
        nearedEnd: () => session.wantMore(),
        nearedStart: () => session.wantOlder(),
        showLine: (offset) => latest.current.onShowLine(offset),
        unfold: (offset, open) => session.unfold(offset, open),
        showSecrets: (offset) => session.showSecrets(offset, true),
        openOffset: (offset) => session.toOffset(offset),
        resized: () => session.resized(),
        parsed: () => tell.soon(),
        viewed: () => tell.soon(),
      })
      const finder = new PaneFinder(client, logId, terminal, session, latest.current.part ? 'this part of the log' : 'the whole log')
      const rail = new PaneRail(client, session, terminal, finder)
      const refit = oncePerFrame(() => terminal.fit())
      const observer = new ResizeObserver(() => refit.soon())
      observer.observe(element)
      stop.push(() => observer.disconnect(), () => refit.cancel(), () => tell.cancel(), () => rail.dispose(), () => finder.dispose(), () => session.end(), () => terminal.dispose())
      terminal.setWrap(latest.current.wrap)
      terminal.showTimes(latest.current.times)
      terminal.fit()
      session.setFilter(latest.current.filter)
      session.start(terminal)
      setLive({ logId, session, terminal, finder, rail })
    })
    return () => {
      ended = true
      stop.forEach((one) => one())
      setLive(null)
    }
  }, [client, paneId, logId, host, root])

  useEffect(() => live?.session.setFilter(filter), [live, filter])
  useEffect(() => live?.session.setVisible(visible), [live, visible])
  useEffect(() => live?.terminal.setWindowRows(windowRows), [live, windowRows])
  useEffect(() => live?.terminal.setFontPx(fontPx), [live, fontPx])
  useEffect(() => {
    if (live?.terminal.setWrap(wrap)) live.session.again()
  }, [live, wrap])
  useEffect(() => live?.terminal.showTimes(times), [live, times])
  return live
}

/** What is held, readable by tests and tools; offsets in bytes at the source. */
function describe(root: HTMLElement | null, session: PaneSession, terminal: LogTerminal): void {
  const held = terminal.view()
  if (!root || !held) return
  root.dataset['firstOffset'] = String(held.first)
  root.dataset['endOffset'] = String(session.endOffset)
  root.dataset['heldLines'] = String(held.lines)
  root.dataset['buffer'] = terminal.buffer
  root.dataset['atStart'] = String(session.touchesStart)
}

/** Runs `work` in the next frame however often it is asked for; in a window that is not painted, soon all the same. */
function oncePerFrame(work: () => void): { soon(): void; cancel(): void } {
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  const cancel = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
    frame = timer = null
  }
  return {
    cancel,
    soon() {
      if (frame !== null) return
      const run = () => {
        cancel()
        work()
      }
      frame = requestAnimationFrame(run)
      timer = setTimeout(run, 250)
    },
  }
}

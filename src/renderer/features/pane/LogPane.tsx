import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react'
import type { LinkState, LogInfo } from '@shared/model'
import type { Settings } from '@shared/settings'
import type { EngineClient } from '@/bridge'
import { paneRegistry } from '@/features/commands/pane-commands'
import { FilterStrip, nothingPasses, useFilter } from '@/features/filter'
import { highlightSelection, useHighlights } from '@/features/highlight'
import { keyPlace, openMenu, pointerPlace, type MenuPlace } from '@/features/menus'
import { LogRail } from '@/features/rail'
import { saveSearch } from '@/features/saved-searches'
import { noteFocusedLog } from '@/features/search/focused-log'
import { FindBar } from './FindBar'
import { GoToDialog } from './GoToDialog'
import { NewOutputAnnouncer } from './NewOutputAnnouncer'
import { PaneBlank } from './PaneBlank'
import { PaneHeader } from './PaneHeader'
import { paneMenu, railMenu } from './pane-menu'
import { PaneNotices } from './PaneNotices'
import { PanePlace } from './PanePlace'
import { PaneSay } from './PaneSay'
import { UNOPENED } from './pane-view'
import { PlainView } from './PlainView'
import { pressPaneKey } from './press-pane-key'
import { conditionOf, emptyWords, newTextWords, offlineChip, splitPath } from './pane-words'
import { useReveal } from './reveal'
import { WholeLineDialog } from './WholeLineDialog'
import { useCopy, type CopyPorts } from './use-copy'
import { useFinding } from './use-finding'
import { usePane } from './use-pane'
import { usePaneCommands } from './use-pane-commands'
import { useReading, type LinkPlace, type ReadingSettings } from './use-reading'
import './log-pane.css'

export interface LogPaneProps extends CopyPorts {
  client: EngineClient
  /** Stable for the place in the layout; `[a-z0-9:-]`, at most 50 characters. */
  paneId: string
  log: LogInfo
  /** Id of what is read in its place, when only a part of it is shown, or more than it. */
  sourceId?: string
  /** What is read in its place is a part of it. */
  part?: boolean
  /** What is shown will not grow. */
  ended?: boolean
  /** Stands in the head, before the chips. */
  extra?: ReactNode
  /** Said above the text, beside what the log says of itself. */
  remark?: { sentence: string; nextStep: string } | null
  /** All logs of the agent, for the menu in the head. */
  logs: readonly LogInfo[]
  agentName: string
  /** The agent's connection; says since when the pane is offline. */
  link: LinkState
  settings: Pick<Settings, 'windowRows' | 'logFontPx' | 'hideSecrets'> & ReadingSettings
  /** Where a link to a line of it leads; null where no link can. */
  linkPlace?: LinkPlace | null
  /** Starts of the agent's runs, ms since the epoch; the same array as long as they are the same. */
  runStarts?: readonly number[]
  /** Offset (bytes) of the line that proves the verdict, where it is in this log; null otherwise. */
  evidence?: number | null
  /** Where runs begin in this log (bytes at the source), rising. */
  runs?: readonly number[]
  /** Whether the pane can be seen; a hidden one gets no text. */
  visible: boolean
  /** Another log was chosen for this pane. */
  onShowLog: (logId: string) => void
  /** The person wants to enter a path. */
  onAddPath: () => void
}

const NO_RUNS: readonly number[] = []

/** One log: its head, its text, and what there is to say about it. */
export function LogPane(props: LogPaneProps) {
  const { client, paneId, log, logs, agentName, link, settings, evidence = null, runs = NO_RUNS, visible, onShowLog, onAddPath, onCopy, onChooseFile } = props
  const { part = false, sourceId = log.id, ended = false, extra = null, remark = null, linkPlace = null, runStarts = NO_RUNS } = props
  const root = useRef<HTMLElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const [wholeLine, setWholeLine] = useState<number | null>(null)
  const filtering = useFilter(log.kind, log.id)
  const ofEntries = log.kind === 'agent'
  const { entryTimes, arrivalTimes } = settings
  const times = useMemo(
    () => ({ entries: ofEntries ? entryTimes : 'written', starts: runStarts, arrivals: !ofEntries && arrivalTimes }) as const,
    [ofEntries, entryTimes, arrivalTimes, runStarts],
  )
  const live = usePane(host, root, {
    client,
    paneId,
    logId: sourceId,
    part,
    windowRows: settings.windowRows,
    fontPx: settings.logFontPx,
    wrap: !settings.unwrapped.includes(log.kind),
    times,
    visible,
    filter: filtering.filter,
    onShowLine: (offset) => setWholeLine(offset),
  })
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => live?.session.subscribe(listener) ?? (() => {}), [live]),
    () => live?.session.snapshot() ?? UNOPENED,
  )
  const [goingTo, setGoingTo] = useState(false)
  const [plain, setPlain] = useState(false)

  useReveal(client, paneId, sourceId, live)
  useHighlights(live, log.kind)
  useEffect(() => live?.terminal.showEvidence(evidence), [live, evidence])
  useEffect(() => live?.rail.model.update({ evidence, runs }), [live, evidence, runs])

  const finding = useFinding(live, log.id, sourceId, filtering)
  const closePlain = () => {
    setPlain(false)
    live?.terminal.focus()
  }
  const reading = useReading(client, live, log, settings, linkPlace, onCopy)
  usePaneCommands(paneId, visible, {
    find: finding.begin,
    'find.save': () => saveSearch(finding.query, log.kind),
    'find.next': () => finding.step('next'),
    'find.previous': () => finding.step('previous'),
    'go-to': () => setGoingTo(live !== null),
    'follow.toggle': () => live?.session.toggleFollow(),
    'log.jump-start': () => live?.session.toStart(),
    'log.jump-end': () => live?.session.toEnd(),
    'log.plain': () => (plain ? closePlain() : setPlain(live !== null)),
    'error.next': () => reading.run('error.next'),
    'error.previous': () => reading.run('error.previous'),
    'warning.next': () => reading.run('warning.next'),
    'warning.previous': () => reading.run('warning.previous'),
    'wrap.toggle': () => reading.run('wrap.toggle'),
    'times.toggle': () => reading.run('times.toggle'),
    'link.copy': () => reading.run('link.copy'),
    'highlight.add': () => highlightSelection(live, log.kind),
    'log.save': () => copying.saveLog(),
    'secrets.toggle': () => live?.session.showSecrets(null, !view.secretsShown),
  })
  const copying = useCopy(client, live, splitPath(log.path).name, { onCopy, onChooseFile })
  const menu = (of: 'text' | 'rail', place: MenuPlace | null) => {
    if (!live || !place) return
    const parts = { live, copying, reading, part, secretsShown: settings.hideSecrets ? view.secretsShown : null, onFind: finding.begin, onGoTo: () => setGoingTo(true), onHighlight: () => highlightSelection(live, log.kind) }
    openMenu({ ...place, ...(of === 'text' ? { label: 'Log text', items: paneMenu(parts) } : { label: 'Whole log', items: railMenu(parts) }) })
  }
  const keys = (event: KeyboardEvent) => {
    if (host.current?.contains(event.target as Node)) menu('text', keyPlace(event, host.current))
    if (live && !event.defaultPrevented && host.current?.contains(event.target as Node)) pressPaneKey(event, live, finding, reading, copying)
  }

  const condition = conditionOf(view)
  const passes = view.status?.filter ?? null
  const plainEmpty = emptyWords(condition, view.text, log.path)
  const empty = view.text === 'none' && passes && passes.totalBytes > 0 && condition !== 'waiting' ? nothingPasses(passes) : plainEmpty
  const fresh = newTextWords(view)

  return (
    <section
      ref={root}
      className="pane"
      role="region"
      aria-label={`${log.title} of ${agentName}, ${condition}`}
      data-testid="pane"
      data-condition={condition}
      data-log-kind={log.kind}
      data-log-path={log.path}
      data-source={sourceId}
      onKeyDown={keys}
      onFocus={() => {
        paneRegistry.focus(paneId)
        noteFocusedLog(log.id)
      }}
    >
      <PaneHeader
        log={log}
        logs={logs}
        condition={condition}
        said={condition === 'offline' ? offlineChip(link) : null}
        sizeBytes={view.status?.sizeBytes ?? null}
        ended={ended}
        extra={extra}
        secretsShown={view.secretsShown}
        onHideSecrets={() => live?.session.showSecrets(null, false)}
        wrap={reading.wrap}
        times={reading.times.now}
        onWrap={() => reading.run('wrap.toggle')}
        onTimes={() => reading.run('times.toggle')}
        place={live && <PanePlace model={live.rail.model} onGoTo={() => setGoingTo(true)} />}
        onShowLog={onShowLog}
        onAddPath={onAddPath}
        onOpenMenu={() => void client.request('logs.refresh', { agentId: log.agentId })}
        onFind={finding.begin}
        onToggleFollow={() => live?.session.toggleFollow()}
      />
      <PaneNotices
        view={view}
        link={link}
        remark={remark}
        copied={copying.notice}
        onDismissRefusal={() => live?.session.dismissRefusal()}
        onReconnect={() => void client.request('agent.reconnect', { agentId: log.agentId })}
      />
      <FilterStrip kind={log.kind} state={filtering} status={passes} onGoOn={() => live?.session.filterOn()} />
      {finding.open && live && (
        <FindBar
          finder={live.finder}
          kind={log.kind}
          query={finding.query}
          asked={finding.asked}
          only={finding.only}
          onOnly={finding.setOnly}
          onQuery={finding.search}
          onClose={finding.close}
        />
      )}
      <div className="pane-body">
        <div className="pane-window">
          <div
            ref={host}
            className="pane-text"
            onContextMenu={(event) => menu('text', pointerPlace(event))}
          />
          {live && (
            <LogRail
              model={live.rail.model}
              label={`Place in ${log.title}`}
              onGo={(offset, done) => live.rail.go(offset, done)}
              onStart={() => live.session.toStart()}
              onEnd={() => live.session.toEnd()}
              onMenu={(place) => menu('rail', place)}
            />
          )}
        </div>
        {plain && live && <PlainView client={client} live={live} title={`${log.title} of ${agentName}`} onClose={closePlain} />}
        {live && visible && <NewOutputAnnouncer client={client} paneId={live.session.id} title={log.title} />}
        <PaneSay said={reading.said} />
        <PaneBlank words={empty} loading={condition === 'connecting' && view.text === 'unknown'} />
        {fresh !== null && (
          <button
            type="button"
            className="pane-new"
            data-testid="new-lines"
            onClick={() => {
              live?.session.toEnd()
              live?.terminal.focus()
            }}
          >
            {fresh}
            <ArrowDown size={13} aria-hidden />
          </button>
        )}
      </div>
      {wholeLine !== null && live && <WholeLineDialog client={client} paneId={live.session.id} offset={wholeLine} onClose={() => setWholeLine(null)} />}
      {goingTo && live && (
        <GoToDialog
          rail={live.rail}
          modifiedMs={view.status?.modifiedMs ?? null}
          onClose={() => {
            setGoingTo(false)
            live.terminal.focus()
          }}
        />
      )}
    </section>
  )
}

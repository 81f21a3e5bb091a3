import { useMemo } from 'react'
import type { AgentInfo, LogInfo } from '@shared/model'
import { useBridge, useEngine } from '@/bridge'
import { openDialog } from '@/features/dialogs'
import { linkTarget } from '@/features/links/follow-link'
import { PartChoice, scriptRemark, useRunView } from '@/features/runs'
import { chooseFiles } from '@/features/open-file'
import { useSearchOfWhole } from './search-of-whole'
import { LogPane } from '@/features/pane'
import { useSettings } from '@/features/settings'
import { showFailure, useWorkspace } from '@/features/workspaces'
import { paneIdOf } from './pane-ids'

/** Where runs begin in a log: at the entry of their first transition (bytes at the source). */
function runBorders(agent: AgentInfo, logId: string): number[] {
  const begins = agent.runs.map(({ transitions }) => transitions[0]?.place)
  return begins.flatMap((place) => (place?.logId === logId ? [place.offset] : [])).sort((a, b) => a - b)
}

/** The bytes are shown all the same. */
const CHANGED = { sentence: 'This is not what was recorded: the saved log was changed or damaged on the disk since.', nextStep: 'It is shown as it is now; do not take it as proof.' }

interface ShownLogProps {
  agent: AgentInfo
  side: 'startup' | 'agent'
  log: LogInfo
  visible: boolean
}

/** Gives one side's pane what it needs of the window. */
export function ShownLog({ agent, side, log, visible }: ShownLogProps) {
  const engine = useEngine()
  const bridge = useBridge()
  const settings = useSettings((state) => state.settings)
  const show = async (logId: string) => {
    const result = await engine.request('log.show', { agentId: agent.id, side, logId })
    if (!result.ok) showFailure(result.failure)
  }
  const { run, older, sourceId, ended } = useRunView(agent)
  const ofRuns = side === 'agent' && log.id === agent.history?.agentLogId
  const source = ofRuns ? sourceId : null
  const workspace = useWorkspace(agent.workspaceId)
  const linkPlace = workspace && log.store === 'file' ? { target: linkTarget(workspace), agent: agent.name, runMs: run?.startedMs ?? agent.state.runStartedMs } : null
  const starts = agent.runs.map((one) => one.startedMs).join()
  const runStarts = useMemo(() => (starts === '' ? [] : starts.split(',').map(Number)), [starts])
  useSearchOfWhole(agent.id, log.id, source !== null)
  const cause = (older ? run?.verdict : agent.verdict)?.cause
  const evidence = source !== null ? (cause?.address ?? null) : cause?.logId === log.id ? cause.offset : null
  return (
    <LogPane
      client={engine}
      paneId={paneIdOf(agent.id, side)}
      log={log}
      logs={agent.logs}
      agentName={agent.name}
      link={agent.link}
      settings={settings}
      {...(source === null ? {} : { sourceId: source })}
      part={source !== null && source !== agent.history?.logId}
      ended={(ofRuns && source !== null && ended) || log.store === 'recording'}
      extra={ofRuns ? <PartChoice agent={agent} /> : null}
      remark={agent.saved?.changed.includes(log.id) ? CHANGED : older && run && log.store !== 'recording' ? scriptRemark(run, log.path, Date.now()) : null}
      evidence={evidence}
      runs={source === null ? runBorders(agent, log.id) : []}
      runStarts={runStarts}
      linkPlace={linkPlace}
      visible={visible}
      onShowLog={(logId) => void show(logId)}
      onAddPath={() => (agent.ticket === undefined ? openDialog({ name: 'add-log', agentId: agent.id, side }) : void chooseFiles(engine))}
      onChooseFile={async (name) => (await bridge.invoke('save.choose', { name })).ticket}
      onCopy={(text, html) => void bridge.invoke('clipboard.write', html === undefined ? { text } : { text, html })}
    />
  )
}

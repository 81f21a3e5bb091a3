import type { WatchCost } from '@shared/model'
import { formatBytes, formatCount } from '@shared/text/units'
import { useEngine } from '@/bridge'
import { identityWordsOf, listAge } from '@/features/status-bar/summaries'
import { awakeWords, deploymentHost, refreshLists, useNow, useWorkspaces } from '@/features/workspaces'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import './status-panel.css'

/** What is kept open, and how old what is shown is. */
export function StatusPanel({ onClose }: { onClose: () => void }) {
  const engine = useEngine()
  const { workspaces, deployments, load } = useWorkspaces()
  const now = useNow(1000)
  const open = workspaces.flatMap((workspace) =>
    workspace.agents.filter((agent) => agent.opened && agent.link.phase === 'connected').map((agent) => ({ workspace, agent })),
  )
  return (
    <Dialog title="Connections" tall onClose={onClose}>
      {deployments.length > 0 && (
        <section className="status-section">
          <div className="status-head">
            <h3>Deployments</h3>
            <Button size="small" disabled={deployments.every((one) => one.refreshing)} onClick={() => void refreshLists(engine)}>
              Refresh
            </Button>
          </div>
          {deployments.map((one) => (
            <div key={one.id} className="status-entry">
              <span className="ellipsis" title={one.url}>
                {deploymentHost(one)}
              </span>
              <span className="status-facts">
                {one.via === 'cli' ? 'by the coder program' : 'by token'} · {listAge([one], now)}
              </span>
              {one.failure && (
                <span className="status-failure selectable">
                  {one.failure.sentence} {one.failure.nextStep}
                </span>
              )}
            </div>
          ))}
        </section>
      )}
      {load.watch && (
        <section className="status-section">
          <div className="status-head">
            <h3>Watch, last hour</h3>
            <span className="status-facts" data-testid="watch-cost">
              {costWords(load.watch)}
            </span>
          </div>
        </section>
      )}
      <section className="status-section">
        <div className="status-head">
          <h3>Open now</h3>
          <span className="status-facts">
            {counted(load.connections, 'connection')} · {counted(load.coderProcesses, 'coder process', 'coder processes')}
          </span>
        </div>
        {open.length === 0 && <p className="status-facts">No connection is open.</p>}
        {open.map(({ workspace, agent }) => {
          const identity = identityWordsOf(agent.link)
          const name = workspace.name === agent.name ? agent.name : `${workspace.name} · ${agent.name}`
          return (
            <div key={agent.id} className="status-entry">
              <span className="ellipsis" title={agent.address}>
                {name}
              </span>
              <span className="status-facts" title={identity?.key}>
                {identity?.words}
              </span>
              {awakeWords(agent.link) && <span className="status-facts status-wide">{awakeWords(agent.link)}</span>}
            </div>
          )
        })}
      </section>
    </Dialog>
  )
}

/** `62 calls · 1.2 MB · 3 connections`: what reading lists and hearing of starts took. */
function costWords({ calls, bytes, connections }: WatchCost): string {
  return [counted(calls, 'call'), formatBytes(bytes), counted(connections, 'connection')].join(' · ')
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

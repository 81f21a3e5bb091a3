import { useState } from 'react'
import type { Failure } from '@shared/model'
import type { Settings } from '@shared/settings'
import { useBridge } from '@/bridge'
import { Button } from '@/ui'
import { changesBetween, defaultsOf, resettable } from './setting-defaults'
import { changeSetting, useSettings } from './settings-store'

type Asked = { kind: 'import'; change: Partial<Settings> } | { kind: 'reset' } | { kind: 'said'; text: string } | { kind: 'failed'; failure: Failure }

/** Settings into a file and out of one, and all back to their defaults. Nothing changes before it was shown what would. */
export function TransferSettings() {
  const bridge = useBridge()
  const settings = useSettings((state) => state.settings)
  const [asked, setAsked] = useState<Asked | null>(null)
  const save = async () => {
    const result = await bridge.invoke('settings.export', {})
    if (!result.ok) return setAsked({ kind: 'failed', failure: result.failure })
    setAsked(result.value.saved ? { kind: 'said', text: 'The settings are in the file, without the list of what you opened.' } : null)
  }
  const load = async () => {
    const result = await bridge.invoke('settings.import', {})
    if (!result.ok) return setAsked({ kind: 'failed', failure: result.failure })
    setAsked(result.value.change === null ? null : { kind: 'import', change: result.value.change })
  }
  const apply = async (change: Partial<Settings>) => {
    const result = await changeSetting(change)
    setAsked(result.ok ? { kind: 'said', text: 'The settings hold now.' } : { kind: 'failed', failure: result.failure })
  }
  const proposal = asked?.kind === 'import' ? asked.change : asked?.kind === 'reset' ? defaultsOf(resettable) : null
  return (
    <div className="setting-transfer">
      <div className="setting-transfer-buttons">
        <Button size="small" onClick={() => void save()}>
          Export…
        </Button>
        <Button size="small" onClick={() => void load()}>
          Import…
        </Button>
        <Button size="small" onClick={() => setAsked({ kind: 'reset' })}>
          Reset all…
        </Button>
      </div>
      <div role="status">
        {asked?.kind === 'said' && <p className="field-hint">{asked.text}</p>}
        {asked?.kind === 'failed' && (
          <p className="field-error">
            {asked.failure.sentence} {asked.failure.nextStep}
          </p>
        )}
      </div>
      {proposal && <Proposal change={proposal} settings={settings} onApply={() => void apply(proposal)} onDrop={() => setAsked(null)} />}
    </div>
  )
}

interface ProposalProps {
  change: Partial<Settings>
  settings: Settings
  onApply: () => void
  onDrop: () => void
}

function Proposal({ change, settings, onApply, onDrop }: ProposalProps) {
  const changes = changesBetween(settings, change)
  return (
    <section className="setting-proposal" aria-label="What would change">
      {changes.length === 0 ? (
        <p>Nothing would change.</p>
      ) : (
        <ul>
          {changes.map((one) => (
            <li key={one.name}>
              <strong>{one.label}</strong> {one.from} → {one.to}
            </li>
          ))}
        </ul>
      )}
      <div className="setting-transfer-buttons">
        {changes.length > 0 && (
          <Button size="small" look="primary" onClick={onApply}>
            Change {changes.length === 1 ? 'it' : `these ${changes.length}`}
          </Button>
        )}
        <Button size="small" onClick={onDrop}>
          {changes.length > 0 ? 'Leave as it is' : 'Close'}
        </Button>
      </div>
    </section>
  )
}

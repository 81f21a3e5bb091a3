import * as Menu from '@radix-ui/react-dropdown-menu'
import { Check, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { useNow } from '@/features/workspaces'
import { StateGlyph } from '@/ui'
import '@/ui/menu.css'
import { chooseRun } from './choose-run'
import { historyWords, outcomeWords, runGlyph, runName, runTime, spanWords } from './run-words'
import { useRunList, useRunView } from './use-run-view'
import './run-picker.css'

/** Which run is looked at, and the way to another. Nothing is drawn before a run is known. */
export function RunPicker({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const now = useNow(30_000)
  const [open, setOpen] = useState(false)
  const { run, older } = useRunView(agent)
  const runs = useRunList(agent, open || older)
  if (!run || !agent.history) return null
  const choose = (id: string) => chooseRun(engine, agent, id === runs[0]?.id ? null : (runs.find((one) => one.id === id) ?? null))
  return (
    <Menu.Root modal={false} open={open} onOpenChange={setOpen}>
      <Menu.Trigger className="run-picker" data-older={older} data-testid="run-picker" aria-label={`${runName(run, now)}. Choose another run`}>
        <span className="run-picker-time">{capital(runTime(run.startedMs, now))}</span>
        <ChevronDown size={13} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu run-menu" align="end" sideOffset={4} collisionPadding={8} aria-label={`Runs of ${agent.name}, newest first`}>
          <Menu.RadioGroup value={run.id} onValueChange={choose}>
            {runs.map((one, index) => (
              <Menu.RadioItem key={one.id} value={one.id} className="menu-item run-item" aria-label={`${runName(one, now)}${index === 0 ? ' · newest' : ''}`}>
                <span className="run-item-check">
                  <Menu.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </Menu.ItemIndicator>
                </span>
                <StateGlyph kind={runGlyph(one.kind)} silent />
                <span className="run-item-time">{capital(runTime(one.startedMs, now))}</span>
                <span className="run-item-outcome">{outcomeWords(one)}</span>
                <span className="run-item-span">{index === 0 ? 'newest' : (spanWords(one) ?? '')}</span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className="menu-separator" />
          <p className="run-menu-note" role="status">
            {historyWords(agent.history)}
          </p>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

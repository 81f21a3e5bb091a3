import * as Menu from '@radix-ui/react-dropdown-menu'
import { Check, ChevronDown } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import type { AgentInfo, RunPart } from '@shared/model'
import '@/ui/menu.css'
import { choosePart } from './choose-run'
import { useRunView } from './use-run-view'
import './part-choice.css'

const PARTS: readonly { part: RunPart; word: string; long: string }[] = [
  { part: 'all', word: 'All', long: 'All of the agent log' },
  { part: 'startup', word: 'Startup', long: 'From the start of the run to its outcome' },
  { part: 'running', word: 'Running', long: 'What came after the startup' },
  { part: 'shutdown', word: 'Shutdown', long: 'From when the agent was told to stop' },
]

/** Which part of the agent log is shown: four words beside each other, or a menu where there is no room for them. */
export function PartChoice({ agent }: { agent: AgentInfo }) {
  const { run, part, parts } = useRunView(agent)
  const root = useRef<HTMLDivElement>(null)
  if (!run) return null
  const has = (one: RunPart) => parts.includes(one)
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    const able = PARTS.filter((one) => has(one.part))
    const next = able[(able.findIndex((one) => one.part === part) + step + able.length) % able.length]
    if (!next) return
    choosePart(agent, next.part)
    root.current?.querySelector<HTMLElement>(`[data-part="${next.part}"]`)?.focus()
  }
  return (
    <>
      <div ref={root} className="part-choice" role="radiogroup" aria-label="Part of the agent log" data-testid="part-choice" onKeyDown={keys}>
        {PARTS.map((one) => (
          <button
            key={one.part}
            type="button"
            role="radio"
            className="part-option"
            data-part={one.part}
            aria-checked={one.part === part}
            tabIndex={one.part === part ? 0 : -1}
            disabled={!has(one.part)}
            title={has(one.part) ? one.long : `This run has no ${one.word.toLowerCase()} part yet`}
            onClick={() => choosePart(agent, one.part)}
          >
            {one.word}
          </button>
        ))}
      </div>
      <Menu.Root modal={false}>
        <Menu.Trigger className="chip part-menu-trigger" data-testid="part-menu" aria-label={`Part of the agent log: ${wordOf(part)}`}>
          {wordOf(part)}
          <ChevronDown size={12} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Content className="menu" align="end" sideOffset={4} collisionPadding={8} aria-label="Part of the agent log">
            <Menu.RadioGroup value={part} onValueChange={(value) => choosePart(agent, value as RunPart)}>
              {PARTS.map((one) => (
                <Menu.RadioItem key={one.part} value={one.part} disabled={!has(one.part)} className="menu-item part-item">
                  <span className="part-item-check">
                    <Menu.ItemIndicator>
                      <Check size={13} aria-hidden />
                    </Menu.ItemIndicator>
                  </span>
                  {one.word}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Content>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}

function wordOf(part: RunPart): string {
  return PARTS.find((one) => one.part === part)?.word ?? 'All'
}

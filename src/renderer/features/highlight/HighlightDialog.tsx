import { Plus, RotateCcw } from 'lucide-react'
import { useRef, useState } from 'react'
import { DEFAULT_HIGHLIGHT_RULES, type HighlightRule, type RuleKind } from '@shared/highlight-rules'
import { changeSetting, useSettings } from '@/features/settings'
import { Button, UndoLine, type Undoable } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import { freshRule, moveRule, putRule, refuseMore } from './edit-rules'
import { RuleForm } from './RuleForm'
import { RuleRow } from './RuleRow'
import './highlight-dialog.css'

interface HighlightDialogProps {
  /** A rule that is begun for a text. */
  fresh?: { text: string; kind: RuleKind }
  onClose: () => void
}

/** The rules that colour text. Every change holds at once; what was removed can be brought back. */
export function HighlightDialog({ fresh, onClose }: HighlightDialogProps) {
  const rules = useSettings((state) => state.settings.highlightRules)
  const shown = useSettings((state) => state.settings.highlights)
  const [edited, setEdited] = useState<number | 'new' | null>(fresh ? 'new' : null)
  const [begun, setBegun] = useState(() => freshRule(fresh ?? { text: '', kind: 'any' }))
  const [done, setDone] = useState<Undoable | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const adding = useRef<HTMLButtonElement>(null)
  const full = refuseMore(rules)

  const change = async (next: readonly HighlightRule[], told: string | null = null) => {
    const before = rules
    const result = await changeSetting({ highlightRules: [...next] })
    setRefusal(result.ok ? null : `${result.failure.sentence} ${result.failure.nextStep}`)
    if (result.ok) setDone(told === null ? null : { text: told, undo: () => void change(before) })
  }
  const finish = () => {
    setEdited(null)
    requestAnimationFrame(() => adding.current?.focus())
  }
  const changed = JSON.stringify(rules) !== JSON.stringify(DEFAULT_HIGHLIGHT_RULES)
  return (
    <Dialog
      title="Highlight rules"
      description="Text is shown in a colour wherever a rule matches. Of two rules that match the same text the upper one holds."
      tall
      wide
      onClose={onClose}
      onEscape={() => {
        if (edited === null) return true
        finish()
        return false
      }}
    >
      <label className="rule-all">
        <input type="checkbox" checked={shown} onChange={(event) => void changeSetting({ highlights: event.target.checked })} />
        Highlight text
      </label>
      {edited === 'new' && (
        <RuleForm
          rule={begun}
          done="Add"
          onDone={(rule) => {
            void change(putRule(rules, null, rule))
            finish()
          }}
          onCancel={finish}
        />
      )}
      <ul className="rule-list" aria-label="Rules" data-off={!shown}>
        {rules.map((rule, index) => (
          <li key={`${index} ${rule.name}`} data-rule={rule.name}>
            {edited === index ? (
              <RuleForm
                rule={rule}
                done="Save"
                onDone={(next) => {
                  void change(putRule(rules, index, next))
                  finish()
                }}
                onCancel={finish}
              />
            ) : (
              <RuleRow
                rule={rule}
                first={index === 0}
                last={index === rules.length - 1}
                onSwitch={(on) => void change(putRule(rules, index, { ...rule, on }))}
                onMove={(by) => void change(moveRule(rules, index, by))}
                onEdit={() => setEdited(index)}
                onRemove={() => {
                  setEdited(null)
                  void change(
                    rules.filter((_one, at) => at !== index),
                    `The rule “${rule.name}” was removed.`,
                  )
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {rules.length === 0 && <p className="field-hint">There are no rules. Add one, or bring back those that came with the app.</p>}
      <UndoLine done={done} onUndone={() => setDone(null)} />
      {(refusal ?? full) !== null && (
        <p className="field-error" role="alert">
          {refusal ?? full}
        </p>
      )}
      <div className="rule-foot">
        <Button
          ref={adding}
          disabled={full !== null || edited === 'new'}
          onClick={() => {
            setBegun(freshRule({ text: '', kind: 'any' }))
            setEdited('new')
          }}
        >
          <Plus size={14} aria-hidden /> Add rule
        </Button>
        {changed && (
          <Button look="quiet" onClick={() => void change(DEFAULT_HIGHLIGHT_RULES, 'The rules that came with the app are back, and no others.')}>
            <RotateCcw size={13} aria-hidden /> Reset to defaults
          </Button>
        )}
      </div>
    </Dialog>
  )
}

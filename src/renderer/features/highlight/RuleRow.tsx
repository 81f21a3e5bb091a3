import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import type { HighlightRule } from '@shared/highlight-rules'
import { IconButton } from '@/ui'
import { KIND_WORDS, SHORT_KIND_WORDS } from './highlight-words'

interface RuleRowProps {
  rule: HighlightRule
  first: boolean
  last: boolean
  onSwitch: (on: boolean) => void
  onMove: (by: -1 | 1) => void
  onEdit: () => void
  onRemove: () => void
}

/** One rule of the list: on or off, what it means, and what can be done with it. */
export function RuleRow({ rule, first, last, onSwitch, onMove, onEdit, onRemove }: RuleRowProps) {
  return (
    <>
      <label className="rule-main">
        <input type="checkbox" checked={rule.on} onChange={(event) => onSwitch(event.target.checked)} />
        <span className="rule-sample ellipsis" data-highlight={rule.colour}>
          {rule.name}
        </span>
        <span className="rule-kind" title={KIND_WORDS[rule.kind]}>{SHORT_KIND_WORDS[rule.kind]}</span>
        <code className="ellipsis" title={rule.pattern.text}>
          {rule.pattern.text}
        </code>
      </label>
      <IconButton size="small" label={`Move ${rule.name} up`} icon={<ArrowUp size={13} aria-hidden />} disabled={first} onClick={() => onMove(-1)} />
      <IconButton size="small" label={`Move ${rule.name} down`} icon={<ArrowDown size={13} aria-hidden />} disabled={last} onClick={() => onMove(1)} />
      <IconButton size="small" label={`Edit ${rule.name}`} icon={<Pencil size={13} aria-hidden />} onClick={onEdit} />
      <IconButton size="small" label={`Remove ${rule.name}`} icon={<Trash2 size={13} aria-hidden />} onClick={onRemove} />
    </>
  )
}

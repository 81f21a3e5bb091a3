import { useState } from 'react'
import { MOST_OWN_MASKS, type MaskChoice } from '@shared/contract/compare'
import { MASK_RULES } from '@shared/mask-rules'
import { changeSetting, useSettings } from '@/features/settings'
import { Button } from '@/ui'
import { Dialog } from '@/ui/Dialog'
import './mask-dialog.css'

/** The rules that mask noise: the app's own can be turned off, others can be added. Every change holds at once. */
export function MaskDialog({ onClose }: { onClose: () => void }) {
  const masks = useSettings((state) => state.settings.compareMasks)
  const [fresh, setFresh] = useState({ name: '', pattern: '' })
  const [refusal, setRefusal] = useState<string | null>(null)
  const change = async (next: MaskChoice) => {
    const result = await changeSetting({ compareMasks: next })
    setRefusal(result.ok ? null : result.failure.sentence)
    return result.ok
  }
  const add = async () => {
    const own = { name: fresh.name.trim(), pattern: fresh.pattern, on: true }
    if (await change({ ...masks, own: [...masks.own, own] })) setFresh({ name: '', pattern: '' })
  }
  return (
    <Dialog title="What is masked" description="Pieces of lines that differ between any two runs are left out of the comparison." tall onClose={onClose}>
      <ul className="mask-list">
        {MASK_RULES.map(({ id, title, examples }) => (
          <li key={id}>
            <label className="mask-rule">
              <input
                type="checkbox"
                checked={masks.on.includes(id)}
                onChange={(event) => void change({ ...masks, on: event.target.checked ? [...masks.on, id] : masks.on.filter((one) => one !== id) })}
              />
              <span>{title}</span>
              <code>{examples}</code>
            </label>
          </li>
        ))}
        {masks.own.map((rule, index) => (
          <li key={index}>
            <label className="mask-rule">
              <input
                type="checkbox"
                checked={rule.on}
                onChange={(event) => void change({ ...masks, own: masks.own.map((one, at) => (at === index ? { ...one, on: event.target.checked } : one)) })}
              />
              <span>{rule.name}</span>
              <code>{rule.pattern}</code>
            </label>
            <Button size="small" look="quiet" aria-label={`Remove ${rule.name}`} onClick={() => void change({ ...masks, own: masks.own.filter((_one, at) => at !== index) })}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {masks.own.length < MOST_OWN_MASKS && (
        <form
          className="mask-add"
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <label>
            Name
            <input value={fresh.name} maxLength={40} onChange={(event) => setFresh({ ...fresh, name: event.target.value })} />
          </label>
          <label>
            Regular expression
            <input className="mask-pattern" value={fresh.pattern} maxLength={200} spellCheck={false} onChange={(event) => setFresh({ ...fresh, pattern: event.target.value })} />
          </label>
          <Button type="submit" disabled={fresh.name.trim() === '' || fresh.pattern === ''}>
            Add
          </Button>
        </form>
      )}
      {refusal !== null && (
        <p className="mask-refusal" role="alert">
          {refusal}
        </p>
      )}
    </Dialog>
  )
}

import { useId, useState } from 'react'
import { useBridge } from '@/bridge'

/** Asks whether the system's keyring may keep a passphrase; says why not where there is none. */
export function KeepBox({ keep, onChange }: { keep: boolean; onChange: (keep: boolean) => void }) {
  const bridge = useBridge()
  const id = useId()
  const [refusal, setRefusal] = useState<string | null>(null)
  const choose = (wanted: boolean) => {
    onChange(wanted)
    if (!wanted) return
    // The keyring is asked only now: it may put a question of its own.
    void bridge.invoke('passphrases.refusal', {}).then(({ refusal: why }) => {
      setRefusal(why)
      if (why !== null) onChange(false)
    })
  }
  return (
    <div className="keep-box">
      <label htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={keep}
          disabled={refusal !== null}
          aria-describedby={refusal === null ? undefined : `${id}-why`}
          onChange={(event) => choose(event.target.checked)}
        />
        Keep it in the keyring of this system
      </label>
      {refusal !== null && (
        <p id={`${id}-why`} className="field-hint" role="status">
          {refusal}
        </p>
      )}
    </div>
  )
}

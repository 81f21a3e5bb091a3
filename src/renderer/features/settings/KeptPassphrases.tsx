import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useBridge } from '@/bridge'
import { IconButton } from '@/ui'

/** The key files whose passphrases the system's keyring keeps, and the way to forget each; nothing where there is none. */
export function KeptPassphrases() {
  const bridge = useBridge()
  const [kept, setKept] = useState<readonly { keyId: string; path: string }[]>([])
  useEffect(() => void bridge.invoke('passphrases.list', {}).then((answer) => setKept(answer.kept)), [bridge])
  const forget = async (keyId: string) => {
    await bridge.invoke('passphrases.forget', { keyId })
    setKept((await bridge.invoke('passphrases.list', {})).kept)
  }
  if (kept.length === 0) return null
  return (
    <div className="setting-row setting-wide">
      <span id="kept-passphrases">Kept passphrases</span>
      <ul className="setting-list" aria-labelledby="kept-passphrases">
        {kept.map(({ keyId, path }) => (
          <li key={keyId}>
            <span className="mono ellipsis" title={path}>
              {path}
            </span>
            <IconButton size="small" label={`Forget the passphrase of ${path}`} icon={<X size={13} aria-hidden />} onClick={() => void forget(keyId)} />
          </li>
        ))}
      </ul>
      <p className="field-hint">They lie sealed in the profile of the app; the keyring of this system has the key to them.</p>
    </div>
  )
}

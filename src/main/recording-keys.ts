import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Vault } from './coder-tokens'
import { inTurns, keptFile } from './kept-file'

export interface RecordingKeysKeeper {
  /** Those that can be used now, base64, the one that seals new recordings last; null until `load` has come to its end. */
  all(): string[] | null
  /** Opens what earlier starts kept; the vault is not asked when they kept nothing. */
  load(): Promise<void>
  /** Makes sure that there is a key to seal with. Null when there is, else why not, one sentence. */
  ensure(): Promise<string | null>
  onChange(listener: () => void): void
}

const KEY_BYTES = 32
const fileSchema = v.strictObject({
  version: v.literal(1),
  /** In the order in which they were made. `sealed`: what the vault made of the key, base64. */
  keys: v.pipe(v.array(v.strictObject({ sealed: v.pipe(v.string(), v.maxLength(8192)), madeMs: v.number() })), v.maxLength(100)),
})

/**
 * Keys of encrypted recordings, sealed in `file` (0600). One that cannot be opened stays in the file, since the keyring may only
 * be locked, and what it sealed is lost without it; another one is made beside it when one is needed.
 */
export function openRecordingKeys(file: string, { vault, note }: { vault: Vault; note(level: 'warn', text: string): void }): RecordingKeysKeeper {
  let kept: v.InferOutput<typeof fileSchema>['keys'] = []
  let open: string[] = []
  let loaded = false
  const listeners: (() => void)[] = []
  const inTurn = inTurns()
  const stored = keptFile(file, fileSchema, { things: 'keys of recordings', whenLost: 'what they sealed cannot be opened', note })
  const changed = (): void => listeners.forEach((listener) => listener())
  return {
    all: () => (loaded ? [...open] : null),
    load: () =>
      inTurn(async () => {
        kept = stored.read()?.keys ?? []
        for (const { sealed } of kept) {
          const key = await vault.open(Buffer.from(sealed, 'base64')).catch(() => null)
          if (key !== null && Buffer.from(key, 'base64').length === KEY_BYTES) open.push(key)
          else note('warn', 'a key of recordings cannot be opened by the keyring')
        }
        loaded = true
        changed()
      }),
    ensure: () =>
      inTurn(async () => {
        if (open.length > 0) return null
        const refusal = await vault.refusal()
        if (refusal !== null) return refusal
        const key = randomBytes(KEY_BYTES).toString('base64')
        try {
          const sealed = await vault.seal(key)
          // A key that the keyring does not give back would lock everything away.
          if ((await vault.open(sealed)) !== key) throw new Error('not given back')
          kept = [...kept, { sealed: sealed.toString('base64'), madeMs: Date.now() }]
        } catch {
          note('warn', 'the keyring did not take a key of recordings')
          return 'The keyring of this system did not take the key.'
        }
        const why = stored.write({ version: 1, keys: kept })
        if (why !== null) {
          kept = kept.slice(0, -1)
          return why
        }
        open = [...open, key]
        changed()
        return null
      }),
    onChange: (listener) => void listeners.push(listener),
  }
}

import * as v from 'valibot'
import type { Vault } from './coder-tokens'
import { inTurns, keptFile } from './kept-file'

/** A passphrase of a key file, by the hash of the file's text: another key under the same path is another one. */
export interface KeptPassphrase {
  keyId: string
  passphrase: string
}

export interface PassphraseKeeper {
  /** Those that can be used now; null until `load` has come to its end. */
  all(): KeptPassphrase[] | null
  /** Opens what earlier starts kept; the vault is not asked when they kept nothing. */
  load(): Promise<void>
  /** Why nothing can be kept, one sentence; null when it can. */
  refusal(): Promise<string | null>
  /** Null when it was kept, else why not. */
  keep(keyId: string, path: string, passphrase: string): Promise<string | null>
  forget(keyId: string): Promise<void>
  /** The key files whose passphrases are kept, without the passphrases. */
  list(): { keyId: string; path: string }[]
  onChange(listener: () => void): void
}

const keyId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const fileSchema = v.strictObject({
  version: v.literal(1),
  /** `sealed`: what the vault made of the passphrase, base64. */
  keys: v.pipe(
    v.array(v.strictObject({ keyId, path: v.pipe(v.string(), v.maxLength(4096)), sealed: v.pipe(v.string(), v.maxLength(32_768)) })),
    v.maxLength(200),
  ),
})
type Kept = v.InferOutput<typeof fileSchema>['keys'][number]

/** Passphrases that the person asked to keep, sealed in `file` (0600). Changes happen one after another. */
export function openPassphraseKeeper(file: string, { vault, note }: { vault: Vault; note(level: 'warn', text: string): void }): PassphraseKeeper {
  const kept = new Map<string, Kept>()
  const open = new Map<string, string>()
  const listeners: (() => void)[] = []
  let loaded = false
  const inTurn = inTurns()
  const stored = keptFile(file, fileSchema, { things: 'passphrases', whenLost: 'they are asked for again', note })
  const changed = (): void => listeners.forEach((listener) => listener())
  const write = (): string | null => stored.write({ version: 1, keys: [...kept.values()] })
  return {
    all: () => (loaded ? [...open].map(([id, passphrase]) => ({ keyId: id, passphrase })) : null),
    load: () =>
      inTurn(async () => {
        for (const one of stored.read()?.keys ?? []) {
          kept.set(one.keyId, one)
          try {
            open.set(one.keyId, await vault.open(Buffer.from(one.sealed, 'base64')))
          } catch {
            // It stays in the file: the keyring may only be locked.
            note('warn', 'a kept passphrase cannot be opened by the keyring')
          }
        }
        loaded = true
        changed()
      }),
    refusal: () => vault.refusal(),
    keep: (id, path, passphrase) =>
      inTurn(async () => {
        const refusal = await vault.refusal()
        if (refusal !== null) return refusal
        try {
          kept.set(id, { keyId: id, path, sealed: (await vault.seal(passphrase)).toString('base64') })
        } catch {
          note('warn', 'the keyring did not take a passphrase')
          return 'The keyring of this system did not take it.'
        }
        open.set(id, passphrase)
        const why = write()
        changed()
        return why
      }),
    forget: (id) =>
      inTurn(() => {
        open.delete(id)
        if (kept.delete(id)) write()
        changed()
        return Promise.resolve()
      }),
    list: () => [...kept.values()].map(({ keyId: id, path }) => ({ keyId: id, path })),
    onChange: (listener) => void listeners.push(listener),
  }
}

import * as v from 'valibot'
import type { Result } from '@shared/model'
import { checkToken, deploymentAddress } from './coder-address'
import { inTurns, keptFile } from './kept-file'

/** Seals text so that only this person on this machine can open it. */
export interface Vault {
  /** Why nothing can be kept, one sentence; null when it can. */
  refusal(): Promise<string | null>
  seal(text: string): Promise<Buffer>
  open(sealed: Buffer): Promise<string>
}

/** A deployment and a secret for it. */
export interface DeploymentToken {
  url: string
  token: string
}

export interface TokenKeeper {
  /** The tokens that can be used now. */
  all(): DeploymentToken[]
  /** Opens what earlier starts kept; the vault is not asked when they kept nothing. */
  load(): Promise<void>
  /** Takes a token in; `kept` says whether it outlives this start, `why` why not. */
  signIn(url: string, token: string): Promise<Result<{ kept: boolean; why: string | null }>>
  /** Forgets a deployment's token, here and on the disk. */
  signOut(url: string): Promise<void>
  onChange(listener: () => void): void
}

export interface TokenKeeperPorts {
  vault: Vault
  /** A line for the diary; never a token. */
  note(level: 'warn', text: string): void
}

const fileSchema = v.strictObject({
  version: v.literal(1),
  /** `sealed`: what the vault made of the token, base64. */
  deployments: v.pipe(v.array(v.strictObject({ url: v.pipe(v.string(), v.maxLength(512)), sealed: v.pipe(v.string(), v.maxLength(8192)) })), v.maxLength(100)),
})

/**
 * Tokens of deployments, sealed in `file` (0600). One that cannot be opened stays in the file: the keyring may only be
 * locked. Changes happen one after another.
 */
export function openTokenKeeper(file: string, { vault, note }: TokenKeeperPorts): TokenKeeper {
  const sealed = new Map<string, string>()
  const tokens = new Map<string, string>()
  const listeners: (() => void)[] = []
  const inTurn = inTurns()
  const stored = keptFile(file, fileSchema, { things: 'tokens', whenLost: 'deployments have to be added again', note })
  const changed = (): void => listeners.forEach((listener) => listener())

  const write = (): string | null => stored.write({ version: 1, deployments: [...sealed].map(([url, text]) => ({ url, sealed: text })) })

  const keep = async (url: string, token: string): Promise<string | null> => {
    const refusal = await vault.refusal()
    // A token from before must not come back at the next start.
    const had = sealed.delete(url)
    if (refusal !== null) {
      if (had) write()
      return refusal
    }
    try {
      sealed.set(url, (await vault.seal(token)).toString('base64'))
    } catch {
      note('warn', 'the keyring did not take a token')
      if (had) write()
      return 'The keyring of this system did not take it.'
    }
    return write()
  }

  return {
    all: () => [...tokens].map(([url, token]) => ({ url, token })),
    load: () =>
      inTurn(async () => {
        for (const one of stored.read()?.deployments ?? []) {
          sealed.set(one.url, one.sealed)
          try {
            tokens.set(one.url, await vault.open(Buffer.from(one.sealed, 'base64')))
          } catch {
            note('warn', 'a kept token cannot be opened by the keyring')
          }
        }
        if (tokens.size > 0) changed()
      }),
    signIn(typedUrl, typedToken) {
      const url = deploymentAddress(typedUrl)
      if (!url.ok) return Promise.resolve(url)
      const token = checkToken(typedToken)
      if (!token.ok) return Promise.resolve(token)
      return inTurn(async () => {
        tokens.set(url.value, token.value)
        const why = await keep(url.value, token.value)
        changed()
        return { ok: true, value: { kept: why === null, why } }
      })
    },
    signOut: (url) =>
      inTurn(() => {
        tokens.delete(url)
        if (sealed.delete(url)) write()
        changed()
        return Promise.resolve()
      }),
    onChange: (listener) => void listeners.push(listener),
  }
}

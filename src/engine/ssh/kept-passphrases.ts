import { createHash } from 'node:crypto'

/** Who keeps passphrases beyond this start, at the person's wish; they travel to it and back over the parent port only. */
export interface PassphraseKeeper {
  keep(keyId: string, path: string, passphrase: string): void
  forget(keyId: string): void
}

/** The passphrases that were kept. Until the keeper has said which there are, nobody is asked in its place. */
export class KeptPassphrases {
  #held: ReadonlyMap<string, string> = new Map()
  readonly #ready: Promise<void>
  #settle: () => void = () => {}

  /** @param keeper null where nothing can be kept */
  constructor(private readonly keeper: PassphraseKeeper | null) {
    this.#ready = keeper ? new Promise((resolve) => (this.#settle = resolve)) : Promise.resolve()
  }

  /** Whether the person may be offered to keep one. */
  get mayKeep(): boolean {
    return this.keeper !== null
  }

  /** All that are kept, at each change. */
  set(all: readonly { keyId: string; passphrase: string }[]): void {
    this.#held = new Map(all.map(({ keyId, passphrase }) => [keyId, passphrase]))
    this.#settle()
  }

  async of(keyText: string): Promise<string | null> {
    await this.#ready
    return this.#held.get(keyIdOf(keyText)) ?? null
  }

  keep(keyText: string, path: string, passphrase: string): void {
    this.keeper?.keep(keyIdOf(keyText), path, passphrase)
  }

  forget(keyText: string): void {
    this.keeper?.forget(keyIdOf(keyText))
  }
}

/** Another key under the same path has another id. */
function keyIdOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

import { frameCipher, KEY_BYTES, keyIdOf, type FrameCipher } from './frame-cipher'
import type { RecordingKeys } from './types'

/** The keys of encrypted recordings while the engine runs. They come from main, which has the system's keyring keep them. */
export class RecordingKeyring {
  private readonly keys = new Map<string, Buffer>()
  private newest: FrameCipher | null = null
  private readonly listeners = new Set<() => void>()

  /** All of them at each change, each 32 bytes; the last one seals what is recorded from now on. */
  set(keys: readonly Buffer[]): void {
    this.keys.clear()
    const good = keys.filter((one) => one.length === KEY_BYTES)
    for (const key of good) this.keys.set(keyIdOf(key), key)
    const last = good.at(-1)
    this.newest = last ? frameCipher(last) : null
    for (const listener of this.listeners) listener()
  }

  readonly keyOf: RecordingKeys = (keyId) => this.keys.get(keyId) ?? null

  /** Null while there is no key. */
  cipher(): FrameCipher | null {
    return this.newest
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }
}

import { safeStorage } from 'electron'
import type { Vault } from './coder-tokens'

/**
 * The system's own keeper of secrets (Keychain, DPAPI, libsecret, KWallet). Asked only when there is a secret to
 * keep or to read, since it may put a question of its own to the person. The app must be ready.
 */
export const systemVault: Vault = {
  async refusal() {
    // On Linux without a keyring Chromium would seal with a key that is the same on every machine.
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
      return 'This system has no keyring to keep it in.'
    }
    const available = hasAsync ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable()
    return available ? null : 'The keyring of this system cannot be used now.'
  },
  seal: (text) => (hasAsync ? safeStorage.encryptStringAsync(text) : Promise.resolve(safeStorage.encryptString(text))),
  async open(sealed) {
    return hasAsync ? (await safeStorage.decryptStringAsync(sealed)).result : safeStorage.decryptString(sealed)
  },
}

/** The calls that do not hold the app up came after the oldest Electron that this app runs on. */
const hasAsync = 'encryptStringAsync' in safeStorage

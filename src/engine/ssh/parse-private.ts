import { utils, type ParsedKey } from 'ssh2'

/** Parses a private key; an `Error` says why not. */
export function parsePrivate(text: string, passphrase?: string): ParsedKey | Error {
  const parsed = utils.parseKey(text, passphrase)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key === undefined) return new Error('it holds no key')
  if (key instanceof Error) return key
  return key.isPrivateKey() ? key : new Error('it holds no private key')
}

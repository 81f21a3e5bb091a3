import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

const MAX_FILE_BYTES = 64 * 1024

/** The folder in which the `coder` program keeps its login unless it is told another one. */
export function defaultFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  if (env['CODER_CONFIG_DIR']) return env['CODER_CONFIG_DIR']
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'coderv2')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'coderv2')
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'coderv2')
}

/** The deployment that a config folder is logged in to; null when there is none or it is no address. */
export async function urlOf(folder: string): Promise<string | null> {
  const text = await readSmall(join(folder, 'url'))
  return text === null ? null : loginUrl(text)
}

/**
 * The session token in a config folder: a plain file on Linux, on every system with a folder of its own, and
 * everywhere before v2.29. Null where the program keeps it in the system's keyring, which is left to the program.
 */
export async function sessionOf(folder: string): Promise<string | null> {
  const text = await readSmall(join(folder, 'session'))
  return text && isToken(text) ? text : null
}

/** Changes whenever the person logs in or out (times of change in ms); for noticing that, nothing else. */
export async function loginStamp(folder: string): Promise<string> {
  const at = (name: string): Promise<number> => stat(join(folder, name)).then((found) => found.mtimeMs, () => 0)
  return `${await at('url')}:${await at('session')}`
}

/** An address that a token may be sent to: https, or http on loopback; without a trailing slash. Null otherwise. */
export function cleanUrl(text: string): string | null {
  const plain = loginUrl(text)
  if (plain === null) return null
  const { protocol, hostname } = new URL(plain)
  return protocol === 'https:' || isLoopback(hostname) ? plain : null
}

/** An address that the `coder` program is logged in to, which may be http anywhere: that is between it and the person. */
export function loginUrl(text: string): string | null {
  if (!URL.canParse(text.trim())) return null
  const url = new URL(text.trim())
  if (url.username !== '' || url.password !== '' || !/^https?:$/.test(url.protocol)) return null
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** What may stand in a header: tokens are letters, digits and dashes, and never long. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,512}$/.test(text)
}

export function samePath(a: string, b: string): boolean {
  return resolve(a) === resolve(b)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

async function readSmall(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile() || found.size > MAX_FILE_BYTES) return null
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null || text.trim() === '' ? null : text.trim()
}

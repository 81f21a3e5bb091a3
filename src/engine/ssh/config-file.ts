import { userInfo } from 'node:os'
import { join } from 'node:path'
import { defaultConfig, splitWords } from './config-dump'
import { configLines, includedFiles, type ConfigLine } from './config-lines'
import { matchesPattern } from './known-hosts'
import type { ParsedTarget } from './target'

const MAX_DEPTH = 16
const MAX_FILES = 200

/** Keywords that add up instead of keeping the first value. */
const ADDING = new Set(['identityfile', 'certificatefile'])
/** Keywords whose value is the whole rest of the line, with its quotes. */
const WHOLE = new Set(['proxycommand', 'knownhostscommand'])
/** Keywords that take several words. */
const WORDS = new Set(['userknownhostsfile', 'globalknownhostsfile'])
/** `ssh -G` prints these with other words than people write. */
const STRICT: Record<string, string> = { yes: 'true', no: 'false', off: 'false' }

/**
 * What `ssh -G` would print, for machines without an OpenSSH client: the person's config
 * and, where `system` says so, the system's, with Include, Host patterns and Match on all, host, originalhost, user
 * and localuser. Commands are not run: a Match on anything else does not apply.
 */
export async function readConfig(target: ParsedTarget, home: string, system: boolean): Promise<Map<string, string[]>> {
  const reader = new ConfigReader(target, home)
  await reader.read(join(home, '.ssh', 'config'), join(home, '.ssh'), 0)
  if (system) await reader.read('/etc/ssh/ssh_config', '/etc/ssh', 0)
  return reader.finish()
}

class ConfigReader {
  readonly #values = new Map<string, string[]>()
  #files = 0

  constructor(
    private readonly target: ParsedTarget,
    private readonly home: string,
  ) {
    if (target.user !== undefined) this.#values.set('user', [target.user])
    if (target.port !== undefined) this.#values.set('port', [String(target.port)])
  }

  async read(file: string, folder: string, depth: number): Promise<void> {
    if (depth > MAX_DEPTH || this.#files++ > MAX_FILES) return
    let applies = true
    for (const line of await configLines(file)) {
      if (line.keyword === 'host') applies = inList(words(line), this.target.host)
      else if (line.keyword === 'match') applies = this.#matchApplies(words(line))
      else if (!applies) continue
      else if (line.keyword === 'include') {
        for (const word of words(line)) for (const found of await includedFiles(word, folder, this.home)) await this.read(found, folder, depth + 1)
      } else this.#take(line)
    }
  }

  finish(): Map<string, string[]> {
    const hostname = this.#values.get('hostname')?.[0]
    if (hostname !== undefined) this.#values.set('hostname', [this.#expanded(hostname)])
    for (const [keyword, value] of defaultConfig(this.target)) if (!this.#values.has(keyword)) this.#values.set(keyword, value)
    return this.#values
  }

  #take(line: ConfigLine): void {
    const { keyword } = line
    const held = this.#values.get(keyword)
    if (ADDING.has(keyword)) {
      const [path] = words(line)
      if (path !== undefined && !held?.includes(path)) this.#values.set(keyword, [...(held ?? []), path])
      return
    }
    // ProxyJump and ProxyCommand are two ways to say one thing: the first of them counts.
    if (held || (keyword === 'proxyjump' && this.#values.has('proxycommand')) || (keyword === 'proxycommand' && this.#values.has('proxyjump'))) return
    const value = WHOLE.has(keyword) ? line.rest : WORDS.has(keyword) ? words(line).map(quoted).join(' ') : words(line)[0]
    if (value === undefined) return
    this.#values.set(keyword, [keyword === 'stricthostkeychecking' ? (STRICT[value] ?? value) : value])
  }

  #matchApplies(criteria: readonly string[]): boolean {
    const left = [...criteria]
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
      const [name, inline] = word.toLowerCase().startsWith('!') ? [word.slice(1), undefined] : word.split('=', 2)
      const negated = word.startsWith('!')
      const criterion = (name ?? '').toLowerCase()
      if (criterion === 'all') {
        if (negated) return false
        continue
      }
      const value = inline ?? left.shift() ?? ''
      const met = this.#meets(criterion, value)
      // The one command whose answer does not matter: `coder ssh` finds Coder Connect by itself.
      if (met === null && !(negated && criterion === 'exec' && / connect exists /.test(value))) return false
      if (met !== null && met === negated) return false
    }
    return true
  }

  /** Null where only OpenSSH could tell. */
  #meets(criterion: string, list: string): boolean | null {
    const patterns = list.split(',')
    switch (criterion) {
      case 'host':
        return inList(patterns, this.#expanded(this.#values.get('hostname')?.[0] ?? this.target.host))
      case 'originalhost':
        return inList(patterns, this.target.host)
      case 'user':
        return inList(patterns, this.#values.get('user')?.[0] ?? userInfo().username)
      case 'localuser':
        return inList(patterns, userInfo().username)
      default:
        return null
    }
  }

  #expanded(hostname: string): string {
    return hostname.replace(/%(.)/g, (whole, token: string) => (token === 'h' ? this.target.host : token === '%' ? '%' : whole))
  }
}

/** The words of a line, up to a comment. */
function words(line: ConfigLine): string[] {
  const found = splitWords(line.rest)
  const comment = found.findIndex((word) => word.startsWith('#'))
  return comment < 0 ? found : found.slice(0, comment)
}

function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word
}

/** At least one pattern fits, and none of those with `!` before them. */
function inList(patterns: readonly string[], name: string): boolean {
  let met = false
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!')
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue
    if (negated) return false
    met = true
  }
  return met
}

import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'

const MAX_FILES = 50
const MAX_DEPTH = 8
const MAX_BYTES = 1024 * 1024

/** A Host or Match block with a ProxyCommand: the patterns it is for, and the command's words. */
export interface ProxyBlock {
  /** Host patterns without negated ones; of a Match, those of its `host` or `originalhost`. */
  patterns: string[]
  /** The ProxyCommand taken apart as a shell would, quotes removed; percent tokens stay. */
  command: string[]
}

/** The ProxyCommand blocks of the person's ssh config and its Includes, in the order of the files. */
export async function readProxyBlocks(env: NodeJS.ProcessEnv): Promise<ProxyBlock[]> {
  const folder = join(env['HOME'] ?? homedir(), '.ssh')
  const blocks: ProxyBlock[] = []
  const seen = new Set<string>()
  const read = async (file: string, depth: number): Promise<void> => {
    if (seen.has(file) || seen.size >= MAX_FILES || depth > MAX_DEPTH) return
    seen.add(file)
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.length > MAX_BYTES) return
    for (const part of parseProxyBlocks(text)) {
      if ('include' in part) for (const found of await included(part.include, folder)) await read(found, depth + 1)
      else blocks.push(part)
    }
  }
  await read(join(folder, 'config'), 0)
  return blocks
}

/** One file's ProxyCommand blocks and Includes, in order. Keywords are as ssh_config(5) takes them: any case, blanks or `=` after. */
export function parseProxyBlocks(text: string): (ProxyBlock | { include: string })[] {
  const parts: (ProxyBlock | { include: string })[] = []
  let patterns: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, keyword, rest] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
    if (keyword === undefined || rest === undefined || rest === '') continue
    switch (keyword.toLowerCase()) {
      case 'host':
        patterns = shellWords(rest).filter((word) => !word.startsWith('!'))
        break
      case 'match':
        patterns = hostsOfMatch(shellWords(rest))
        break
      case 'proxycommand':
        if (patterns.length > 0) parts.push({ patterns, command: shellWords(rest) })
        break
      case 'include':
        for (const word of shellWords(rest)) parts.push({ include: word })
    }
  }
  return parts
}

/** The patterns of `host` or `originalhost` of a Match line; what else it asks (`!exec …`) is for ssh to answer. */
function hostsOfMatch(words: string[]): string[] {
  const patterns: string[] = []
  for (let i = 0; i < words.length; i++) {
    const [criterion, value] = (words[i] ?? '').split('=', 2)
    if (!/^(original)?host$/i.test(criterion ?? '')) continue
    patterns.push(...(value ?? words[++i] ?? '').split(',').filter((pattern) => pattern !== '' && !pattern.startsWith('!')))
  }
  return patterns
}

/** Words as a POSIX shell splits them; a backslash before anything but a quote, blank or backslash stays (Windows paths). */
export function shellWords(text: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    const next = text[i + 1] ?? ''
    if (char === '\\' && quote !== "'" && /["'\s\\]/.test(next)) {
      word = (word ?? '') + next
      i++
    } else if (quote !== '') {
      if (char === quote) quote = ''
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else {
      word = (word ?? '') + char
    }
  }
  if (word !== null) words.push(word)
  return words
}

/** Files that an Include names: relative ones count from `~/.ssh`; wildcards are taken in the last part of the path. */
async function included(word: string, folder: string): Promise<string[]> {
  const path = word.startsWith('~/') ? join(dirname(folder), word.slice(2)) : isAbsolute(word) ? word : join(folder, word)
  const name = basename(path)
  if (!/[*?]/.test(name)) return [path]
  const pattern = new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')}$`)
  const names = await readdir(dirname(path)).catch(() => [])
  return names.filter((candidate) => pattern.test(candidate)).sort().map((candidate) => join(dirname(path), candidate))
}

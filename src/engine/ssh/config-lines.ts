import { readFile, readdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { matchesPattern } from './known-hosts'

const MAX_CONFIG_BYTES = 1024 * 1024

/** One line of an ssh_config file: `Keyword value` or `Keyword=value`. */
export interface ConfigLine {
  /** Lower case. */
  keyword: string
  /** All that follows, without blanks round it; quotes stay. */
  rest: string
}

/** The lines of a config file that say something; none when it cannot be read or is beyond 1 MiB. */
export async function configLines(file: string): Promise<ConfigLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (text.length > MAX_CONFIG_BYTES) return []
  return text.split('\n').flatMap((line) => {
    const [, keyword, rest] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
    return keyword === undefined || rest === undefined || rest === '' ? [] : [{ keyword: keyword.toLowerCase(), rest }]
  })
}

/**
 * Files that a word of an Include names, sorted: relative ones count from `folder`, `~` is
 * `home`; wildcards are taken in the last part of the path.
 */
export async function includedFiles(word: string, folder: string, home: string): Promise<string[]> {
  const path = word.startsWith('~/') ? join(home, word.slice(2)) : isAbsolute(word) ? word : join(folder, word)
  const name = basename(path)
  if (!/[*?]/.test(name)) return [path]
  const names = await readdir(dirname(path)).catch(() => [])
  return names.filter((candidate) => matchesPattern(name, candidate)).sort().map((candidate) => join(dirname(path), candidate))
}

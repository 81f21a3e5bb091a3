import { readFile, readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { splitWords } from './config-dump'
import { matchesPattern } from './known-hosts'
import { isSafeName } from './target'

const MAX_FILES = 50
const MAX_DEPTH = 8
const MAX_CONFIG_BYTES = 1024 * 1024
const MAX_HOSTS = 500

/**
 * Host aliases of the person's ssh config and its Includes that name one host (no pattern),
 * in the order of the files. Only suggestions: what a Host means is for `ssh -G` to say.
 */
export async function suggestHosts(env: NodeJS.ProcessEnv): Promise<string[]> {
  const folder = join(env['HOME'] ?? userInfo().homedir, '.ssh')
  const hosts = new Set<string>()
  const seen = new Set<string>()

  const read = async (file: string, depth: number): Promise<void> => {
    if (seen.has(file) || seen.size >= MAX_FILES || depth > MAX_DEPTH) return
    seen.add(file)
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.length > MAX_CONFIG_BYTES) return
    for (const line of text.split('\n')) {
      const [, keyword, rest] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
      if (keyword === undefined || rest === undefined) continue
      const words = splitWords(rest)
      if (keyword.toLowerCase() === 'host') {
        for (const word of words) if (!/[*?!]/.test(word) && isSafeName(word) && hosts.size < MAX_HOSTS) hosts.add(word)
      } else if (keyword.toLowerCase() === 'include') {
        for (const word of words) for (const found of await included(word, folder)) await read(found, depth + 1)
      }
    }
  }
  await read(join(folder, 'config'), 0)
  return [...hosts]
}

/** Files that an Include names: relative ones count from `~/.ssh`; wildcards are taken in the last part of the path. */
async function included(word: string, folder: string): Promise<string[]> {
  const home = dirname(folder)
  const path = word.startsWith('~/') ? join(home, word.slice(2)) : isAbsolute(word) ? word : join(folder, word)
  const name = basename(path)
  if (!/[*?]/.test(name)) return [path]
  const names = await readdir(dirname(path)).catch(() => [])
  return names.filter((candidate) => matchesPattern(name, candidate)).sort().map((candidate) => join(dirname(path), candidate))
}

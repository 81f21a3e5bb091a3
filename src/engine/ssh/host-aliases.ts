import { userInfo } from 'node:os'
import { join } from 'node:path'
import { splitWords } from './config-dump'
import { configLines, includedFiles } from './config-lines'
import { isSafeName } from './target'

const MAX_FILES = 50
const MAX_DEPTH = 8
const MAX_HOSTS = 500

/**
 * Host aliases of the person's ssh config and its Includes that name one host (no pattern),
 * in the order of the files. Only suggestions: what a Host means is for `ssh -G` to say.
 */
export async function suggestHosts(env: NodeJS.ProcessEnv): Promise<string[]> {
  const home = env['HOME'] ?? userInfo().homedir
  const folder = join(home, '.ssh')
  const hosts = new Set<string>()
  const seen = new Set<string>()

  const read = async (file: string, depth: number): Promise<void> => {
    if (seen.has(file) || seen.size >= MAX_FILES || depth > MAX_DEPTH) return
    seen.add(file)
    for (const { keyword, rest } of await configLines(file)) {
      const words = splitWords(rest)
      if (keyword === 'host') {
        for (const word of words) if (!/[*?!]/.test(word) && isSafeName(word) && hosts.size < MAX_HOSTS) hosts.add(word)
      } else if (keyword === 'include') {
        for (const word of words) for (const found of await includedFiles(word, folder, home)) await read(found, depth + 1)
      }
    }
  }
  await read(join(folder, 'config'), 0)
  return [...hosts]
}

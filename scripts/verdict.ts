import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { judgeSaved, type SavedFile } from '../src/engine/runs/saved-logs'

/*
 * npm run verdict -- FILE…: prints what saved logs prove of an agent's starts as JSON (docs/verdict.md).
 * A folder stands for all files in it that end with .log.
 */

function saved(path: string): SavedFile {
  const sizeBytes = statSync(path).size
  return {
    path,
    sizeBytes,
    read(offset, length) {
      const file = openSync(path, 'r')
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, sizeBytes - offset)))
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset))
      } finally {
        closeSync(file)
      }
    },
  }
}

const paths = process.argv.slice(2)
if (paths.length === 0 || paths.includes('--help')) {
  console.error('Usage: npm run verdict -- FILE…\nFILE: a saved coder-agent.log, a script log, or a folder of them.')
  process.exit(2)
}
try {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.log'))
          .sort()
          .map((name) => saved(join(path, name)))
      : [saved(path)],
  )
  const beside = (name: string, agentLog: string): SavedFile | null => {
    const path = join(dirname(agentLog), name)
    return existsSync(path) && statSync(path).isFile() && resolve(path) !== resolve(agentLog) ? saved(path) : null
  }
  console.log(JSON.stringify(judgeSaved(files, beside), null, 2))
} catch (error) {
  console.error(`verdict: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

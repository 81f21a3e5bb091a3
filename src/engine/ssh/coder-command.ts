import { basename } from 'node:path'

/** The binary goes by this name; extensions of editors keep one with its platform, e.g. `coder-linux-amd64`. */
const BINARY = /^coder(?:-(?:linux|darwin|windows)-[a-z0-9]+)?(?:\.exe)?$/i

/**
 * True when a ProxyCommand is nothing but the `coder` binary's own tunnel, in any shape that
 * `coder config-ssh` and the editors' extensions write (`coder … ssh --stdio …`, `coder
 * vscodessh …`). Its other end is the agent that the deployment names, whatever host key it
 * shows. Anything that a shell would take as more than words makes it an ordinary command.
 */
export function isCoderTunnel(command: string): boolean {
  const words = shellWords(command)
  if (!words) return false
  const [first, ...rest] = words[0] === 'exec' ? words.slice(1) : words
  if (first === undefined || !BINARY.test(basename(first.replaceAll('\\', '/')))) return false
  return (rest.includes('ssh') && rest.includes('--stdio')) || rest.includes('vscodessh')
}

/** Words of a simple command, with quotes taken off; null when it holds anything a shell would act on. */
function shellWords(command: string): string[] | null {
  const words: string[] = []
  const token = /\s*((?:"(?:[^"\\$`]|\\.)*"|'[^']*'|[^\s"'$`;&|<>()])+)/gy
  let end = 0
  for (let match = token.exec(command); match; match = token.exec(command)) {
    words.push((match[1] ?? '').replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_whole, double?: string, single?: string) => double ?? single ?? ''))
    end = token.lastIndex
  }
  return command.slice(end).trim() === '' ? words : null
}

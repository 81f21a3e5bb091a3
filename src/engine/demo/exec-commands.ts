import type { ServerChannel } from 'ssh2'
import { FileTreeError, type FileTree } from './file-tree'

const CHUNK_BYTES = 32 * 1024
const NOT_FOUND = 127

interface Output {
  out(bytes: Uint8Array): void
  complain(sentence: string): void
}

/** Runs one of the few commands that the demo workspace knows and closes the channel with its exit code. */
export async function runCommand(channel: ServerChannel, tree: FileTree, commandLine: string): Promise<void> {
  const output: Output = {
    out: (bytes) => void channel.write(bytes),
    complain: (sentence) => void channel.stderr.write(`${sentence}\n`),
  }
  channel.on('error', () => {
    // The client left before it had read everything.
  })
  const [name = '', ...args] = splitWords(commandLine)
  channel.exit(await dispatch(name, args, tree, output))
  channel.end()
}

async function dispatch(name: string, args: string[], tree: FileTree, output: Output): Promise<number> {
  if (name === 'true') return 0
  if (name === 'cat') return eachFile(name, args, tree, output, Infinity)
  if (name === 'tail') {
    const { lines, paths } = tailArguments(args)
    if (lines === null) return complain(output, 'tail: the demo workspace knows only "tail -n NUMBER FILE".', 1)
    return eachFile(name, paths, tree, output, lines)
  }
  return complain(output, `${name}: not here. The demo workspace knows only cat, tail -n and true.`, NOT_FOUND)
}

function complain(output: Output, sentence: string, code: number): number {
  output.complain(sentence)
  return code
}

async function eachFile(name: string, paths: string[], tree: FileTree, output: Output, lines: number): Promise<number> {
  let code = 0
  for (const path of paths) {
    try {
      output.out(lines === Infinity ? await readAll(tree, path) : lastLines(await readAll(tree, path), lines))
    } catch (error) {
      if (!(error instanceof FileTreeError)) throw error
      code = complain(output, `${name}: ${error.message}`, 1)
    }
  }
  return code
}

async function readAll(tree: FileTree, path: string): Promise<Buffer> {
  const file = await tree.open(path)
  const parts: Buffer[] = []
  let offset = 0
  for (;;) {
    const bytes = await file.read(offset, CHUNK_BYTES)
    if (bytes.length === 0) break
    parts.push(Buffer.from(bytes))
    offset += bytes.length
  }
  await file.close()
  return Buffer.concat(parts)
}

/** The last `count` lines; text after the last line break counts as a line. */
function lastLines(bytes: Buffer, count: number): Buffer {
  let start = bytes.at(-1) === 10 ? bytes.length - 1 : bytes.length
  if (count === 0) return Buffer.alloc(0)
  for (let left = count; left > 0; left -= 1) {
    start = start === 0 ? -1 : bytes.lastIndexOf(10, start - 1)
    if (start < 0) return bytes
  }
  return bytes.subarray(start + 1)
}

function tailArguments(args: string[]): { lines: number | null; paths: string[] } {
  if (args[0] !== '-n') return { lines: args[0]?.startsWith('-') ? null : 10, paths: args }
  const lines = Number(args[1])
  return { lines: Number.isInteger(lines) && lines >= 0 ? lines : null, paths: args.slice(2) }
}

/** Words of a command line; quotes group, a backslash takes the next character as it is. */
function splitWords(line: string): string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? []
  return words.map((word) =>
    word.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, escaped, double, single) => escaped ?? double ?? single),
  )
}

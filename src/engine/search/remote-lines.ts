import { shellWord } from './remote-command'
import type { Exec } from './remote-search'

/**
 * Counts in a file where it lies: `lines N` prints the newlines in its first N bytes, `bytes N` the length of its first
 * N lines. It tells the answer as `.is NUMBER`, and says `.short NUMBER` where the file has fewer lines. Whoever started it closes its
 * stdin to end it, as in `remote-command.ts`; the same rules of quoting hold.
 */
const SCRIPT = [
  'LC_ALL=C; export LC_ALL; set -f;',
  'mode=$1; n=$2; f=$(printf "%bX" "$3"); f=${f%X};',
  'exec 3<&0; t=; if timeout 5 true 2>/dev/null; then t="timeout 600"; fi;',
  '[ -f "$f" ] && [ -r "$f" ] || exit 0; exec 4<"$f";',
  'run() { $t "$@" <&4 3<&- & g=$!; { read -r x <&3; kill $g; } >/dev/null 2>&1 4<&- & r=$!; wait $g; kill $r 2>/dev/null; };',
  'if [ $mode = lines ]; then c=$(run head -c "$n" | wc -l);',
  'else c=$(run head -n "$n" | wc -c); fi; echo ".is" $c; echo .done',
].join(' ')

/** Newlines in the first `bytes` of a file; null when no program there could count them, or it was ended. */
export function countLinesThere(exec: Exec, path: string, bytes: number, signal: AbortSignal): Promise<number | null> {
  return ask(exec, 'lines', bytes, path, signal)
}

/** Length (bytes) of the first `lines` lines of a file, or of all of it where it has fewer; null as above. */
export function findLineThere(exec: Exec, path: string, lines: number, signal: AbortSignal): Promise<number | null> {
  return ask(exec, 'bytes', lines, path, signal)
}

/** Longer answers are noise (bytes). */
const ANSWER_BYTES = 64 * 1024

async function ask(exec: Exec, mode: 'lines' | 'bytes', count: number, path: string, signal: AbortSignal): Promise<number | null> {
  const running = signal.aborted ? null : await exec(`sh -c '${SCRIPT}' tailpane ${mode} ${count} ${shellWord(Buffer.from(path))}`)
  if (!running) return null
  const end = (): void => running.end()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  let text = ''
  try {
    for await (const chunk of running.output) {
      text += (chunk as Buffer).toString('latin1')
      if (text.length > ANSWER_BYTES || signal.aborted) break
    }
  } catch {
    // The channel went away with the connection.
    return null
  } finally {
    signal.removeEventListener('abort', end)
    running.end()
  }
  const answer = /^\.is\s+(\d{1,15})\n\.done$/m.exec(text)
  return answer && !signal.aborted ? Number(answer[1]) : null
}

/**
 * The search program in a workspace. It prints lines that begin with a digit, the hits
 * (`LINE:OFFSET:text`, offsets in bytes from the start of the file, text cut at 16 KiB), and
 * lines that begin with a full stop:
 *
 * - `.way rg|grep|none` comes first; `none` when there is no program for it, or no such file.
 * - `.rest N`: matching lines after the hits; only GNU grep can tell, since it leaves the file
 *   where it stopped.
 * - `.count N` in place of hits, in mode `count`.
 * - `.at N`: how far the file was read (bytes), where the system says it.
 * - `.done` comes last.
 *
 * Whoever started it closes its stdin to end it: a Coder agent, and some servers, let a command
 * run on when its channel has gone. `timeout` ends it after an hour if all else fails. It reaches
 * the server in single quotes, through the person's own shell, which may be fish or csh: hence no
 * single quote, newline or double backslash in it, and no exclamation mark but in `$!`.
 */
const SCRIPT = [
  'LC_ALL=C; export LC_ALL; set -f; ulimit -v 4000000 2>/dev/null;',
  // The operand as it was before `shellWord`, in p.
  'dec() { p=$(printf "%bX" "$1"); p=${p%X}; };',
  'mode=$1; keep=$2; from=$3; dec "$4"; f=$p; dec "$5"; ere=$p; dec "$6"; rust=$p;',
  'exec 3<&0; t=; if timeout 5 true 2>/dev/null; then t="timeout 3600"; fi;',
  'w=none; gnu=; if rg --version >/dev/null 2>&1; then w=rg;',
  'elif [ "$(echo x | grep -anb -m 1 -E x 2>/dev/null)" = 1:0:x ]; then w=grep; case $(grep -V 2>/dev/null) in *GNU*) gnu=1;; esac; fi;',
  '[ -f "$f" ] && [ -r "$f" ] || w=none; echo ".way $w"; [ $w = none ] && exit 0;',
  'exec 4<"$f";',
  // Runs a program over the file; a reader of stdin beside it ends it when that ends. `timeout` makes a group of its own, and
  // one that is ended in the moment in which it starts the program would leave it behind: hence the group, twice.
  'run() { $t "$@" <&4 3<&- & g=$!; { read -r x <&3; kill -- -$g || kill $g; } >/dev/null 2>&1 4<&- & r=$!; wait $g; kill -- -$g 2>/dev/null; kill $r 2>/dev/null; };',
  'hits() { case $w in rg) run rg --no-config -a -n -b --no-heading --no-filename --color never --encoding none -m "$keep" -e "$rust" -;;',
  '*) run grep -a -n -b -m "$keep" -E -e "$ere";; esac; };',
  'count() { case $w in rg) run rg --no-config -a -c --no-filename --color never --encoding none -e "$rust" -;; *) run grep -a -c -E -e "$ere";; esac; };',
  'if [ $mode = count ]; then n=$(count); echo ".count ${n:-0}"; else { hits; [ -z "$gnu" ] || [ $w = rg ] || echo ".rest $(count)"; } | tail -n "+$from" | cut -b 1-16384; fi;',
  'read -r x at 2>/dev/null </proc/self/fdinfo/4 && echo ".at $at"; echo .done',
].join(' ')

/** Longer commands are not sent (bytes): servers take packets of 32 KiB at least. */
const MOST_BYTES = 30_000

export interface RemoteQuery {
  mode: 'hits' | 'count'
  /** Absolute path. */
  path: string
  /** The pattern for grep and for rg, one character for each byte. */
  ere: string
  rust: string
  /** Most hits. */
  keep: number
  /** Hits before this one (from 1) are left out. */
  from: number
}

/** The command line for the person's shell there; null when it would be too long. */
export function remoteCommand({ mode, keep, from, path, ere, rust }: RemoteQuery): string | null {
  const words = [Buffer.from(path), Buffer.from(ere, 'latin1'), Buffer.from(rust, 'latin1')].map(shellWord)
  const command = `sh -c '${SCRIPT}' tailpane ${mode} ${keep} ${from} ${words.join(' ')}`
  return command.length > MOST_BYTES ? null : command
}

/**
 * Bytes as one word that every shell leaves alone: what is not a letter, a digit or one of
 * `/._-` becomes `\0ooo`, as `printf %b` reads it (POSIX, printf). In single quotes, without any
 * sign that means something there.
 */
export function shellWord(bytes: Uint8Array): string {
  let word = ''
  for (const byte of bytes) {
    const char = String.fromCharCode(byte)
    word += /[A-Za-z0-9/._-]/.test(char) ? char : `\\0${byte.toString(8).padStart(3, '0')}`
  }
  return `'${word}'`
}

/** One line of the answer. */
export type RemoteLine =
  | { kind: 'hit'; line: number; offset: number; text: Buffer }
  | { kind: 'way'; way: 'rg' | 'grep' | 'none' }
  | { kind: 'rest' | 'count' | 'at'; value: number }
  | { kind: 'done' }

const LF = 0x0a
/** A longer line is not an answer (bytes). */
const LINE_BYTES = 32 * 1024

/** The answer's lines; noise (a greeting of the shell's) is left out. */
export async function* readAnswer(output: AsyncIterable<Buffer>): AsyncGenerator<RemoteLine> {
  let open = Buffer.alloc(0)
  let begun = false
  for await (const chunk of output) {
    const bytes = open.length > 0 ? Buffer.concat([open, chunk]) : chunk
    let at = 0
    for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, at)) {
      const line = parseLine(bytes.subarray(at, lf))
      at = lf + 1
      if (line?.kind === 'way') begun = true
      if (line && begun) yield line
    }
    open = Buffer.from(bytes.subarray(at))
    if (open.length > LINE_BYTES) open = Buffer.alloc(0)
  }
}

function parseLine(line: Buffer): RemoteLine | null {
  const hit = /^(\d{1,15}):(\d{1,15}):/.exec(line.toString('latin1', 0, 40))
  if (hit) return { kind: 'hit', line: Number(hit[1]), offset: Number(hit[2]), text: line.subarray(hit[0].length) }
  const word = /^\.(way|rest|count|at|done)(?: (\w+))?$/.exec(line.toString('latin1', 0, 40))
  switch (word?.[1]) {
    case 'done':
      return { kind: 'done' }
    case 'way':
      return word[2] === 'rg' || word[2] === 'grep' ? { kind: 'way', way: word[2] } : { kind: 'way', way: 'none' }
    case 'rest':
    case 'count':
    case 'at':
      return { kind: word[1], value: Number(word[2] ?? NaN) }
    default:
      return null
  }
}

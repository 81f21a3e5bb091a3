/**
 * The other side of `ExecSession`, for servers that refuse SFTP: a POSIX shell script that
 * answers requests from its stdin until that ends. A request is one line, `id op operands`;
 * its answer is a body without a full stop, then `. id status` on a line. File bytes and
 * names travel as base64 (or hex where there is no base64), so nothing in a file can look
 * like the end of an answer.
 *
 * It reaches the server as one word in single quotes, through the person's own shell, which
 * may be fish, csh or PowerShell. Hence no single quote, no newline, no exclamation mark and
 * no double backslash in it: each means something to one of them.
 *
 * Operands: `=path` as it stands, `~path` with `\0ooo` for its special bytes, `@n` for the
 * file that is open as descriptor n. POSIX shells have descriptors 3 to 9 only; through
 * /proc they give what a handle gives: the same file, whatever becomes of its name.
 */
export const EXEC_SCRIPT = [
  'LC_ALL=C; export LC_ALL; set -f; n=$1;',
  'if command -v base64 >/dev/null 2>&1; then enc=base64; else enc=hex; fi;',
  'if stat -L -c %s / >/dev/null 2>&1; then look=gnu; elif stat -L -f %z / >/dev/null 2>&1; then look=bsd; else look=ls; fi;',
  'if [ -e /proc/$$/fd/0 ]; then fds=yes; else fds=no; fi;',

  // Bytes to text.
  'out() { if [ $enc = base64 ]; then base64; else od -An -v -tx1; fi; };',
  // The operand as a path, in p.
  'dec() { case $1 in =*) p=${1#=};; @*) p=/proc/$$/fd/${1#@};; *) p=$(printf "%bX" "${1#?}"); p=${p%X};; esac; };',
  // Without stat: size and mode from ls; the time of change cannot be had in a form to compute with.
  'lsl() { f=$1; set -- $(ls -lLnd -- "$f" 2>/dev/null); [ "$5" ] && m=${1%%.*} && echo "$5 0 $m"; };',
  // Size in bytes, time of change in s, mode (hex, or as ls writes it), of each file.
  'st() { case $look in gnu) stat -L -c "%s %Y %f" -- "$@";; bsd) stat -L -f "%z %m %Xp" -- "$@";; *) for q; do lsl "$q" || return 1; done;; esac; };',
  // The same, with names.
  'sn() { case $look in gnu) stat -L -c "%s %Y %f %n" -- "$@";; bsd) stat -L -f "%z %m %Xp %N" -- "$@";;',
  '*) for q; do r=$(lsl "$q") && echo "$r $q"; done;; esac; };',
  // Why a file cannot be had, in k.
  'bad() { e=$(ls -Ld -- "$1" 2>&1 >/dev/null); case $e in *ermission*) k=forbidden;; *such*|*"ot a dir"*) k=missing;;',
  '"") if [ -r "$1" ]; then k=failed; else k=forbidden; fi;; *) k=failed;; esac; };',

  'echo "$n $enc $look $fds";',
  'while IFS=" " read -r id op rest; do set -- $rest; k=ok; case $op in',
  // Several files at once: one process for all of them.
  's) for x; do dec "$x"; set -- "$@" "$p"; shift; done; st "$@" 2>/dev/null || k=failed;;',
  't) dec "$1"; st "$p" 2>/dev/null || bad "$p";;',
  // Opens as descriptor $1 (0: looks only whether it could). Plain files only: a FIFO would block.
  'o) dec "$2"; if [ -f "$p" ] && [ -r "$p" ]; then if [ $1 -gt 0 ]; then eval "command exec $1<\\"\\$p\\"" 2>/dev/null || bad "$p"; fi;',
  'elif [ -f "$p" ]; then k=forbidden; else bad "$p"; fi;;',
  'c) eval "exec $1<&-";;',
  // Blocks of 4 KiB: $2 the first, $3 how many.
  'r) dec "$1"; if [ -r "$p" ]; then dd if="$p" bs=4096 skip=$2 count=$3 2>/dev/null | out; else bad "$p"; fi;;',
  'l) dec "$1"; if [ -d "$p" ] && [ -r "$p" ] && [ -x "$p" ]; then (cd "$p" && set +f && set -- .* * && sn "$@" 2>/dev/null) | out; else bad "$p"; fi;;',
  'p) dec "$1"; if [ -d "$p" ]; then (cd "$p" && pwd -P) | out; else readlink -f -- "$p" | out; fi;;',
  '*) k=failed;; esac; echo ". $id $k"; done',
].join(' ')

/** The command for the server; `nonce` begins the greeting, so that noise before it is not taken for one. */
export function execCommand(nonce: string): string {
  return `sh -c '${EXEC_SCRIPT}' tailpane ${nonce}`
}

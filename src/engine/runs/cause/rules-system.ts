import type { CauseRule } from './rule'

/** Where a shell says which line of which script it means: `/tmp/x.sh: line 12: `, `bash: line 3: `, `sh: 1: `, `zsh:2: `. */
const AT = String.raw`(?:(?:[^\s:]+: )?(?:-c: )?(?:line )?\d+: |(?:ba|z|da|k)?sh: |zsh:\d+: |[^\s:]*\.sh: |-bash: )`
const shell = (rest: string): RegExp => new RegExp(`^${AT}${rest}`)

/** The shell, the machine and its limits. */
export const systemRules: readonly CauseRule[] = [
  // Commands
  { topic: 'command', pattern: shell(String.raw`(\S.*?): command not found$`), score: 92, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /^zsh:\d+: command not found: (\S+)/, score: 92, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: shell(String.raw`(\S+): not found$`), score: 92, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /^(?:sudo|env|nohup|xargs|time|timeout|exec|doas|setsid|nice): (?:failed to run command )?[‘'"“]?([^\s’'"”:]+)[’'"”]?: (?:command not found|No such file or directory)$/, score: 92, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /^(\S+): command not found$/, score: 90, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /exec(?:utable file)?:? "?([^\s":]+)"?: executable file not found in \$PATH/, score: 88, says: 'The command $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /^\/usr\/bin\/env: [‘'"]?([^\s’'":]+)[’'"]?: No such file or directory/, score: 90, says: 'The program $1 is not installed.', exits: [127] },
  { topic: 'command', pattern: /bad interpreter: (.+)$/, score: 90, says: 'The interpreter of a script does not exist: $1.', exits: [126, 127] },
  { topic: 'command', pattern: /cannot execute(?: binary file)?: (?:Exec format error|required file not found)|Exec format error$/, score: 90, says: 'A program is made for another kind of machine.', exits: [126, 127] },
  { topic: 'command', pattern: /^(?:ERROR: )?(?:Please install|You need to install|requires? )(.+?)(?: first| to be installed| before).*$/i, score: 62, says: 'Something has to be installed first: $1.' },
  // The script itself
  { topic: 'shell', pattern: shell(String.raw`([\w@*]+): unbound variable$`), score: 92, says: 'The variable $1 is not set.' },
  { topic: 'shell', pattern: shell(String.raw`([\w@*]+): (?:parameter not set|parameter null or not set)$`), score: 92, says: 'The variable $1 is not set.', exits: [2] },
  { topic: 'shell', pattern: shell(String.raw`(\w+): (?!command not found|No such file|Permission denied|Is a directory|not found)(?=[^:]*(?:set|require|missing|need|must|empty|provide))(.+)$`), score: 78, says: 'The variable $1 is not usable: $2.' },
  { topic: 'shell', pattern: shell(String.raw`syntax error(.*)$`), score: 92, says: 'The script has a syntax error$1.', exits: [2] },
  { topic: 'shell', pattern: shell(String.raw`Syntax error: (.*)$`), score: 92, says: 'The script has a syntax error: $1.', exits: [2] },
  { topic: 'shell', pattern: /unexpected (?:end of file|EOF while looking for matching)/, score: 90, says: 'The script has a syntax error.', exits: [2] },
  { topic: 'shell', pattern: shell(String.raw`(?:\S+: )?(?:ambiguous redirect|bad substitution|Bad substitution|integer expression expected|too many arguments|not a valid identifier|unary operator expected|readonly variable|division by 0.*)$`), score: 82, says: 'The script has a mistake in it.' },
  { topic: 'shell', pattern: /\bset: (?:Illegal option|illegal option|-o: invalid option|pipefail: invalid option)/i, score: 90, says: 'The shell does not know an option that the script sets.', exits: [2] },
  { topic: 'shell', pattern: /^(\S+): (?:unrecognized option|invalid option|illegal option|unknown option|option requires an argument)/, score: 80, says: '$1 does not know an option that it is given.' },
  { topic: 'shell', pattern: /^(?:error: )?(?:unknown (?:flag|shorthand flag|command|option)|unrecognized arguments?|unexpected argument|no such (?:option|command|subcommand))\b:? ?(.*)$/i, score: 80, says: 'A command is given something that it does not know: $1.' },
  // Memory
  { topic: 'memory', pattern: shell(String.raw`\s*\d+ Killed\s+(.*)$`), score: 93, says: 'A program was killed, most likely since memory ran out: $1.', exits: [137] },
  { topic: 'memory', pattern: /^Killed$/, score: 88, says: 'A program was killed, most likely since memory ran out.', exits: [137] },
  { topic: 'memory', pattern: /JavaScript heap out of memory|Reached heap limit/, score: 95, says: 'Node.js ran out of memory.', exits: [134] },
  { topic: 'memory', pattern: /Cannot allocate memory|virtual memory exhausted|std::bad_alloc|Out of memory|OutOfMemoryError|OOMKilled|oom-kill|MemoryError|fatal error: Killed signal terminated program/i, score: 92, says: 'Memory ran out.', exits: [137, 12] },
  { topic: 'memory', pattern: /signal: killed|SIGKILL|signal: 9|killed by signal 9/, score: 84, says: 'A program was killed, most likely since memory ran out.', exits: [137] },
  { topic: 'memory', pattern: shell(String.raw`\s*\d+ (?:Segmentation fault|Aborted|Illegal instruction|Bus error|Trace\/breakpoint trap)(?:\s+\(core dumped\))?\s*(.*)$`), score: 86, says: 'A program crashed: $1.', exits: [139, 134, 132, 135] },
  { topic: 'memory', pattern: /^(?:Segmentation fault|Illegal instruction|Bus error|Aborted)(?: \(core dumped\))?$/, score: 84, says: 'A program crashed.', exits: [139, 134, 132, 135] },
  // Disk and files
  { topic: 'disk', pattern: /No space left on device|\bENOSPC\b|not enough (?:free )?(?:disk )?space|You don't have enough free space/i, score: 96, says: 'The disk is full.' },
  { topic: 'disk', pattern: /Disk quota exceeded|\bEDQUOT\b/i, score: 96, says: 'The disk quota is used up.' },
  { topic: 'disk', pattern: /Read-only file system|\bEROFS\b/i, score: 92, says: 'The file system is read-only.' },
  { topic: 'disk', pattern: /Too many open files|\bEMFILE\b|System limit for number of file watchers reached/i, score: 90, says: 'Too many files are open at once.' },
  { topic: 'disk', pattern: /Stale file handle|Input\/output error|Transport endpoint is not connected|Structure needs cleaning/i, score: 90, says: 'A disk or a mounted folder does not answer.' },
  { topic: 'disk', pattern: /^mount(?:\.\w+)?: (.+)$/, score: 82, says: 'A folder could not be mounted: $1.', exits: [32] },
  { topic: 'file', pattern: shell(String.raw`(?:cd: )?(\S.*?): No such file or directory$`), score: 86, says: '$1 does not exist.', exits: [127] },
  { topic: 'file', pattern: /^(?:\w[\w.+-]*): (?:cannot (?:access|stat|open|create|remove|touch|copy|read|change)\b.*?|can't (?:open|cd to|access|read|stat)\b.*?|failed to .*?|error .*?)?[‘'"]?([^‘’'":]+)[’'"]?(?: for reading)?: No such file or directory$/, score: 84, says: '$1 does not exist.' },
  { topic: 'file', pattern: /(?:No such file or directory|\bENOENT\b)/, score: 70, says: 'A file or folder does not exist.' },
  { topic: 'file', pattern: /^(?:tar|gzip|unzip|xz|bzip2|zstd|bsdtar|unxz|7z)\b.*: (?:not in gzip format|This does not look like a tar archive|unexpected end of file|Unexpected EOF in archive|cannot find or open .*|File format not recognized|invalid magic|unsupported format|End-of-central-directory signature not found)/, score: 85, says: 'A downloaded archive is damaged or is no archive.' },
  { topic: 'file', pattern: /^End-of-central-directory signature not found|not a (?:zip|gzip|tar) (?:file|archive)/i, score: 82, says: 'A downloaded archive is damaged or is no archive.' },
  { topic: 'file', pattern: /(?:WARNING: )?\d+ computed checksums? did NOT match|checksum (?:mismatch|did not match|verification failed|does not match)|hash(?:es)? (?:mismatch|do not match)|THESE PACKAGES DO NOT MATCH THE HASHES|^\S+: FAILED(?: open or read)?$/i, score: 82, says: 'A download does not have the checksum that was expected.' },
  { topic: 'file', pattern: /^(?:mkdir|ln|cp|mv|install|rm|rmdir): .*: (File exists|Not a directory|Is a directory|Directory not empty|Invalid cross-device link|Too many levels of symbolic links)$/, score: 84, says: 'A file or folder is in the way: $1.' },
  { topic: 'file', pattern: /^\* (?:existing target is|cannot stow) (.+)$/, score: 88, says: 'stow will not replace what is there: $1.' },
  // Permissions
  { topic: 'permission', pattern: shell(String.raw`(\S.*?): Permission denied$`), score: 90, says: 'There is no permission for $1.', exits: [126] },
  { topic: 'permission', pattern: /sudo: (?:a password is required|a terminal is required|no tty present|sorry, you must have a tty)|sudo: \d+ incorrect password attempts?/, score: 93, says: 'sudo asks for a password here, and nobody can enter one.' },
  { topic: 'permission', pattern: /is not in the sudoers file|is not allowed to (?:execute|run sudo)/, score: 93, says: 'The user may not use sudo.' },
  { topic: 'permission', pattern: /sudo: .*(?:"no new privileges" flag is set|must be owned by uid 0|effective uid is not 0)/, score: 93, says: 'sudo cannot work in this workspace.' },
  { topic: 'permission', pattern: /(?:\bEACCES\b|Operation not permitted|\bEPERM\b)/, score: 84, says: 'There is no permission for this.' },
  { topic: 'permission', pattern: /^(?!.*publickey)(?:.*: )?Permission denied$/, score: 84, says: 'There is no permission for this.' },
  { topic: 'permission', pattern: /(?:must be (?:run )?(?:as )?root|needs? to be root|requires? (?:root|superuser)|Are you root\?|superuser access)/i, score: 85, says: 'This has to be run as root.' },
]

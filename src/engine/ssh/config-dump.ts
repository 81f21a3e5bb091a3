import type { ParsedTarget } from './target'

/** The answer of `ssh -G`: each keyword (lower case) with its values in order. */
export function parseConfigDump(text: string): Map<string, string[]> {
  const dump = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/)) {
    const space = line.indexOf(' ')
    if (space <= 0) continue
    const keyword = line.slice(0, space).toLowerCase()
    const values = dump.get(keyword) ?? []
    values.push(line.slice(space + 1))
    dump.set(keyword, values)
  }
  return dump
}

/** What OpenSSH would use without any config: taken where there is no OpenSSH client, for what the config does not say. */
export function defaultConfig(target: ParsedTarget): Map<string, string[]> {
  return new Map([
    ['hostname', [target.host]],
    ['port', [String(target.port ?? 22)]],
    ...(target.user === undefined ? [] : [['user', [target.user]] as [string, string[]]]),
    ['identityfile', ['~/.ssh/id_rsa', '~/.ssh/id_ecdsa', '~/.ssh/id_ed25519']],
    ['userknownhostsfile', ['~/.ssh/known_hosts ~/.ssh/known_hosts2']],
    ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
  ])
}

/** Splits a list of file names as ssh prints it; a name with blanks is in double quotes. */
export function splitWords(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '')
}

import { basename, dirname } from 'node:path'
import { loginUrl, samePath, urlOf } from './config-folder'
import type { ProxyBlock } from './ssh-config'
import type { CoderAgent, CoderWorkspace } from './types'

/** A block of the ssh config whose ProxyCommand is the `coder` program's tunnel. */
export interface CoderHost {
  pattern: string
  /** Who wrote the block: `coder config-ssh` itself, or an editor for its own sessions. */
  by: 'coder' | 'editor'
  /** `--global-config` (or the folder of `--url-file`) and `--url` of the command; null where it names none. */
  folder: string | null
  url: string | null
  prefix: string | null
  suffix: string | null
  /** The workspace that the command names itself, in place of `%h`. */
  name: string | null
}

/** Options of `coder` and `coder ssh` that take a value, as the next word or after `=`. */
const WITH_VALUE = new Set([
  '--global-config', '--url', '--header', '--header-command', '--token', '--ssh-host-prefix', '--hostname-suffix', '--network-info-dir',
  '--network-info-interval', '--log-dir', '--wait', '--usage-app', '--session-token-file', '--url-file', '-l', '--identity-agent', '--env',
])

/** The tunnels among the blocks, in order; whatever else has a ProxyCommand is left out. */
export function coderHosts(blocks: readonly ProxyBlock[]): CoderHost[] {
  return blocks.flatMap((block) => {
    const command = readCommand(block.command)
    if (!command) return []
    return block.patterns
      .filter((pattern) => /[A-Za-z0-9]/.test(pattern))
      .map((pattern) => ({ ...command, pattern, by: /^coder-(vscode|jetbrains)/.test(pattern) || command.editor ? ('editor' as const) : ('coder' as const) }))
  })
}

type Command = Omit<CoderHost, 'pattern' | 'by'> & { editor: boolean }

function readCommand(words: readonly string[]): Command | null {
  const program = words[0] === 'exec' ? 1 : 0
  // VS Code names the program after its platform: coder-linux-amd64.
  if (!/^coder([-_][\w.-]+)?(\.exe)?$/i.test(basename((words[program] ?? '').replaceAll('\\', '/')))) return null
  const options = new Map<string, string>()
  const plain: string[] = []
  for (let i = program + 1; i < words.length; i++) {
    const word = words[i] ?? ''
    const equals = word.indexOf('=')
    if (!word.startsWith('-')) plain.push(word)
    else if (equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1))
    else options.set(word, WITH_VALUE.has(word) ? (words[++i] ?? '') : '')
  }
  const [verb, name] = plain
  const old = verb === 'vscodessh'
  if (!old && !(verb === 'ssh' && options.has('--stdio'))) return null
  const option = (key: string): string | null => options.get(key) ?? null
  const urlFile = option('--url-file')
  return {
    folder: option('--global-config') ?? (urlFile === null ? null : dirname(urlFile)),
    url: option('--url'),
    prefix: option('--ssh-host-prefix'),
    suffix: option('--hostname-suffix'),
    name: name === undefined || name.includes('%') ? null : name,
    editor: old || option('--usage-app') !== null,
  }
}

/** Where a tunnel's login is: what of it tells whether it is this deployment's. */
export interface LoginPlace {
  url: string
  /** The deployment's config folder (absolute), the default one included; null for one entered with a token. */
  folderPath: string | null
  /** Whether a command that names neither folder nor address means this deployment. */
  isDefault: boolean
}

/** Whether a block's command uses the login of this deployment. */
export async function belongsTo(host: CoderHost, place: LoginPlace): Promise<boolean> {
  if (host.url !== null) return loginUrl(host.url) === place.url
  if (host.folder === null) return place.isDefault
  if (place.folderPath !== null && samePath(host.folder, place.folderPath)) return true
  return (await urlOf(host.folder)) === place.url
}

/** The host name under which this block reaches the agent; null when it does not. */
export function nameUnder(host: CoderHost, w: CoderWorkspace, a: CoderAgent): string | null {
  const only = w.agents.filter((other) => other.parentId === null).length === 1 && a.parentId === null
  const wildcard = /[*?]/.test(host.pattern)
  if (wildcard) {
    if (host.prefix && host.pattern === `${host.prefix}*`) return `${host.prefix}${editorName(host, w)}.${a.name}`
    if (host.suffix && host.pattern === `*.${host.suffix}`) return `${a.name}.${w.name}.${w.owner}.${host.suffix}`
    // The editor's older form, which takes the owner, workspace and agent from the host's own name.
    if (host.by === 'editor' && host.pattern.endsWith('--*')) return `${host.pattern.slice(0, -1)}${w.owner}--${w.name}--${a.name}`
    return null
  }
  const said = host.name ?? bareName(host)
  return said !== null && names(said, w, a, only) ? host.pattern : null
}

function editorName(host: CoderHost, w: CoderWorkspace): string {
  return host.by === 'editor' ? `${w.owner}--${w.name}` : w.name
}

/** The host's name without the prefix or suffix that the command takes off. */
function bareName(host: CoderHost): string | null {
  const { pattern, prefix, suffix } = host
  if (prefix && pattern.startsWith(prefix)) return pattern.slice(prefix.length)
  if (suffix && pattern.endsWith(`.${suffix}`)) return pattern.slice(0, -suffix.length - 1)
  return null
}

/** Whether `said` is one of the names that `coder ssh` takes for this agent. */
function names(said: string, w: CoderWorkspace, a: CoderAgent, only: boolean): boolean {
  const { name, owner } = w
  const withAgent = [`${name}.${a.name}`, `${owner}/${name}.${a.name}`, `${owner}--${name}.${a.name}`, `${owner}--${name}--${a.name}`, `${a.name}.${name}.${owner}`]
  return withAgent.includes(said) || (only && [name, `${owner}/${name}`, `${owner}--${name}`].includes(said))
}

import type { Result } from '@shared/model'
import { folderArgs, folderEnv } from './cli'
import { belongsTo, coderHosts, nameUnder } from './coder-hosts'
import { defaultFolder } from './config-folder'
import type { DeploymentAccess } from './deployments'
import { noTunnel, refuse } from './failures'
import { readProxyBlocks } from './ssh-config'
import type { CoderAgent, CoderWorkspace } from './types'

/** Looking at a log must never start a workspace, nor wait for its scripts. */
const LOOK_ONLY_ENV: Readonly<Record<string, string>> = { CODER_SSH_WAIT: 'no', CODER_SSH_DISABLE_AUTOSTART: 'true' }

/** What a link goes to; the shapes of `SshTarget` in src/engine/ssh/types.ts. */
export type TunnelTarget =
  | { kind: 'typed'; text: string }
  | { kind: 'coder'; argv: string[]; env: Record<string, string>; name: string }

/**
 * How to reach an agent: through the Host entries that `coder config-ssh` wrote for this deployment (so that
 * the person's own settings in them count), then through those of an editor, else by the program itself.
 */
export async function findTunnel(access: DeploymentAccess, w: CoderWorkspace, a: CoderAgent, env: NodeJS.ProcessEnv): Promise<Result<TunnelTarget>> {
  const host = await configuredHost(access, w, a, env)
  if (host !== null) return { ok: true, value: { kind: 'typed', text: host } }
  return ownTunnel(access, w, a)
}

/** `coder ssh --stdio` itself, without the ssh config. */
export function ownTunnel(access: DeploymentAccess, w: CoderWorkspace, a: CoderAgent): Result<TunnelTarget> {
  const name = `${w.name}.${a.name}`
  // An entered token comes before the program's login, which may have expired: that may be why it was entered.
  if (access.token !== null && access.binary !== null) {
    // It goes into the environment: argv can be read by everybody on the machine.
    const env = { CODER_URL: access.url, CODER_SESSION_TOKEN: access.token, ...LOOK_ONLY_ENV }
    return { ok: true, value: { kind: 'coder', argv: [access.binary, 'ssh', '--stdio', name], env, name } }
  }
  if (!access.cli) return refuse(noTunnel())
  const argv = [access.cli.binary, ...folderArgs(access.cli), 'ssh', '--stdio', name]
  return { ok: true, value: { kind: 'coder', argv, env: { ...folderEnv(access.cli), ...LOOK_ONLY_ENV }, name } }
}

async function configuredHost(access: DeploymentAccess, w: CoderWorkspace, a: CoderAgent, env: NodeJS.ProcessEnv): Promise<string | null> {
  const folderPath = access.cli ? (access.cli.folder ?? defaultFolder(env)) : null
  const place = { url: access.url, folderPath, isDefault: access.cli !== null && access.cli.folder === null }
  let fallback: string | null = null
  for (const host of coderHosts(await readProxyBlocks(env))) {
    if (fallback !== null && host.by === 'editor') continue
    const name = nameUnder(host, w, a)
    if (name === null || !isHostName(name) || !(await belongsTo(host, place))) continue
    if (host.by === 'coder') return name
    fallback = name
  }
  return fallback
}

/** What may stand where a person would type a host: see `isSafeName` in src/engine/ssh/target.ts. */
function isHostName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,255}$/.test(text) && !text.startsWith('-')
}

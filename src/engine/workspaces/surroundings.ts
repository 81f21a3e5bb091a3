import type { LogOrigin } from '@shared/model'
import { resolveLogPath } from '../coder'
import type { RemoteFiles } from '../ssh'
import { unlessLost, type LogFolder } from './discover'

const ENVIRON_BYTES = 256 * 1024

export interface Surroundings {
  /** Folders that the agent's environment names, in falling order of trust. */
  folders: LogFolder[]
  /** The given paths as the agent resolves them; null where that cannot be known. */
  resolved: (string | null)[]
}

/**
 * What an agent's environment says of its logs. On a Coder agent `/proc/self/environ` over
 * SFTP is the agent's own environment: its log folder, and what stands in the paths of its
 * scripts' logs, is taken from it, and nothing of it is kept. OpenSSH does not let an
 * ordinary user read it: then there are no folders.
 */
export async function readSurroundings(files: RemoteFiles, paths: readonly string[]): Promise<Surroundings> {
  const [environ, home] = await Promise.all([
    files.readHead('/proc/self/environ', ENVIRON_BYTES).catch(unlessLost(Buffer.alloc(0))),
    paths.some((path) => path.startsWith('~')) ? files.realpath('.').catch(unlessLost(null)) : null,
  ])
  const env = environ.length > 0 ? parse(environ.toString('utf8')) : null
  const folders: LogFolder[] = []
  const add = (path: string | undefined, origin: LogOrigin) => {
    const clean = path?.replace(/\/+$/, '')
    if (clean?.startsWith('/') && !folders.some((f) => f.path === clean)) folders.push({ path: clean, origin })
  }
  add(env?.['CODER_AGENT_LOG_DIR'], 'environment')
  add(env?.['TMPDIR'], 'environment')
  const logDir = folders[0]?.path ?? '/tmp'
  return { folders, resolved: paths.map((path) => resolveLogPath(path, { env, home, logDir })) }
}

function parse(environ: string): Record<string, string> {
  const env: Record<string, string> = Object.create(null)
  for (const entry of environ.split('\0')) {
    const eq = entry.indexOf('=')
    if (eq > 0) env[entry.slice(0, eq)] = entry.slice(eq + 1)
  }
  return env
}

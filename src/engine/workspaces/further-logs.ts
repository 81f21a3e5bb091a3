import type { RemoteFiles } from '../ssh'
import { describe, unlessLost, type FoundLog } from './discover'

/** Rotated agent logs (lumberjack's names) and logs of scripts without a path of their own. */
const FURTHER = /^coder-(agent-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}|script-[0-9a-f-]{36})\.log$/
const CLOUD_INIT = '/var/log/cloud-init-output.log'
const MOST = 50

/** Logs beside the named ones: in the folder of the agent log, and cloud-init's output. Newest first. */
export async function findFurther(files: RemoteFiles, folder: string): Promise<FoundLog[]> {
  const [entries, cloudInit] = await Promise.all([files.list(folder).catch(unlessLost([])), files.stat(CLOUD_INIT).catch(unlessLost(null))])
  const found = entries
    .filter(({ name, stat }) => stat.kind === 'file' && FURTHER.test(name))
    .sort((a, b) => b.stat.modifiedMs - a.stat.modifiedMs)
    .slice(0, MOST)
    .map(({ name, stat }) => file(`${folder}/${name}`, stat))
  return cloudInit?.kind === 'file' ? [...found, { ...file(CLOUD_INIT, cloudInit), title: 'cloud-init output' }] : found
}

/** The files that a pattern with `*` and `?` in its last part names; the path itself when it is no pattern. */
export async function expandGlob(files: RemoteFiles, path: string): Promise<string[]> {
  const slash = path.lastIndexOf('/')
  const [folder, pattern] = [path.slice(0, slash) || '/', path.slice(slash + 1)]
  if (!/[*?]/.test(pattern)) return [path]
  const matcher = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 's')
  const entries = await files.list(folder).catch(unlessLost([]))
  return entries
    .filter(({ name, stat }) => stat.kind === 'file' && name.length <= 255 && matcher.test(name))
    .sort((a, b) => b.stat.modifiedMs - a.stat.modifiedMs)
    .slice(0, MOST)
    .map(({ name }) => `${folder === '/' ? '' : folder}/${name}`)
}

function file(path: string, stat: { sizeBytes: number; modifiedMs: number }): FoundLog {
  return { path, ...describe(path), origin: 'well-known', store: 'file', seen: { sizeBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs } }
}

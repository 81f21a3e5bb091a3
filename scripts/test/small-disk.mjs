import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { atEnd } from '../run/processes.mjs'

/**
 * A file system of 64 MiB in memory that can be filled up without harm. Only root may mount one.
 * @param {import('./test-user.mjs').TestPlace} place
 * @returns {{ path: string, remove: () => void } | undefined} nothing where none can be made
 */
export function mountSmallDisk({ temporary, uid, gid }) {
  const path = join(temporary, 'small-disk')
  mkdirSync(path, { recursive: true })
  const owner = uid === undefined ? '' : `,uid=${uid},gid=${gid}`
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=64m,mode=0700${owner}`, 'tmpfs', path], { stdio: 'ignore' })
  if (status !== 0) return undefined
  const remove = atEnd(() => void spawnSync('umount', ['--lazy', path], { stdio: 'ignore' }))
  return { path, remove }
}

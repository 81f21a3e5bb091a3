import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingManifest } from '@shared/model'

/** Takes away ranges and indexes that the manifest of a closed recording does not name: other files tell of their bytes by now. */
export async function removeUnnamed(folder: string, { logs }: Pick<RecordingManifest, 'logs'>): Promise<void> {
  const named = new Set(logs.flatMap(({ ranges }) => ranges.map(({ file }) => file)))
  const left = (await readdir(folder)).filter((name) => /\.(?:zst|enc|idx)$/.test(name) && !named.has(name.replace(/\.idx$/, '')))
  await Promise.all(left.map((name) => unlink(join(folder, name)).catch(() => undefined)))
}

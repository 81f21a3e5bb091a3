import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingManifest } from '@shared/model'
import { MANIFEST_FILE } from './manifest'

/** Puts a manifest in place of the one before; at any moment there is a whole one. Rejects when it cannot be written. */
export async function writeManifest(folder: string, manifest: RecordingManifest): Promise<void> {
  const fresh = join(folder, `${MANIFEST_FILE}.new`)
  await writeFile(fresh, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
  await rename(fresh, join(folder, MANIFEST_FILE))
}

/** Makes a folder that only the person can enter, whoever made those above it. */
export async function privateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
}

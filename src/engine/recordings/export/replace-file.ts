import { randomUUID } from 'node:crypto'
import { open, rename, unlink, type FileHandle } from 'node:fs/promises'

/**
 * Lets `write` fill a new file (0600) that takes the place of `path` when it is whole and on the disk. When it rejects nothing of it
 * stays, and what stood at `path` is as it was. Rejects as the file system and `write` do.
 */
export async function replaceFile<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const part = `${path}.${randomUUID()}.part`
  const file = await open(part, 'wx', 0o600)
  try {
    const result = await write(file)
    await file.sync()
    await file.close()
    await rename(part, path)
    return result
  } catch (error) {
    await file.close().catch(() => undefined)
    await unlink(part).catch(() => undefined)
    throw error
  }
}

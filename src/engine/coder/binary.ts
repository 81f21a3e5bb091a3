import { access, constants, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

/**
 * The absolute path of the `coder` program: the one that the settings name, else the first on the PATH. A path
 * that the settings name but that cannot be run is not replaced by another. Null when there is none.
 */
export async function findBinary(setting: string | null, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (setting !== null && setting !== '') return isAbsolute(setting) && (await isProgram(setting)) ? setting : null
  const names = process.platform === 'win32' ? ['coder.exe', 'coder.cmd'] : ['coder']
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    // A relative folder would make the program depend on where the app was started.
    if (!isAbsolute(folder)) continue
    for (const name of names) if (await isProgram(join(folder, name))) return join(folder, name)
  }
  return null
}

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true && (await access(path, constants.X_OK).then(() => true, () => false))
}

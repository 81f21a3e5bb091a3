/** Variables that steer this process and would change how a child of another kind behaves. */
const OURS = /^(NODE_|ELECTRON_|npm_|VITE|VITEST|CHROME_DESKTOP$|GDK_BACKEND$)/

/** The environment without what belongs to this program's own runtime; undefined values are dropped. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !OURS.test(name)) kept[name] = value
  }
  return kept
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The switch of a start without a window. */
export const HIDDEN_SWITCH = '--hidden'

/**
 * An argument of `Exec` (Desktop Entry Specification, "The Exec key"): quoted, reserved characters escaped, and
 * `%` doubled. Backslashes are escaped a second time because the value as a whole is a string.
 */
export function quoteExec(argument: string): string {
  const quoted = argument.replace(/["`$\\]/g, (sign) => `\\${sign}`).replaceAll('%', '%%')
  return `"${quoted.replaceAll('\\', '\\\\')}"`
}

/** The file that makes a Linux desktop start the app at login (Desktop Application Autostart Specification). */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tailpane',
    'Comment=Watches the starts of remote workspaces',
    `Exec=${[...command, HIDDEN_SWITCH].map(quoteExec).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  const config = env['XDG_CONFIG_HOME']
  return join(config?.startsWith('/') ? config : join(home, '.config'), 'autostart', 'tailpane.desktop')
}

/** Makes a Linux desktop start `command` hidden at login, or not any more. Throws what the file system throws. */
export function setAutostart(on: boolean, file: string, command: readonly string[]): void {
  if (!on) return rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, autostartEntry(command), { mode: 0o644 })
}

import { app } from 'electron'

/**
 * Notes processes of Chromium that ended: graphics, network and the like. Chromium starts them again by itself and draws
 * without graphics acceleration when that keeps ending. The engine is its supervisor's business.
 */
export function noteLostProcesses(note: (level: 'warn', text: string) => void): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason === 'clean-exit' || name === 'Tailpane engine') return
    note('warn', `process of Chromium ended: ${type}${name ? ` ${name}` : ''}, ${reason} (${exitCode})`)
  })
}

import { BrowserWindow, ipcMain, type WebContents } from 'electron'
import { invokeSchemas, type InvokeName, type InvokeParams, type InvokeResults, type PushName, type Pushes } from '@shared/contract/channels'
import type { Result } from '@shared/model'
import { checkCall, senderOf } from './call-check'
import { describeError } from './diary'
import { frontWindow } from './windows'

/** One function per call that a window may make. */
export type CallHandlers = {
  [N in InvokeName]: (params: InvokeParams<N>, from: WebContents) => InvokeResults[N] | Promise<InvokeResults[N]>
}

/**
 * Registers every call of the contract: the only `ipcMain` of the app. Answers are
 * values; a refused call and a bug in a handler both come back as a failure, and never
 * as a stack trace of ours in the page.
 */
export function registerCalls(handlers: CallHandlers, ownOrigin: string, note: (level: 'warn' | 'error', text: string) => void): void {
  const register = <N extends InvokeName>(name: N): void => {
    ipcMain.handle(name, async (event, params: unknown): Promise<Result<InvokeResults[N]>> => {
      const checked = checkCall(name, params, senderOf(event, () => BrowserWindow.fromWebContents(event.sender) !== null), ownOrigin)
      if (!checked.ok) {
        note('warn', `call ${name} refused: ${checked.failure.sentence}`)
        return checked
      }
      try {
        return { ok: true, value: await handlers[name](checked.value, event.sender) }
      } catch (error) {
        note('error', `call ${name}: ${describeError(error)}`)
        return {
          ok: false,
          failure: { code: 'INTERNAL', sentence: 'The app met an error of its own.', nextStep: 'Try again; tailpane.log in the app’s folder says more.' },
        }
      }
    })
  }
  for (const name of Object.keys(invokeSchemas) as InvokeName[]) register(name)
}

/** What is asked of one window, or said once: it goes to the one in front. */
const TO_FRONT: ReadonlySet<PushName> = new Set(['command.run', 'launch.more', 'agent.show', 'link.open', 'notice.show', 'files.offered'] satisfies PushName[])

/** Sends a push to every window, or to the one in front where it is meant for one. */
export function push<N extends PushName>(name: N, payload: Pushes[N]): void {
  if (TO_FRONT.has(name)) return frontWindow()?.webContents.send(name, payload)
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(name, payload)
}

/** Sends a push to one window. */
export function pushTo<N extends PushName>(window: BrowserWindow, name: N, payload: Pushes[N]): void {
  window.webContents.send(name, payload)
}

import * as v from 'valibot'
import { invokeSchemas, type InvokeName, type InvokeParams } from '@shared/contract/channels'
import type { Failure, Result } from '@shared/model'

/** What is known of the frame that sent a call; null when the frame is gone or cannot be asked. */
export type Sender = {
  /** It is the top frame of one of the app's own windows. */
  isOwnTopFrame: boolean
  /** Serialised origin, e.g. `tailpane-app://ui`. */
  origin: string
} | null

/** What Electron tells of a call and of the frame that sent it. */
export interface CallEvent {
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null
  readonly sender: { readonly mainFrame: unknown }
}

/** Who sent a call; `isWindow`: its page is that of one of the app's windows. A frame that went away cannot be asked who it was. */
export function senderOf(event: CallEvent, isWindow: () => boolean): Sender {
  try {
    const frame = event.senderFrame
    if (!frame) return null
    return { isOwnTopFrame: isWindow() && frame === event.sender.mainFrame && frame.parent === null, origin: frame.origin }
  } catch {
    return null
  }
}

/**
 * Checks who calls and with what. Fails closed: a sender that cannot be told, a frame
 * inside the page, another origin and parameters outside the schema are all refused.
 */
export function checkCall<N extends InvokeName>(name: N, params: unknown, sender: Sender, ownOrigin: string): Result<InvokeParams<N>> {
  if (sender === null || !sender.isOwnTopFrame || sender.origin !== ownOrigin) {
    return refuse('The app was called from a page that is not its own.')
  }
  const parsed = v.safeParse(invokeSchemas[name], params)
  if (!parsed.success) return refuse(`The app was sent a ${name} that it does not understand.`)
  return { ok: true, value: parsed.output as InvokeParams<N> }
}

function refuse(sentence: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'REQUEST_INVALID', sentence, nextStep: 'Reload the window; if it happens again, please report it.' } }
}

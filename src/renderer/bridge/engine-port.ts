import type { EnginePortMessage } from '@shared/contract/channels'

/** The part of a window that carries a port to the page. */
export interface PortWindow {
  readonly origin: string
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** 32 hex digits from the platform's random source. */
export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Hears the window for the engine's port. A message counts only if the page itself
 * sent it (its source and origin are this window's), if it carries the nonce that is
 * expected now, and if it has exactly one port.
 */
export function hearEnginePort(
  target: PortWindow,
  expected: () => string | null,
  arrived: (port: MessagePort) => void,
): () => void {
  const listener = (event: MessageEvent): void => {
    if (event.source !== target || event.origin !== target.origin) return
    const data = event.data as Partial<EnginePortMessage> | null
    const nonce = typeof data === 'object' && data !== null ? data.tailpaneEnginePort : undefined
    if (typeof nonce !== 'string') return
    const [port] = event.ports
    if (nonce !== expected() || event.ports.length !== 1 || !port) {
      // A port that nobody listens to would keep the engine serving a window that is not there.
      for (const unwanted of event.ports) unwanted.close()
      return
    }
    arrived(port)
  }
  target.addEventListener('message', listener)
  return () => target.removeEventListener('message', listener)
}

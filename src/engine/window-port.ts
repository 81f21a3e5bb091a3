import type { MessagePortMain } from 'electron'
import type { WindowPort } from './create-engine'

/**
 * A window's MessagePort as the engine knows it. Electron holds messages back until
 * `start`, so nothing is lost between the port's arrival and the engine's listener.
 */
export function adaptWindowPort(port: MessagePortMain): WindowPort {
  let open = true
  port.once('close', () => (open = false))
  return {
    post(message) {
      // Between a window's end and the news of it there is nobody to hear this.
      if (open) port.postMessage(message)
    },
    onMessage(listener) {
      port.on('message', (event) => listener(event.data as unknown))
      port.start()
    },
    onClose(listener) {
      if (open) port.once('close', listener)
      else listener()
    },
  }
}

import type { Bridge } from '@shared/contract/channels'

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly tailpane: Bridge
  }
}

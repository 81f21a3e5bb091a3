import type { Terminal } from '@xterm/xterm'
import { readColours, type PaneColours } from './theme'

/** A terminal's colours, those of the app's theme, which may change at any time. */
export class PanePaint {
  colours: PaneColours
  private finding = false
  private readonly observer: MutationObserver

  constructor(
    private readonly terminal: Terminal,
    host: HTMLElement,
  ) {
    this.colours = readColours(host)
    this.observer = new MutationObserver(() => {
      this.colours = readColours(host)
      this.paint()
    })
    this.observer.observe(host.ownerDocument.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  }

  /** While the find field has the focus, the selection is the current match and is painted as one. */
  setFinding(finding: boolean): void {
    this.finding = finding
    this.paint()
  }

  dispose(): void {
    this.observer.disconnect()
  }

  private paint(): void {
    const { theme, find } = this.colours
    this.terminal.options.theme = this.finding ? { ...theme, selectionInactiveBackground: find.active } : theme
  }
}

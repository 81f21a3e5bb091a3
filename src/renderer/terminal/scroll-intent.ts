import type { IDisposable, Terminal } from '@xterm/xterm'

export interface ScrollHandlers {
  /** The person left the end of what is held. */
  leftEnd(): void
  /** The person reached the end of what is held, or pushed on at the end. */
  reachedEnd(): void
  /** The person came near the last line held. */
  nearedEnd(): void
  /** The person came near the first line held, or pushed on at it. */
  nearedStart(): void
  /** The person selects text with the mouse; `done` when the button was let go. */
  selected(done: boolean): void
}

/**
 * Tells what the person does from what output does. It goes by state, not by guessing at events: while a
 * pane follows, output keeps the view at the end, so only a person can leave it; while it is paused, output
 * never brings the view to the end, so only a person can. Moves that the pane makes itself run inside `silently`.
 */
export class ScrollIntent implements IDisposable {
  private atEnd = true
  private lastY = 0
  private silent = 0
  private readonly stop: (() => void)[] = []

  constructor(
    private readonly terminal: Terminal,
    element: HTMLElement,
    private readonly isFollowing: () => boolean,
    private readonly handlers: ScrollHandlers,
  ) {
    const scrolled = terminal.onScroll(() => this.look())
    this.stop.push(() => scrolled.dispose())
    const wheel = (event: WheelEvent) => {
      if (event.deltaY !== 0 && !event.ctrlKey) this.push(event.deltaY < 0 ? 'up' : 'down')
    }
    element.addEventListener('wheel', wheel, { passive: true, capture: true })
    this.stop.push(() => element.removeEventListener('wheel', wheel, { capture: true }))
    // xterm reports a selection only when the mouse is let go; output must stand still from the first cell on.
    const select = (event: MouseEvent) => {
      if (event.type === 'mousemove' && (event.buttons & 1) === 0) return
      if (terminal.hasSelection()) handlers.selected(event.type === 'mouseup')
    }
    for (const type of ['mousemove', 'mouseup'] as const) {
      element.addEventListener(type, select, { passive: true })
      this.stop.push(() => element.removeEventListener(type, select))
    }
  }

  /** Runs a move of the pane's own, which means nothing about the person. */
  silently(move: () => void): void {
    this.silent++
    try {
      move()
    } finally {
      this.silent--
      this.remember()
    }
  }

  /** Output is about to be parsed: the scrolling that comes of it is not the person's. */
  outputBegins(): void {
    this.silent++
  }

  /**
   * Output is parsed. If a pane that follows does not stand at its end now, the person scrolled in between;
   * after a rewrite the pane has just put the view itself, so there is nothing to conclude.
   */
  outputEnds(kind: 'append' | 'rewrite'): void {
    this.silent--
    if (kind === 'append' && this.isFollowing()) this.look()
    else this.remember()
  }

  /** The person wants to go on in a direction, by wheel or key, perhaps where nothing can move any more. */
  push(direction: 'up' | 'down'): void {
    const { viewportY, baseY } = this.terminal.buffer.active
    if (direction === 'up' && viewportY === 0) this.handlers.nearedStart()
    if (direction === 'down' && viewportY === baseY && !this.isFollowing()) this.handlers.reachedEnd()
  }

  dispose(): void {
    this.stop.forEach((one) => one())
  }

  private look(): void {
    if (this.silent > 0) return
    const { viewportY, baseY } = this.terminal.buffer.active
    const wasAtEnd = this.atEnd
    const wentUp = viewportY < this.lastY
    const wentDown = viewportY > this.lastY
    this.remember()
    if (this.isFollowing()) {
      if (viewportY < baseY) this.handlers.leftEnd()
    } else if (this.atEnd && !wasAtEnd && !wentUp) this.handlers.reachedEnd()
    else if (wentDown && baseY - viewportY < baseY / 4) this.handlers.nearedEnd()
    // Early enough that a held key does not come to the first row before earlier ones are there.
    if (wentUp && viewportY < Math.max(this.terminal.rows, baseY / 4)) this.handlers.nearedStart()
  }

  private remember(): void {
    const { viewportY, baseY } = this.terminal.buffer.active
    this.atEnd = viewportY === baseY
    this.lastY = viewportY
  }
}

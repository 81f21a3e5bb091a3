import type { IDecoration, Terminal } from '@xterm/xterm'
import { lastRow, lineBottom } from './rows'

/** What the button of a line says and does. */
export interface RowButton {
  label: string
  /** Stands for the label in the margin, one character. */
  sign: string
  /** Whether what it unfolds is shown; left out where it unfolds nothing. */
  expanded?: boolean
  press(): void
}

/** Width of a letter of the label at most, and of the space around it (CSS pixels). */
const LETTER_PX = 8
const AROUND_PX = 24

/**
 * Buttons that belong to single lines. Each stands at the right end of its line's last row where nothing is written there, else as a sign
 * in the margin before that row: it never covers text.
 */
export class RowButtons {
  /** By the offset of the line. */
  private readonly drawn = new Map<number, IDecoration>()

  /** @param most more of them than this make each new line slow, since every marker moves with it */
  constructor(
    private readonly terminal: Terminal,
    private readonly most: number,
  ) {}

  /** For the line that begins at `row` and, at the source, at `offset` (bytes). */
  add(row: number, offset: number, button: RowButton): void {
    // An open line that grows comes again and again.
    this.drawn.get(offset)?.dispose()
    const marker = this.terminal.registerMarker(lineBottom(this.terminal, row) - lastRow(this.terminal))
    const decoration = this.terminal.registerDecoration({ marker, width: this.terminal.cols, layer: 'top' })
    if (!decoration) return
    decoration.onRender((element) => {
      if (!element.classList.contains('tp-row-button')) fill(element, button)
      element.style.width = '100%'
      element.dataset['place'] = this.hasRoom(marker.line, element, button.label) ? 'end' : 'margin'
    })
    decoration.onDispose(() => {
      if (this.drawn.get(offset) === decoration) this.drawn.delete(offset)
    })
    this.drawn.set(offset, decoration)
    const [oldest] = this.drawn.values()
    if (this.drawn.size > this.most) oldest?.dispose()
  }

  clear(): void {
    for (const one of [...this.drawn.values()]) one.dispose()
  }

  private hasRoom(row: number, element: HTMLElement, label: string): boolean {
    const { terminal } = this
    // Without wrapping, the end of the row is far out of sight.
    if (!terminal.modes.wraparoundMode) return false
    const cellPx = element.clientWidth / terminal.cols
    const cells = Math.ceil((label.length * LETTER_PX + AROUND_PX) / cellPx)
    const line = terminal.buffer.active.getLine(row)
    for (let x = Math.max(0, terminal.cols - cells); x < terminal.cols; x++) {
      const cell = line?.getCell(x)
      // The second half of a wide character has no text of its own.
      if (cell && (cell.getChars().trim() !== '' || cell.getWidth() === 0)) return false
    }
    return true
  }
}

function fill(element: HTMLElement, { label, sign, expanded, press }: RowButton): void {
  element.classList.add('tp-row-button')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'tp-mark-open'
  button.title = label
  button.setAttribute('aria-label', label)
  if (expanded !== undefined) button.setAttribute('aria-expanded', String(expanded))
  for (const [className, text] of [
    ['tp-row-label', label],
    ['tp-row-sign', sign],
  ] as const) {
    const part = document.createElement('span')
    part.className = className
    part.textContent = text
    button.append(part)
  }
  // The terminal would take the press as the beginning of a selection, and the keys as its own.
  button.addEventListener('mousedown', (event) => event.stopPropagation())
  button.addEventListener('keydown', (event) => event.stopPropagation())
  button.addEventListener('click', press)
  element.append(button)
}

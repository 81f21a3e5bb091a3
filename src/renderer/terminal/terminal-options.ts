import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal, type ITheme } from '@xterm/xterm'

/** The rail beside the terminal stands for the whole log; xterm's own ruler and scrollbar, which know its rows only, get no room. */
const RULER_PX = 1
/** 19 px rows at 12.5 px text: the line box of JetBrains Mono is 1.32 em, and xterm multiplies that. */
const LINE_HEIGHT = 1.152
const FONT = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"

/**
 * An xterm that only shows: no input, no cursor, no links, no bell, nothing that answers.
 * @param windowRows rows held, the screen's among them
 * @param fontPx size of the text in CSS pixels
 */
export function makeTerminal(windowRows: number, fontPx: number, theme: ITheme): Terminal {
  const terminal = new Terminal({
    allowProposedApi: true,
    altClickMovesCursor: false,
    convertEol: true,
    cursorBlink: false,
    cursorInactiveStyle: 'none',
    cursorStyle: 'bar',
    disableStdin: true,
    drawBoldTextInBrightColors: false,
    fontFamily: FONT,
    fontSize: fontPx,
    lineHeight: LINE_HEIGHT,
    logLevel: 'off',
    minimumContrastRatio: 4.5,
    overviewRuler: { width: RULER_PX },
    // A shell draws its own last line again after a resize; a log does not.
    reflowCursorLine: true,
    scrollback: scrollbackFor(windowRows, 24),
    scrollOnUserInput: false,
    theme,
  })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  return terminal
}

/** Resolves when the log font can be measured; a font that does not load leaves the system's own. */
export async function logFontReady(fontPx: number): Promise<void> {
  await Promise.allSettled(['', 'bold '].map((weight) => document.fonts.load(`${weight}${fontPx}px 'JetBrains Mono Variable'`)))
}

/**
 * Rows that the terminal can hold. The engine counts rows too and may differ by a few (widths of characters are a matter
 * of tables); without some slack such a difference would trim the first line of a window for good.
 */
export function mostRows(windowRows: number): number {
  return windowRows + Math.ceil(windowRows / 16)
}

/** A terminal costs 12 bytes a cell, so wide panes hold fewer rows than the setting allows. */
const MOST_CELLS = 1_000_000

/** Rows of a window of so many columns, when the setting says `windowRows`. */
export function boundedRows(windowRows: number, columns: number): number {
  return Math.min(windowRows, Math.max(200, Math.floor(MOST_CELLS / columns)))
}

/** xterm's scrollback for a window of so many rows, on a screen of so many. */
export function scrollbackFor(windowRows: number, screenRows: number): number {
  return Math.max(1, mostRows(windowRows) - screenRows)
}

import type { ITheme } from '@xterm/xterm'

/** The 16 colours of SGR, tuned so that each reads with AA contrast (4.5) on its theme's pane and where that is highlighted; theme.test.ts computes it. */
export const ANSI_DARK = {
  black: '#7b8694',
  red: '#ff7b78',
  green: '#5ec998',
  yellow: '#f0b445',
  blue: '#6cabff',
  magenta: '#d49bf5',
  cyan: '#5cc8d7',
  white: '#d5dae1',
  brightBlack: '#8a94a1',
  brightRed: '#ff9a97',
  brightGreen: '#86dcb3',
  brightYellow: '#f7cd7c',
  brightBlue: '#98c5ff',
  brightMagenta: '#e3bdfa',
  brightCyan: '#8fdde8',
  brightWhite: '#f4f6f9',
} satisfies ITheme

export const ANSI_LIGHT = {
  black: '#171b21',
  red: '#bd2b2b',
  green: '#146c40',
  yellow: '#855600',
  blue: '#1a5fcf',
  magenta: '#8a35b5',
  cyan: '#0b6b7d',
  white: '#5f6976',
  brightBlack: '#5f6976',
  brightRed: '#c0342f',
  brightGreen: '#197547',
  brightYellow: '#8a5b04',
  brightBlue: '#2766cb',
  brightMagenta: '#9143bb',
  brightCyan: '#127080',
  brightWhite: '#4c5664',
} satisfies ITheme

/** What the find bar paints its matches with; xterm takes `#rrggbb` only. */
export interface FindColours {
  match: string
  active: string
  ruler: string
  activeRuler: string
}

const FIND_DARK: FindColours = { match: '#4a3a14', active: '#8a5f12', ruler: '#c99a3c', activeRuler: '#ffd479' }
const FIND_LIGHT: FindColours = { match: '#fbe6b4', active: '#f2c14e', ruler: '#b07a12', activeRuler: '#7a4f00' }

export interface PaneColours {
  theme: ITheme
  find: FindColours
}

/** The colours of the theme that holds for `element` now, from the app's CSS tokens. */
export function readColours(element: Element): PaneColours {
  const style = getComputedStyle(element)
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise
  const light = style.colorScheme === 'light'
  const background = token('--bg-pane', light ? '#fcfcfd' : '#0c0f13')
  const foreground = token('--fg', light ? '#171b21' : '#e3e7ec')
  return {
    theme: {
      ...(light ? ANSI_LIGHT : ANSI_DARK),
      background,
      foreground,
      // Nobody types here, so no cursor is drawn.
      cursor: background,
      cursorAccent: foreground,
      selectionBackground: light ? '#b9d3fb' : '#2b4a78',
      selectionInactiveBackground: light ? '#d5dde8' : '#2a3442',
    },
    find: light ? FIND_LIGHT : FIND_DARK,
  }
}

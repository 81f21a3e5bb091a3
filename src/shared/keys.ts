/** What a key event says, as far as shortcuts care. */
export interface Keystroke {
  key: string
  /** The place of the key; names Latin letters where the layout has other ones. */
  code?: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/*
 * A shortcut is written `Mod+Shift+F`, `F3`, `Ctrl+Tab`, `G` (the letter alone), `Shift+G` or `?`: modifiers, then the name of
 * the key as KeyboardEvent.key has it. `Mod` is Cmd on macOS and Ctrl elsewhere. `Plus` and `Space` stand for keys
 * that could not be written.
 */

const MODIFIERS = ['Ctrl', 'Mod', 'Alt', 'Shift'] as const
const NAMED: Record<string, string> = { '+': 'Plus', ' ': 'Space' }

interface Parts {
  ctrl: boolean
  meta: boolean
  alt: boolean
  shift: boolean
  /** In lower case. */
  key: string
}

function partsOf(shortcut: string, mac: boolean): Parts {
  const names = shortcut.split('+')
  const key = (names.pop() ?? '').toLowerCase()
  const mod = names.includes('Mod')
  return {
    ctrl: names.includes('Ctrl') || (mod && !mac),
    meta: mod && mac,
    alt: names.includes('Alt'),
    shift: names.includes('Shift'),
    key,
  }
}

/** Letters of other alphabets are taken by the place of their key, as the menus of the systems do. */
function keyName({ key, code }: Keystroke): string {
  const latin = code !== undefined && key.length === 1 && key > '\u007f' ? /^Key([A-Z])$/.exec(code)?.[1] : undefined
  return latin ?? NAMED[key] ?? key
}

/** A sign such as `?`: whether it takes Shift depends on the layout, so that Shift says nothing. */
function isSign(key: string): boolean {
  return key === 'plus' || (key.length === 1 && !/[\p{L}\p{N}]/u.test(key))
}

/** Whether a keystroke is the shortcut. */
export function matches(shortcut: string, stroke: Keystroke, mac: boolean): boolean {
  const wants = partsOf(shortcut, mac)
  return (
    keyName(stroke).toLowerCase() === wants.key &&
    stroke.ctrlKey === wants.ctrl &&
    stroke.metaKey === wants.meta &&
    stroke.altKey === wants.alt &&
    (stroke.shiftKey === wants.shift || (stroke.shiftKey && isSign(wants.key)))
  )
}

/** The shortcut that a keystroke is; null for a modifier alone and for keys that an input method took. */
export function readKeystroke(stroke: Keystroke, mac: boolean): string | null {
  const name = keyName(stroke)
  if (['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock', 'Dead', 'Process', 'Unidentified'].includes(name)) return null
  const key = name.length === 1 ? name.toUpperCase() : name
  const held: Record<(typeof MODIFIERS)[number], boolean> = {
    Ctrl: mac && stroke.ctrlKey,
    Mod: mac ? stroke.metaKey : stroke.ctrlKey,
    Alt: stroke.altKey,
    Shift: stroke.shiftKey && !isSign(key.toLowerCase()),
  }
  return [...MODIFIERS.filter((one) => held[one]), key].join('+')
}

/** Whether two shortcuts are one keystroke on this platform. */
export function sameShortcut(a: string, b: string, mac: boolean): boolean {
  const one = partsOf(a, mac)
  const other = partsOf(b, mac)
  return (Object.keys(one) as (keyof Parts)[]).every((name) => one[name] === other[name])
}

/** A key that types something or moves about where text is entered, such as `g`, `?` or `Home`: it is heard only where nothing is. */
export function isPlain(shortcut: string): boolean {
  const { ctrl, meta, alt, key } = partsOf(shortcut, false)
  return !ctrl && !meta && !alt && !/^f\d{1,2}$/.test(key)
}

const MAC_SIGNS: Record<string, string> = { Ctrl: '⌃', Mod: '⌘', Alt: '⌥', Shift: '⇧' }

/** A shortcut as people of this platform write it: `⌘⇧F` or `Ctrl+Shift+F`; a letter alone as it is typed. */
export function writeShortcut(shortcut: string, mac: boolean): string {
  if (/^\p{L}$/u.test(shortcut)) return shortcut.toLowerCase()
  if (/^Shift\+\p{L}$/u.test(shortcut)) return shortcut.slice(-1).toUpperCase()
  const names = shortcut.split('+')
  const key = names.pop() ?? ''
  const shown = key === 'Plus' ? '+' : (ARROWS[key] ?? key)
  if (!mac) return [...names.map((one) => (one === 'Mod' ? 'Ctrl' : one)), shown].join('+')
  return names.map((one) => MAC_SIGNS[one] ?? one).join('') + shown
}

const ARROWS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

/** The shortcut as Electron's menus take it. */
export function acceleratorOf(shortcut: string): string {
  return shortcut.replace('Mod', 'CmdOrCtrl').replace(/Arrow(?=Up|Down|Left|Right)/, '')
}

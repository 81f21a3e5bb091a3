import type { IDisposable, IParser } from '@xterm/xterm'

/**
 * The second wall against hostile log text; the first is the engine's filter. Every control
 * sequence but SGR (colours) is swallowed by the terminal's parser before xterm acts on it:
 * no title, no answers, no other buffer, no cursor moves, no erasing.
 *
 * The pane itself needs a few sequences (to replace an open last line, to hold back painting
 * during a rewrite). It opens the wall around them by write callbacks, which xterm runs in the
 * order of the writes, so log text never passes an open wall.
 */
export interface EscapeWall extends IDisposable {
  open(): void
  close(): void
}

const PREFIXES = ['<', '=', '>', '?']
const INTERMEDIATES = range(0x20, 0x2f)
/** Device control strings with any other intermediate do nothing in xterm; each handler costs memory per pane. */
const DCS_INTERMEDIATES = ['$', '+', '!']
const FINALS = range(0x40, 0x7e)
const ESC_FINALS = range(0x30, 0x7e)

/** Numbers of OSC commands that any terminal is known to act on; xterm ignores all that it does not know. */
const OSC_COMMANDS = [...Array.from({ length: 200 }, (_, i) => i), 633, 666, 697, 777, 1337, 5113, 5522, 9001]

export function raiseEscapeWall(parser: IParser): EscapeWall {
  let open = false
  const swallow = () => !open
  const registered: IDisposable[] = []

  for (const final of FINALS) {
    // Plain `CSI … m` is SGR. With a prefix it is something else (key modes), and stays out.
    if (final !== 'm') registered.push(parser.registerCsiHandler({ final }, swallow))
    registered.push(parser.registerDcsHandler({ final }, swallow))
    for (const prefix of PREFIXES) {
      registered.push(parser.registerCsiHandler({ prefix, final }, swallow))
      registered.push(parser.registerDcsHandler({ prefix, final }, swallow))
    }
    for (const intermediates of INTERMEDIATES) registered.push(parser.registerCsiHandler({ intermediates, final }, swallow))
    for (const intermediates of DCS_INTERMEDIATES) registered.push(parser.registerDcsHandler({ intermediates, final }, swallow))
    registered.push(parser.registerCsiHandler({ prefix: '?', intermediates: '$', final }, swallow))
  }
  for (const final of ESC_FINALS) {
    registered.push(parser.registerEscHandler({ final }, swallow))
    for (const intermediates of INTERMEDIATES) registered.push(parser.registerEscHandler({ intermediates, final }, swallow))
  }
  for (const command of OSC_COMMANDS) registered.push(parser.registerOscHandler(command, swallow))

  return {
    open: () => {
      open = true
    },
    close: () => {
      open = false
    },
    dispose: () => registered.forEach((one) => one.dispose()),
  }
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i))
}

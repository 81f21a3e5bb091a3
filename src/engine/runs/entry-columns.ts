import { shapeAt } from './entry-head'

/**
 * Names of loggers before a message, as coder's agent has them (coder v2.35, `agent/` and `tailnet/`). A name is told from a
 * message with a colon in it ("magicsock: …") by standing in this list.
 */
const LOGGERS = new Set([
  'agentcontext', 'containers', 'desktop', 'files', 'git', 'http_api_server.stdlib', 'mcp', 'metadata', 'processes', 'reaper',
  'reconnecting-pty', 'resources_monitor', 'socket', 'socket.agentsocket-server', 'speedtest', 'ssh-server', 'net.tailnet', 'net.tailnet.tcp',
  'net.tailnet.net.netstack', 'net.tailnet.net.packet-filter', 'net.tailnet.net.tsdial', 'net.tailnet.net.wgconfig', 'net.tailnet.net.wgengine', 'net.tailnet.net.wgmonitor',
])
/** Cells of the logger's column: "ssh-server: " fits, and longer ones are few. */
const LOGGER_CELLS = 12
/** Of the columns for the place in the source and the function, up to where a tab goes on to the next one. */
const PLACE_CELLS = 27
const FUNCTION_CELLS = 23
/** So much of a line is looked at (bytes). */
const HEAD_BYTES = 256

/**
 * Blanks that set the logger and the message of an entry's first line below those of others: `[before which byte, how many]`. Null for
 * lines that begin no entry, or need none. JSON stays as it is.
 */
export function padding(text: Uint8Array, from: number, to: number): readonly (readonly [number, number])[] | null {
  if (to - from < 32 || text[from]! < 0x30 || text[from]! > 0x39) return null
  const line = Buffer.from(text.buffer, text.byteOffset + from, Math.min(to - from, HEAD_BYTES)).toString('latin1')
  const shape = shapeAt(line, 0, line.length)
  if (shape === 'spaced') return spaced(line, from)
  return shape === 'tabbed' ? tabbed(line, from) : null
}

function spaced(line: string, base: number): readonly (readonly [number, number])[] | null {
  const at = line.indexOf(']') + 3
  const colon = line.indexOf(': ', at)
  const name = colon > 0 && LOGGERS.has(line.slice(at, colon)) ? colon + 2 - at : 0
  const blanks = LOGGER_CELLS - name
  return blanks > 0 ? [[base + at + name, blanks]] : null
}

/** `<file:line> TAB func TAB message`: each column ends before a tab. */
function tabbed(line: string, base: number): readonly (readonly [number, number])[] | null {
  const place = line.indexOf('\t<') + 1
  const afterPlace = line.indexOf('>\t', place) + 1
  const afterFunction = line.indexOf('\t', afterPlace + 1)
  if (place === 0 || afterPlace === 0 || afterFunction < 0) return null
  const blanks: [number, number][] = [
    [base + afterPlace, PLACE_CELLS - (afterPlace - place)],
    [base + afterFunction, FUNCTION_CELLS - (afterFunction - afterPlace - 1)],
  ]
  const needed = blanks.filter(([, count]) => count > 0)
  return needed.length > 0 ? needed : null
}

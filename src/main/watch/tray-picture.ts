import type { TrayLook } from './tray-state'

/**
 * The tray's icon, drawn by arithmetic: each state has a shape and a colour of its own. Nobody tells an app whether
 * the bar is light or dark, so the colours are of a middle lightness that stands out from both (tested at 3:1).
 */
export const TRAY_COLOURS = {
  well: [0x2a, 0x95, 0x62],
  starting: [0x3d, 0x83, 0xe0],
  failed: [0xe0, 0x45, 0x42],
  offline: [0x7e, 0x87, 0x93],
} as const satisfies Record<TrayLook['kind'], readonly [number, number, number]>

/** Samples along each side of a pixel. */
const FINE = 4

/** Whether a point of the square from 0 to 1 belongs to the shape. */
type Shape = (x: number, y: number) => boolean

const disc = (r: number): Shape => (x, y) => Math.hypot(x - 0.5, y - 0.5) <= r
const ring = (outer: number, inner: number): Shape => (x, y) => disc(outer)(x, y) && !disc(inner)(x, y)

/** Distance from a point to a stretch between two others. */
function toStretch(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
  const at = Math.min(1, Math.max(0, along))
  return Math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay))
}

/** A tick cut out of a disc. */
const well: Shape = (x, y) => disc(0.44)(x, y) && Math.min(toStretch(x, y, 0.3, 0.52, 0.44, 0.66), toStretch(x, y, 0.44, 0.66, 0.7, 0.37)) > 0.058

/** A ring, half filled. */
const starting: Shape = (x, y) => ring(0.44, 0.31)(x, y) || (disc(0.44)(x, y) && x < 0.5)

/** A ring with a bar across, apart from the ring's own ends. */
const offline: Shape = (x, y) => {
  const bar = toStretch(x, y, 0.14, 0.14, 0.86, 0.86)
  return bar <= 0.06 || (ring(0.42, 0.3)(x, y) && bar > 0.12)
}

/** A triangle with round corners and the number of failed ones cut out. */
const failed = (count: number, size: number): Shape => {
  const inSign = signShape(count > 9 ? '+' : String(count), size)
  return (x, y) => inTriangle(x, y) && !inSign(x, y)
}

function inTriangle(x: number, y: number): boolean {
  const [ax, ay, bx, by, cx, cy] = [0.5, 0.1, 0.93, 0.88, 0.07, 0.88]
  const side = (px: number, py: number, qx: number, qy: number): number => (qx - px) * (y - py) - (qy - py) * (x - px)
  const inside = side(ax, ay, bx, by) >= 0 && side(bx, by, cx, cy) >= 0 && side(cx, cy, ax, ay) >= 0
  const edge = Math.min(toStretch(x, y, ax, ay, bx, by), toStretch(x, y, bx, by, cx, cy), toStretch(x, y, cx, cy, ax, ay))
  return inside || edge <= 0.06
}

/** Signs of 3 by 5 dots, a row after the other. */
const signs: Record<string, string> = {
  '1': '010110010010111',
  '2': '111001111100111',
  '3': '111001111001111',
  '4': '101101111001001',
  '5': '111100111001111',
  '6': '111100111101111',
  '7': '111001001010010',
  '8': '111101111101111',
  '9': '111101111001111',
  '+': '000010111010000',
}

/** A sign at the foot of the triangle. Its dots are whole pixels, so that it stays legible at any size. */
function signShape(sign: string, size: number): Shape {
  const dot = Math.max(1, Math.round(size / 11))
  const left = Math.floor((size - 3 * dot) / 2)
  const top = Math.floor(size * 0.88) - 5 * dot
  return (x, y) => {
    const column = Math.floor((x * size - left) / dot)
    const row = Math.floor((y * size - top) / dot)
    return column >= 0 && column < 3 && row >= 0 && row < 5 && signs[sign]?.[row * 3 + column] === '1'
  }
}

function shapeOf(look: TrayLook, size: number): Shape {
  switch (look.kind) {
    case 'well':
      return well
    case 'starting':
      return starting
    case 'offline':
      return offline
    case 'failed':
      return failed(look.count, size)
  }
}

/** The icon as `size` × `size` pixels, four bytes each: red, green, blue, alpha (not premultiplied). */
export function drawTray(look: TrayLook, size: number): Uint8Array {
  const shape = shapeOf(look, size)
  const [red, green, blue] = TRAY_COLOURS[look.kind]
  const pixels = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) pixels.set([red, green, blue, Math.round(255 * coverage(shape, x, y, size))], (y * size + x) * 4)
  }
  return pixels
}

function coverage(shape: Shape, x: number, y: number, size: number): number {
  let hits = 0
  for (let i = 0; i < FINE; i++) {
    for (let j = 0; j < FINE; j++) if (shape((x + (i + 0.5) / FINE) / size, (y + (j + 0.5) / FINE) / size)) hits++
  }
  return hits / FINE ** 2
}

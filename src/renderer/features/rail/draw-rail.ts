import type { RailKind, RailPicture } from './rail-picture'

/** Colours of the theme that holds now, from the app's CSS tokens, and the width that each kind of box takes. */
const LOOKS: Record<RailKind, { token: string; alpha: number; from: number; to: number }> = {
  uncounted: { token: '--fg-faint', alpha: 0.1, from: 0, to: 1 },
  seen: { token: '--fg-faint', alpha: 0.16, from: 0, to: 0.16 },
  held: { token: '--fg-faint', alpha: 0.35, from: 0, to: 0.16 },
  skipped: { token: '--warn', alpha: 0.3, from: 0, to: 1 },
  gone: { token: '--bad', alpha: 0.3, from: 0, to: 1 },
  fresh: { token: '--accent', alpha: 0.75, from: 0.8, to: 1 },
  run: { token: '--fg-faint', alpha: 0.9, from: 0, to: 1 },
  epoch: { token: '--fg-dim', alpha: 1, from: 0, to: 1 },
  warning: { token: '--warn', alpha: 1, from: 0.28, to: 0.72 },
  error: { token: '--bad', alpha: 1, from: 0.28, to: 0.72 },
  hit: { token: '--accent', alpha: 1, from: 0.64, to: 1 },
  evidence: { token: '--bad', alpha: 1, from: 0, to: 1 },
}

/** Draws a rail; the canvas takes the size that it has on the page. */
export function drawRail(canvas: HTMLCanvasElement, { boxes, thumb }: RailPicture): void {
  const ratio = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1
  const { clientWidth: width, clientHeight: height } = canvas
  const context = canvas.getContext('2d')
  if (!context || width === 0 || height === 0) return
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  const style = getComputedStyle(canvas)
  const fill = (token: string, alpha: number) => {
    context.fillStyle = style.getPropertyValue(token)
    context.globalAlpha = alpha
  }
  if (thumb) {
    fill('--accent', 0.16)
    context.beginPath()
    context.roundRect(0.5, thumb.y + 0.5, width - 1, thumb.height - 1, 3)
    context.fill()
  }
  for (const { kind, y, height: long } of boxes) {
    const look = LOOKS[kind]
    fill(look.token, look.alpha)
    // Whole pixels, so that a tick is as sharp as a letter.
    const top = Math.round(y * ratio) / ratio
    context.fillRect(look.from * width, top, (look.to - look.from) * width, Math.max(1, long))
  }
  if (!thumb) return
  context.globalAlpha = 0.6
  context.strokeStyle = style.getPropertyValue('--accent')
  context.lineWidth = 1
  context.beginPath()
  context.roundRect(0.5, thumb.y + 0.5, width - 1, thumb.height - 1, 3)
  context.stroke()
}

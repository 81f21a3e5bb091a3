import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { keyPlace, pointerPlace, type MenuPlace } from '@/features/menus'
import { drawRail } from './draw-rail'
import { clickTarget, offsetAt, placeWords, railPicture } from './rail-picture'
import type { RailModel } from './rail-state'
import './rail.css'

export interface LogRailProps {
  model: RailModel
  /** What the rail is of, for who hears it. */
  label: string
  /** The person goes to a place (bytes at the source); `done` when they have let go. */
  onGo: (offset: number, done: boolean) => void
  onStart: () => void
  onEnd: () => void
  /** Its menu is asked for. */
  onMenu: (place: MenuPlace) => void
}

/** Of the whole log, for one press of an arrow and of a page key. */
const ARROW = 0.01
const PAGE = 0.1

/** The whole log beside its pane: where the view is and what stands where. A slider; click, drag or keys go there. */
export function LogRail({ model, label, onGo, onStart, onEnd, onMenu }: LogRailProps) {
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const grab = useRef<number | null>(null)
  const [bubble, setBubble] = useState<{ y: number; words: string } | null>(null)

  useEffect(() => {
    const element = root.current
    const surface = canvas.current
    if (!element || !surface) return
    let frame = 0
    const draw = () => {
      frame = 0
      const state = model.snapshot()
      drawRail(surface, railPicture(state, surface.clientHeight))
      describe(element, model)
    }
    const soon = () => (frame ||= requestAnimationFrame(draw))
    const heard = model.subscribe(soon)
    const sized = new ResizeObserver(soon)
    sized.observe(surface)
    const themed = new MutationObserver(soon)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    describe(element, model)
    soon()
    return () => {
      cancelAnimationFrame(frame)
      heard()
      sized.disconnect()
      themed.disconnect()
    }
  }, [model])

  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { y: event.clientY - box.top, height: box.height }
  }
  const dragTo = (y: number, height: number, done: boolean) => {
    const state = model.snapshot()
    const { thumb } = railPicture(state, height)
    const top = y - (grab.current ?? 0)
    if (thumb && top >= height - thumb.height - 0.5) onEnd()
    else onGo(offsetAt(state, height, top), done)
    setBubble(done ? null : { y: Math.min(Math.max(0, y), height), words: placeWords(state, offsetAt(state, height, top), false) })
  }
  const down = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    const { y, height } = place(event)
    const state = model.snapshot()
    const { thumb } = railPicture(state, height)
    const onThumb = thumb !== null && y >= thumb.y && y <= thumb.y + thumb.height
    event.currentTarget.setPointerCapture(event.pointerId)
    grab.current = onThumb ? y - thumb.y : 0
    if (!onThumb) onGo(clickTarget(state, height, y), true)
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    if (grab.current === null || (event.movementX === 0 && event.movementY === 0)) return
    const { y, height } = place(event)
    dragTo(y, height, false)
  }
  const up = (event: PointerEvent<HTMLElement>) => {
    if (grab.current === null) return
    const { y, height } = place(event)
    if (bubble) dragTo(y, height, true)
    grab.current = null
    setBubble(null)
  }
  const keys = (event: KeyboardEvent) => {
    const menuPlace = keyPlace(event)
    if (menuPlace) return onMenu(menuPlace)
    const by = { ArrowUp: -ARROW, ArrowDown: ARROW, PageUp: -PAGE, PageDown: PAGE }[event.key]
    const { from, to, view } = model.snapshot()
    if (event.key === 'Home') onStart()
    else if (event.key === 'End') onEnd()
    else if (by !== undefined && view) {
      const next = view.top + by * (to - from)
      if (by > 0 && view.bottom + by * (to - from) >= to) onEnd()
      else onGo(Math.max(from, Math.round(next)), true)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={root}
      className="rail"
      data-testid="rail"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={0}
      aria-valuenow={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={keys}
      onContextMenu={(event) => onMenu(pointerPlace(event))}
    >
      <canvas ref={canvas} className="rail-canvas" aria-hidden />
      {bubble && (
        <span className="rail-bubble" style={{ top: bubble.y }} aria-hidden>
          {bubble.words}
        </span>
      )}
    </div>
  )
}

/** What a screen reader says, and what tests read: without React, since it changes with every scroll. */
function describe(element: HTMLElement, model: RailModel): void {
  const state = model.snapshot()
  const top = state.view?.top ?? state.from
  element.setAttribute('aria-valuemax', String(Math.max(0, state.to - state.from)))
  element.setAttribute('aria-valuenow', String(Math.max(0, top - state.from)))
  element.setAttribute('aria-valuetext', state.following ? `At the end, following. ${placeWords(state, top, true)}` : placeWords(state, top, true))
}

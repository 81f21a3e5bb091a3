import type { Destination } from '@shared/contract/port'
import type { ByteSource } from '../source'
import { scanBack, type WindowStart } from './back-scan'

/** Where to move; `newer` only appends and needs no plan. */
export type Target = Exclude<Destination, { kind: 'newer' }>

/** What a window around a destination takes. */
export interface WindowPlan {
  start: WindowStart
  /** Offset of the line that is to stand at the top of the view; null for the end of the log. */
  focus: number | null
  /** Rows after which the window is full. */
  rowLimit: number
  /** More rows may be found for it later: the same plan made again goes on from there. */
  partial?: boolean
}

/** Finds where the window begins, so that it holds some rows before what the person looks for. */
export async function planWindow(source: ByteSource, target: Target, columns: number, windowRows: number): Promise<WindowPlan> {
  const back = (from: number, rows: number) => scanBack(source, from, rows, columns, 'view')
  switch (target.kind) {
    case 'end':
      return { start: await back(source.size(), windowRows - 1), focus: null, rowLimit: Infinity }
    case 'start': {
      const first = source.firstOffset()
      return { start: { offset: first, cutsLine: false }, focus: first, rowLimit: windowRows }
    }
    case 'older':
      return { start: await back(target.top, Math.floor(windowRows / 2)), focus: target.top, rowLimit: windowRows }
    case 'offset': {
      const line = await back(Math.min(target.offset, source.size()), 0)
      return { start: await back(line.offset, Math.floor(windowRows / 4)), focus: line.offset, rowLimit: windowRows }
    }
  }
}

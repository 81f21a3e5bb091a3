import type { Terminal } from '@xterm/xterm'
import type { PaneBatch } from '@shared/contract/port'
import type { ArrivalTimes } from './arrival-times'
import type { WriterHooks } from './batch-writer'
import type { LineDrawings } from './line-drawings'
import type { LineFinder } from './line-finder'
import type { LineWidth } from './line-width'
import type { LogSelection } from './log-selection'
import type { ScrollIntent } from './scroll-intent'
import type { ViewKeeper } from './view-keeper'

/** The parts of a terminal that output means something for. */
export interface OutputParts {
  terminal: Terminal
  finder: LineFinder
  drawings: LineDrawings
  width: LineWidth
  intent: ScrollIntent
  keeper: ViewKeeper
  selection: LogSelection
  arrivals: ArrivalTimes
  parsed(batch: PaneBatch): void
}

/** What each part of a terminal does before and after output, in its order: view, selection and drawings outlive a rewrite. */
export function outputTurns(parts: OutputParts): WriterHooks {
  const { terminal, finder, drawings, width, intent, keeper, selection, arrivals } = parts
  let restoreSelection: (() => void) | null = null
  let rewriting = false
  return {
    beforeRewrite() {
      width.forget()
      intent.outputBegins()
      keeper.beforeRewrite()
      restoreSelection = selection.keep()
      terminal.clearSelection()
      drawings.clear()
    },
    afterRewrite(view) {
      keeper.afterRewrite(view)
      finder.rewritten(view)
      restoreSelection?.()
      restoreSelection = null
      intent.outputEnds('rewrite')
    },
    beforeAppend() {
      intent.outputBegins()
      keeper.beforeAppend()
    },
    afterAppend() {
      keeper.afterAppend()
      intent.outputEnds('append')
    },
    marked: (marks) => drawings.marked(marks),
    cut: (lines) => drawings.cut(lines),
    folded: (lines) => drawings.folded(lines),
    parsed(batch) {
      drawings.secrets.note(batch)
      const rewrites = rewriting || batch.kind === 'rewrite'
      rewriting = rewrites && !batch.complete
      if (!rewrites && keeper.following) arrivals.note(batch.offsets, Date.now())
      width.note(batch)
      drawings.refresh()
      parts.parsed(batch)
    },
  }
}

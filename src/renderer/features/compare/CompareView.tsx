import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import type { CompareView as View, Divergence } from '@shared/contract/compare'
import type { AgentInfo } from '@shared/model'
import { useEngine } from '@/bridge'
import { useSettings } from '@/features/settings'
import { showPlace } from '@/features/verdict'
import { useNow } from '@/features/workspaces'
import { Button, EmptyState, IconButton } from '@/ui'
import { CompareFindings } from './CompareFindings'
import { CompareRows, type RowsHandle } from './CompareRows'
import { endCompare, startCompare, useCompareChoice, type CompareChoice } from './compare-store'
import { countWords, sideTime } from './compare-words'
import { MaskDialog } from './MaskDialog'
import { SidePicker } from './SidePicker'
import { useComparison, useSides } from './use-comparison'
import './compare.css'

const NOTHING: CompareChoice = { left: null, right: null }

/** Two runs of an agent beside each other, in the place of its logs. */
export function CompareView({ agent }: { agent: AgentInfo }) {
  const engine = useEngine()
  const now = useNow(30_000)
  const masks = useSettings((state) => state.settings.compareMasks)
  const choice = useCompareChoice(agent.id) ?? NOTHING
  const sides = useSides(agent)
  const left = choice.left ?? sides?.left ?? null
  const right = choice.right ?? sides?.right ?? null
  const { live, refusal } = useComparison(agent.id, left, right, masks)
  const [view, setView] = useState<View>('differences')
  /** Asked for, while the engine says where the row in front stands in it. */
  const [asked, setAsked] = useState<View | null>(null)
  const [masking, setMasking] = useState(false)
  const [at, setAt] = useState<number | null>(null)
  const rows = useRef<RowsHandle>(null)
  if (!sides) return <div className="compare" aria-busy />

  const leftSide = sides.sides.find((side) => side.id === left)
  const rightSide = sides.sides.find((side) => side.id === right)
  const summary = live?.state.summary ?? null
  const failure = refusal ?? live?.state.failure ?? (left === null || right === null ? sides.missing : null)
  const then = leftSide ? sideTime(leftSide, now) : 'before'

  const step = async (direction: 'next' | 'previous') => {
    if (!live) return
    const result = await engine.request('compare.step', { compareId: live.compareId, view, from: rows.current?.at() ?? -1, direction })
    if (!result.ok || result.value.row === null) return
    setAt(result.value.index)
    rows.current?.show(result.value.row)
  }
  const showRow = async (row: number, to: View) => {
    if (!live) return
    const result = await engine.request('compare.place', { compareId: live.compareId, from: 'all', to, row })
    if (!result.ok) return
    if (to !== view) setView(to)
    // The rows of the other view are there after the next picture.
    requestAnimationFrame(() => rows.current?.show(result.value.row))
    rows.current?.focus()
  }
  const change = async (to: View) => {
    if (!live) return
    setAsked(to)
    const from = Math.max(0, rows.current?.at() ?? 0)
    const result = await engine.request('compare.place', { compareId: live.compareId, from: view, to, row: from })
    setView(to)
    setAsked(null)
    if (result.ok) requestAnimationFrame(() => rows.current?.show(result.value.row))
  }
  const logId = rightSide?.logId ?? null
  const openLine = (_side: 'left' | 'right', offset: number) => {
    endCompare(agent.id)
    void showPlace(engine, agent, { logId, path: rightSide?.path ?? '', offset })
  }

  return (
    <div className="compare" data-testid="compare" data-phase={live?.state.phase ?? (failure ? 'empty' : 'reading')}>
      <div className="compare-head">
        <SidePicker label="Then" sides={sides.sides} value={left} nowMs={now} focused={choice.choosing ?? false} onChoose={(id) => startCompare(agent.id, { left: id, right })} />
        <SidePicker label="Now" sides={sides.sides} value={right} nowMs={now} onChoose={(id) => startCompare(agent.id, { left, right: id })} />
        <Button size="small" onClick={() => setMasking(true)}>
          What is masked
        </Button>
      </div>
      {failure && !summary && (
        <div className="compare-empty" role="status">
          <EmptyState title={failure.sentence} text={failure.nextStep} />
        </div>
      )}
      {!failure && !summary && (
        <div className="compare-progress" role="status">
          <p>{live?.state.phase === 'comparing' ? 'Comparing' : 'Reading both logs'}</p>
          <progress max={1} value={live?.state.progress ?? 0} aria-label="How far the comparison is" />
          <Button size="small" onClick={() => endCompare(agent.id)}>
            Cancel
          </Button>
        </div>
      )}
      {summary && live && (
        <>
          <CompareFindings summary={summary} then={then} onShow={(one: Divergence) => void showRow(one.row, view)} />
          <div className="compare-tools">
            <span className="compare-counts">{countWords(summary)}</span>
            <span className="compare-at" role="status">
              {at === null ? '' : `${at + 1} of ${summary.blocks}`}
            </span>
            <IconButton size="small" label="Previous difference (P)" icon={<ArrowUp size={14} aria-hidden />} disabled={summary.blocks === 0} onClick={() => void step('previous')} />
            <IconButton size="small" label="Next difference (N)" icon={<ArrowDown size={14} aria-hidden />} disabled={summary.blocks === 0} onClick={() => void step('next')} />
            <label className="compare-fold-choice">
              <input type="checkbox" checked={(asked ?? view) === 'differences'} onChange={(event) => void change(event.target.checked ? 'differences' : 'all')} />
              Only differences
            </label>
          </div>
          <CompareRows
            ref={rows}
            compareId={live.compareId}
            view={view}
            count={view === 'all' ? summary.rows : summary.foldedRows}
            label={`The run of ${then} at the left, ${rightSide ? sideTime(rightSide, now) : 'now'} at the right`}
            onStep={(direction) => void step(direction)}
            onUnfold={(row) => void showRow(row, 'all')}
            onOpenLine={logId === null ? null : openLine}
          />
        </>
      )}
      {masking && <MaskDialog onClose={() => setMasking(false)} />}
    </div>
  )
}

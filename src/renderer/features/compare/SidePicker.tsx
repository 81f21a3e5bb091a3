import { useEffect, useRef } from 'react'
import type { CompareSide } from '@shared/contract/compare'
import { sideWords } from './compare-words'

interface SidePickerProps {
  label: string
  sides: readonly CompareSide[]
  value: string | null
  nowMs: number
  onChoose: (id: string) => void
  /** The next key is for this. */
  focused?: boolean
}

/** Which log of which run stands on one side. */
export function SidePicker({ label, sides, value, nowMs, onChoose, focused = false }: SidePickerProps) {
  const field = useRef<HTMLSelectElement>(null)
  useEffect(() => {
    if (focused) field.current?.focus()
  }, [focused])
  const runs = sides.filter((side) => side.startedMs !== null)
  const logs = sides.filter((side) => side.startedMs === null)
  return (
    <label className="compare-picker">
      <span className="compare-picker-label">{label}</span>
      <select ref={field} value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        {value === null && (
          <option value="" disabled>
            Choose a run or a log
          </option>
        )}
        {runs.length > 0 && <optgroup label="Runs, newest first">{runs.map((side) => option(side, nowMs))}</optgroup>}
        {logs.length > 0 && <optgroup label="Open logs">{logs.map((side) => option(side, nowMs))}</optgroup>}
      </select>
    </label>
  )
}

function option(side: CompareSide, nowMs: number) {
  return (
    <option key={side.id} value={side.id} title={side.path}>
      {sideWords(side, nowMs)}
    </option>
  )
}

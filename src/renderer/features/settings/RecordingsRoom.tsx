import { useEffect, useState } from 'react'
import { formatBytes, formatCount } from '@shared/text/units'
import { useEngine } from '@/bridge'

/** What recordings take on the disk now. */
export function RecordingsRoom() {
  const engine = useEngine()
  const [room, setRoom] = useState<{ count: number; bytes: number } | null>(null)
  useEffect(() => {
    void engine.request('history.list', {}).then((result) => {
      if (result.ok) setRoom({ count: result.value.recordings.length, bytes: result.value.recordings.reduce((sum, one) => sum + one.storedBytes, 0) })
    })
  }, [engine])
  return (
    <div className="setting-row">
      <span>Size on disk</span>
      <span className="setting-value" data-testid="recordings-room">
        {room === null ? '' : `${formatBytes(room.bytes)}, ${room.count === 1 ? '1 run' : `${formatCount(room.count)} runs`}`}
      </span>
      <p className="field-hint">History lists them, and those that were removed.</p>
    </div>
  )
}

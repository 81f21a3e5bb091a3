import { useEffect, useState } from 'react'
import './pane-say.css'

/** A sentence stays this long (ms): nothing is lost with it, since it only says that nothing was found or what was copied. */
const SAID_MS = 4000

/** One short sentence over the text, for a moment. */
export function PaneSay({ said }: { said: { text: string } | null }) {
  const [shown, setShown] = useState(said)
  useEffect(() => {
    setShown(said)
    if (!said) return
    const timer = setTimeout(() => setShown(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div className="pane-say-place" role="status" data-testid="pane-say">
      {shown && <span className="pane-say">{shown.text}</span>}
    </div>
  )
}

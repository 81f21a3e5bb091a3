import { Button } from './Button'
import './undo-line.css'

/** What was done, in one sentence, and what undoes it. */
export interface Undoable {
  text: string
  undo: () => void
}

/** Says what was done in a dialog, and offers to undo it; it is read aloud as it comes. */
export function UndoLine({ done, onUndone }: { done: Undoable | null; onUndone: () => void }) {
  return (
    <div className="undo-line" role="status">
      {done && (
        <>
          <span>{done.text}</span>
          <Button
            look="quiet"
            size="small"
            onClick={() => {
              done.undo()
              onUndone()
            }}
          >
            Undo
          </Button>
        </>
      )}
    </div>
  )
}

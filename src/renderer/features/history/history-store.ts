import type { HistoryRequestResults } from '@shared/contract/history'
import type { RemovedRecording } from '@shared/model'
import { create } from 'zustand'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { showFailure } from '@/features/workspaces'

export type SavedRun = HistoryRequestResults['history.list']['recordings'][number]

interface HistoryState {
  /** Newest first; null before they were read. */
  runs: readonly SavedRun[] | null
  /** Runs that are gone to keep to the bounds, newest first. */
  removed: readonly RemovedRecording[]
  /** Taken out of the list, and removed unless the person wants them back. */
  going: ReadonlySet<string>
}

export const useHistory = create<HistoryState>()(() => ({ runs: null, removed: [], going: new Set<string>() }))

/** How long a run that was deleted can be had back (ms). */
const UNDO_MS = 8000

export async function readHistory(engine: EngineClient): Promise<void> {
  const result = await engine.request('history.list', {})
  if (result.ok) useHistory.setState({ runs: result.value.recordings, removed: result.value.removed })
  else showFailure(result.failure)
}

export async function pinRun(engine: EngineClient, run: SavedRun): Promise<void> {
  const result = await engine.request('history.pin', { id: run.id, pinned: !run.pinned })
  if (!result.ok) showFailure(result.failure)
  await readHistory(engine)
}

export async function writeNote(engine: EngineClient, run: SavedRun, note: string): Promise<void> {
  if (note === run.note) return
  const result = await engine.request('history.note', { id: run.id, note })
  if (!result.ok) showFailure(result.failure)
  await readHistory(engine)
}

/** Takes a run out of the list at once, and from the disk when the person did not want it back for a while. */
export function deleteRun(engine: EngineClient, run: SavedRun): void {
  const leave = (): void => useHistory.setState(({ going }) => ({ going: new Set([...going].filter((id) => id !== run.id)) }))
  useHistory.setState(({ going }) => ({ going: new Set([...going, run.id]) }))
  const timer = setTimeout(() => {
    void engine.request('history.delete', { id: run.id }).then(async (result) => {
      if (!result.ok) showFailure(result.failure)
      await readHistory(engine)
      leave()
    })
  }, UNDO_MS)
  showNotice({
    text: `The run of ${run.agent.name} in ${run.workspace.name} is deleted.`,
    action: {
      label: 'Undo',
      run: () => {
        clearTimeout(timer)
        leave()
      },
    },
  })
}

import { useEffect } from 'react'
import { showWholeLog } from '@/features/runs'
import { keepReveal, takeReveals } from '@/features/search/reveal'

/** While a pane shows a part of a log, a hit of a search in it brings back the whole log, which then shows the hit. */
export function useSearchOfWhole(agentId: string, logId: string, isPart: boolean): void {
  useEffect(() => {
    if (!isPart) return
    return takeReveals(logId, (reveal) => {
      keepReveal(reveal)
      showWholeLog(agentId)
    })
  }, [agentId, logId, isPart])
}

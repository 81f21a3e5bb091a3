import { useEffect, useState } from 'react'
import type { CompareSides, CompareState, MaskChoice } from '@shared/contract/compare'
import type { AgentInfo, Failure } from '@shared/model'
import { useEngine } from '@/bridge'

let started = 0

/** What can be compared for an agent; null before it is known. Asked for anew when runs become known. */
export function useSides(agent: AgentInfo): CompareSides | null {
  const engine = useEngine()
  const [sides, setSides] = useState<CompareSides | null>(null)
  const { id } = agent
  const known = `${agent.runs[0]?.id ?? ''} ${agent.verdict?.kind ?? ''} ${agent.verdict?.cause?.path ?? ''} ${agent.history?.runs ?? 0} ${agent.history?.phase ?? ''} ${agent.logs.length}`
  useEffect(() => {
    let over = false
    void engine.request('compare.sides', { agentId: id }).then((result) => {
      if (!over && result.ok) setSides(result.value)
    })
    return () => {
      over = true
    }
  }, [engine, id, known])
  return sides
}

export interface LiveComparison {
  compareId: string
  state: CompareState
}

/** Compares these two for as long as they are chosen; anew when the masks change, and when the engine is a new one. */
export function useComparison(agentId: string, left: string | null, right: string | null, masks: MaskChoice): { live: LiveComparison | null; refusal: Failure | null } {
  const engine = useEngine()
  const [live, setLive] = useState<LiveComparison | null>(null)
  const [refusal, setRefusal] = useState<Failure | null>(null)
  const [again, setAgain] = useState(0)
  useEffect(() => engine.onReconnect(() => setAgain((count) => count + 1)), [engine])
  useEffect(() => {
    setLive(null)
    setRefusal(null)
    if (left === null || right === null) return
    const compareId = `compare:${++started}`
    const stop = engine.onEvent((event) => {
      if (event.event === 'compare.state' && event.state.compareId === compareId) setLive({ compareId, state: event.state })
    })
    void engine.request('compare.start', { compareId, agentId, left, right, masks }).then((result) => {
      if (!result.ok && result.failure.code !== 'ENGINE_DOWN') setRefusal(result.failure)
    })
    return () => {
      stop()
      void engine.request('compare.end', { compareId })
    }
  }, [engine, agentId, left, right, masks, again])
  return { live, refusal }
}

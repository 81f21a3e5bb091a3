import { useEffect, useMemo } from 'react'
import type { AgentInfo, RunSummary } from '@shared/model'
import { useEngine } from '@/bridge'
import { choiceOf, setList, useRuns } from './run-store'
import { mergedRuns, runView, type RunView } from './run-view'

const NONE: readonly RunSummary[] = []

/** What an agent's tab shows of its runs. */
export function useRunView(agent: AgentInfo): RunView {
  const choice = useRuns((state) => choiceOf(state, agent.id))
  const list = useRuns((state) => state.lists[agent.id]) ?? NONE
  return useMemo(() => runView(agent, choice, list), [agent, choice, list])
}

/** All runs of an agent that are known; while `wanted`, the older ones are read and the list is kept up. */
export function useRunList(agent: AgentInfo, wanted: boolean): readonly RunSummary[] {
  const engine = useEngine()
  const list = useRuns((state) => state.lists[agent.id]) ?? NONE
  const { phase, runs } = agent.history ?? { phase: 'none', runs: 0 }
  const newest = agent.runs[0]?.id
  useEffect(() => {
    if (!wanted || phase === 'none') return
    let over = false
    void engine.request('runs.list', { agentId: agent.id }).then((result) => {
      if (!over && result.ok) setList(agent.id, result.value.runs)
    })
    return () => {
      over = true
    }
  }, [engine, agent.id, wanted, phase, runs, newest])
  return useMemo(() => mergedRuns(agent, list), [agent, list])
}

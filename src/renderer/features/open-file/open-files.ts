import type { Bridge } from '@shared/contract/channels'
import type { EngineClient } from '@/bridge'
import { showNotice } from '@/features/notices'
import { showAgent, useTabs } from '@/features/tabs'
import { showFailure, useWorkspaces } from '@/features/workspaces'
import { startDropping } from './dropping'

let bridge: Bridge | null = null

/** Opens files by their tickets and brings the last of them forward; what fails is said and the rest goes on. `again`: they were open before. */
export async function openTickets(engine: EngineClient, tickets: readonly string[], again = false): Promise<void> {
  const opened: Awaited<ReturnType<typeof open>>[] = []
  const open = (ticket: string) => engine.request('file.open', again ? { ticket, again } : { ticket })
  // One after the other they come in their order, also where one of them is slow.
  if (again) for (const ticket of tickets) opened.push(await open(ticket))
  else opened.push(...(await Promise.all(tickets.map(open))))
  for (const result of opened) if (!result.ok) showFailure(result.failure)
  const last = opened.findLast((result) => result.ok)
  if (last?.ok) showAgent(last.value.agentId)
}

/** Asks the person for files and opens them. */
export async function chooseFiles(engine: EngineClient): Promise<void> {
  if (bridge) await openTickets(engine, (await bridge.invoke('files.choose', {})).tickets)
}

/** Empties the list of files that were opened last. */
export async function forgetRecentFiles(): Promise<void> {
  await bridge?.invoke('files.forget-recent', {})
  showNotice({ text: 'The list of recent files is empty now. The files that are open stay open.' })
}

/** Tells main which files are open, now and whenever that changes, so that the next start opens them again. */
export function keepOpenFiles(main: Bridge): void {
  let told: string | null = null
  const tell = (): void => {
    const agents = useWorkspaces.getState().workspaces.flatMap((one) => (one.kind === 'local' ? one.agents : []))
    const tickets = agents.flatMap(({ ticket }) => ticket ?? [])
    if (tickets.join() === (told ?? '')) return
    told = tickets.join()
    void main.invoke('files.opened', { tickets })
  }
  useWorkspaces.subscribe(tell)
  tell()
}

/** Hears of files that were dropped on the window or named by another start, and lets go of those whose tab was closed. */
export function startOpenFiles(main: Bridge, engine: EngineClient): void {
  bridge = main
  main.on('files.offered', ({ tickets }) => void openTickets(engine, tickets))
  startDropping(window, async (files) => {
    const { tickets } = await main.offerDropped(files)
    if (tickets.length === 0) return showNotice({ tone: 'bad', text: 'Nothing was opened: only files of this computer can be dropped here.' })
    await openTickets(engine, tickets)
  })
  useTabs.subscribe((tabs, before) => {
    for (const agentId of before.open) if (!tabs.open.includes(agentId) && isFile(agentId)) void engine.request('file.close', { agentId })
  })
}

/** Whether this is a file of this machine, as against an agent of a workspace. */
export function isFile(agentId: string): boolean {
  return useWorkspaces.getState().workspaces.some((one) => one.kind === 'local' && one.agents.some((agent) => agent.id === agentId))
}

import { composeWorkspace } from '../../e2e/peers/coder-data'

/** As long as the scripts of a real template. */
const SCRIPT_TEXT = '# A line of a script that sets a workspace up.\n'.repeat(175)

export interface ListedStart {
  lifecycle: 'starting' | 'ready' | 'start_error'
  /** Of its only script; told once it has failed. */
  exitCode: number
  startedMs: number
}

/** A workspace of Coder's list with one agent and one script of 8 KiB. */
export function listedWorkspace(name: string, { lifecycle, exitCode, startedMs }: ListedStart): Record<string, unknown> {
  const failed = lifecycle === 'start_error'
  return composeWorkspace({
    name,
    agents: [
      {
        name: 'main',
        lifecycle,
        startedAt: new Date(startedMs).toISOString(),
        readyAt: lifecycle === 'starting' ? null : new Date(startedMs + 1000).toISOString(),
        scripts: [{ name: 'Set-up', text: SCRIPT_TEXT, ...(failed ? { exitCode, status: 'exit_failure' } : {}) }],
      },
    ],
  })
}

/** A workspace with so many agents that are ready. */
export function listedAgents(name: string, count: number, startedMs: number): Record<string, unknown> {
  return composeWorkspace({
    name,
    agents: Array.from({ length: count }, (_, i) => ({
      name: `agent${i}`,
      lifecycle: 'ready',
      startedAt: new Date(startedMs).toISOString(),
      readyAt: new Date(startedMs + 1000).toISOString(),
      scripts: [{ name: 'Set-up', text: SCRIPT_TEXT }],
    })),
  })
}

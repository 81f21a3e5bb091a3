import { createHash } from 'node:crypto'

/**
 * Workspaces in the JSON of Coder's API, composed after its source (codersdk.Workspace), for the
 * stand-in program and the stand-in deployment. What is not given takes the value of a workspace that is up.
 */
export interface WorkspaceSpec {
  name: string
  owner?: string
  status?: string
  transition?: 'start' | 'stop' | 'delete'
  jobError?: string
  outdated?: boolean
  agents?: AgentSpec[]
}

export interface AgentSpec {
  name: string
  parent?: string
  status?: 'connecting' | 'connected' | 'disconnected' | 'timeout'
  lifecycle?: string
  startedAt?: string | null
  readyAt?: string | null
  scripts?: ScriptSpec[]
}

export interface ScriptSpec {
  name: string
  logPath?: string
  text?: string
  runOnStart?: boolean
  runOnStop?: boolean
  exitCode?: number | null
  status?: string | null
}

/** A UUID made from what it names, so that a test can name it too. */
export function idOf(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('/')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function composeWorkspace(spec: WorkspaceSpec): Record<string, unknown> {
  const { name, owner = 'kim', status = 'running', transition = 'start' } = spec
  const jobStatus = status === 'failed' ? 'failed' : status === 'starting' || status === 'stopping' ? 'running' : status === 'pending' ? 'pending' : 'succeeded'
  return {
    id: idOf(owner, name),
    created_at: '2026-11-01T08:00:00.5Z',
    updated_at: '2026-11-24T09:00:00.25Z',
    owner_id: idOf(owner),
    owner_name: owner,
    organization_id: idOf('organization'),
    template_id: idOf('template'),
    template_name: 'linux',
    template_display_name: 'Linux',
    template_icon: '/icon/debian.svg',
    outdated: spec.outdated ?? false,
    name,
    ttl_ms: 28_800_000,
    last_used_at: '2026-11-24T10:00:00Z',
    deleting_at: null,
    dormant_at: null,
    health: { healthy: true, failing_agents: [] },
    automatic_updates: 'never',
    latest_build: {
      id: idOf(owner, name, 'build'),
      created_at: '2026-11-24T08:59:00Z',
      updated_at: '2026-11-24T09:00:00Z',
      workspace_id: idOf(owner, name),
      workspace_name: name,
      build_number: 7,
      transition,
      initiator_name: owner,
      job: {
        id: idOf(owner, name, 'job'),
        created_at: '2026-11-24T08:59:00Z',
        started_at: '2026-11-24T08:59:01Z',
        completed_at: jobStatus === 'running' || jobStatus === 'pending' ? null : '2026-11-24T08:59:40Z',
        status: jobStatus,
        ...(spec.jobError === undefined ? {} : { error: spec.jobError }),
      },
      reason: 'initiator',
      resources: [
        { id: idOf(owner, name, 'volume'), type: 'docker_volume', name: 'home', metadata: [] },
        { id: idOf(owner, name, 'container'), type: 'docker_container', name: 'workspace', agents: (spec.agents ?? [{ name: 'main' }]).map((a) => composeAgent(owner, name, a)) },
      ],
      status,
      daily_cost: 0,
    },
  }
}

function composeAgent(owner: string, workspace: string, spec: AgentSpec): Record<string, unknown> {
  const { name, status = 'connected', lifecycle = 'ready' } = spec
  const scripts = spec.scripts ?? [{ name: 'Startup Script', logPath: 'coder-startup-script.log' }]
  const source = (script: ScriptSpec): string => idOf(owner, workspace, name, script.name)
  return {
    id: idOf(owner, workspace, name),
    parent_id: spec.parent === undefined ? null : idOf(owner, workspace, spec.parent),
    created_at: '2026-11-24T08:59:05Z',
    first_connected_at: status === 'connecting' || status === 'timeout' ? null : '2026-11-24T08:59:45Z',
    last_connected_at: '2026-11-24T10:00:00Z',
    disconnected_at: status === 'disconnected' ? '2026-11-24T10:00:05Z' : undefined,
    started_at: spec.startedAt === undefined ? '2026-11-24T08:59:46.1Z' : spec.startedAt,
    ready_at: spec.readyAt === undefined ? '2026-11-24T09:00:20.1Z' : spec.readyAt,
    status,
    lifecycle_state: lifecycle,
    name,
    resource_id: idOf(owner, workspace, 'container'),
    architecture: 'amd64',
    operating_system: 'linux',
    directory: '~/project',
    expanded_directory: '/home/kim/project',
    version: 'v2.35.1+8b44bd6',
    api_version: '2.7',
    apps: [],
    connection_timeout_seconds: 120,
    troubleshooting_url: '',
    logs_length: 2048,
    logs_overflowed: false,
    log_sources: scripts.map((script) => ({ workspace_agent_id: idOf(owner, workspace, name), id: source(script), display_name: script.name, icon: '/emojis/25b6.png' })),
    scripts: scripts.map((script) => ({
      id: idOf(source(script)),
      log_source_id: source(script),
      log_path: script.logPath ?? '',
      script: script.text ?? '#!/bin/sh\necho up\n',
      cron: '',
      run_on_start: script.runOnStart ?? true,
      run_on_stop: script.runOnStop ?? false,
      start_blocks_login: false,
      timeout: 0,
      display_name: script.name,
      ...(script.exitCode === undefined ? {} : { exit_code: script.exitCode }),
      ...(script.status === undefined ? {} : { status: script.status }),
    })),
    health: { healthy: true },
    startup_script_behavior: 'non-blocking',
    display_apps: ['vscode'],
  }
}

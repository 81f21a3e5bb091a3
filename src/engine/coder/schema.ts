import * as v from 'valibot'
import { BUILD_STATUSES, LIFECYCLES } from '@shared/model'
import { oneLine } from './plain-text'
import type { CoderAgent, CoderScript, CoderWorkspace } from './types'

/**
 * What `coder list --output json` prints and `GET /api/v2/workspaces` answers, checked and cut
 * down to `CoderWorkspace`. Servers from v0.17 to today differ in what they send, so unknown keys are
 * dropped and a missing or wrong one takes a default; only what is named in a command or a
 * request (ids, names) must be right, or its workspace, agent or script is left out.
 */

const MAX_WORKSPACES = 1000
const MAX_RESOURCES = 500
const MAX_AGENTS = 200
const MAX_SCRIPTS = 200
const MAX_PATH_CHARS = 4096

/** Names as Coder allows them, with `_` for old ones: nothing that a shell, an option or a path could be made of. */
const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/))
const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z][0-9A-Za-z-]{0,63}$/))
const label = (maxChars: number) => v.fallback(v.pipe(v.string(), v.transform((text) => oneLine(text, maxChars))), '')
const path = v.pipe(v.string(), v.maxLength(MAX_PATH_CHARS), v.check((text) => !/\p{Cc}/u.test(text), 'no control characters'))
const flag = v.fallback(v.boolean(), false)
const size = v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0)

/** RFC 3339 to ms; Go's zero time and anything else is null. */
const time = v.fallback(
  v.nullable(v.pipe(v.string(), v.maxLength(64), v.transform((text) => Date.parse(text)), v.transform((ms) => (ms > 0 ? ms : null)))),
  null,
)

/** The members of a list that fit `schema`, in order, at most `max`; `null` and everything else is an empty list. */
function list<T>(schema: v.GenericSchema<unknown, T>, max: number): v.GenericSchema<unknown, T[]> {
  const fitting = (items: unknown[]): T[] => items.slice(0, max).flatMap((item) => {
    const parsed = v.safeParse(schema, item)
    return parsed.success ? [parsed.output] : []
  })
  return v.fallback(v.pipe(v.array(v.unknown()), v.transform(fitting)), [])
}

const script = v.object({
  log_source_id: v.fallback(id, ''),
  display_name: label(120),
  log_path: v.optional(path, ''),
  cron: label(60),
  run_on_start: flag,
  run_on_stop: flag,
  start_blocks_login: flag,
  timeout: size,
  exit_code: v.fallback(v.nullable(v.pipe(v.number(), v.integer())), null),
  status: v.fallback(v.nullable(v.picklist(['ok', 'exit_failure', 'timed_out', 'pipes_left_open'])), null),
})

const agent = v.object({
  id,
  parent_id: v.fallback(v.nullable(id), null),
  name,
  status: v.fallback(v.picklist(['connecting', 'connected', 'disconnected', 'timeout']), 'disconnected'),
  lifecycle_state: v.fallback(v.nullable(v.picklist(LIFECYCLES)), null),
  created_at: time,
  first_connected_at: time,
  last_connected_at: time,
  disconnected_at: time,
  started_at: time,
  ready_at: time,
  connection_timeout_seconds: size,
  version: label(60),
  operating_system: label(40),
  directory: v.fallback(path, ''),
  expanded_directory: v.fallback(path, ''),
  logs_length: size,
  logs_overflowed: flag,
  log_sources: list(v.object({ id, display_name: label(120) }), MAX_SCRIPTS),
  scripts: v.optional(list(script, MAX_SCRIPTS)),
  /** Servers older than v2.2 have one script of each kind in place of `scripts`; here only whether there is one. */
  startup_script: present(),
  shutdown_script: present(),
  startup_script_timeout_seconds: size,
})

const workspace = v.object({
  id,
  name,
  owner_name: name,
  template_name: label(120),
  outdated: flag,
  updated_at: time,
  health: v.fallback(v.nullable(v.object({ healthy: v.fallback(v.nullable(v.boolean()), null) })), null),
  latest_build: v.object({
    id,
    build_number: size,
    transition: v.fallback(v.picklist(['start', 'stop', 'delete']), 'start'),
    status: v.fallback(v.nullable(v.picklist(BUILD_STATUSES)), null),
    updated_at: time,
    job: v.fallback(
      v.object({ status: label(20), error: label(500), completed_at: time, started_at: time }),
      { status: '', error: '', completed_at: null, started_at: null },
    ),
    resources: list(v.object({ agents: list(agent, MAX_AGENTS) }), MAX_RESOURCES),
  }),
})

const workspaces = list(workspace, MAX_WORKSPACES)

/** Null when it is no list of workspaces at all; single entries that do not fit are left out. */
export function readWorkspaces(json: unknown, deploymentId: string): CoderWorkspace[] | null {
  if (!Array.isArray(json)) return null
  return v.parse(workspaces, json).map((w) => toWorkspace(w, deploymentId))
}

const page = v.object({ workspaces: v.array(v.unknown()), count: v.fallback(v.nullable(v.number()), null) })

/** One page of `GET /api/v2/workspaces` and how many there are in all (null where that is not said); before v0.17 the answer was the bare list. */
export function readPage(json: unknown, deploymentId: string): { workspaces: CoderWorkspace[]; received: number; count: number | null } | null {
  const parsed = v.safeParse(page, json)
  const members = parsed.success ? parsed.output.workspaces : json
  const read = readWorkspaces(members, deploymentId)
  const count = parsed.success ? parsed.output.count : null
  return read && { workspaces: read, received: (members as unknown[]).length, count }
}

function present(): v.GenericSchema<unknown, boolean> {
  return v.fallback(v.pipe(v.string(), v.transform((text) => text.trim() !== '')), false)
}

function toWorkspace(w: v.InferOutput<typeof workspace>, deploymentId: string): CoderWorkspace {
  const build = w.latest_build
  return {
    id: w.id,
    deploymentId,
    name: w.name,
    owner: w.owner_name,
    template: w.template_name,
    status: build.status ?? statusOf(build.transition, build.job.status),
    transition: build.transition,
    buildId: build.id,
    buildNumber: build.build_number,
    jobError: build.job.error,
    statusSinceMs: build.job.completed_at ?? build.job.started_at ?? build.updated_at,
    updatedMs: w.updated_at,
    outdated: w.outdated,
    healthy: w.health?.healthy ?? null,
    agents: build.resources.flatMap((resource) => resource.agents).slice(0, MAX_AGENTS).map(toAgent),
  }
}

/** Old servers give the job's status only; the words are those of the API's own conversion. */
function statusOf(transition: CoderWorkspace['transition'], job: string): CoderWorkspace['status'] {
  switch (job) {
    case 'succeeded':
      return transition === 'start' ? 'running' : transition === 'stop' ? 'stopped' : 'deleted'
    case 'running':
      return transition === 'start' ? 'starting' : transition === 'stop' ? 'stopping' : 'deleting'
    case 'canceling':
    case 'canceled':
    case 'failed':
      return job
  }
  return 'pending'
}

function toAgent(a: v.InferOutput<typeof agent>): CoderAgent {
  return {
    id: a.id,
    parentId: a.parent_id,
    name: a.name,
    status: a.status,
    lifecycle: a.lifecycle_state,
    createdMs: a.created_at,
    firstConnectedMs: a.first_connected_at,
    lastConnectedMs: a.last_connected_at,
    disconnectedMs: a.disconnected_at,
    startedMs: a.started_at,
    readyMs: a.ready_at,
    connectTimeoutSeconds: a.connection_timeout_seconds,
    version: a.version,
    os: a.operating_system,
    directory: a.directory,
    expandedDirectory: a.expanded_directory,
    logSources: a.log_sources.map((source) => ({ id: source.id, displayName: source.display_name })),
    scripts: a.scripts ? a.scripts.map(toScript) : oldScripts(a),
    logsLength: a.logs_length,
    logsOverflowed: a.logs_overflowed,
  }
}

function toScript(s: v.InferOutput<typeof script>): CoderScript {
  return {
    logSourceId: s.log_source_id,
    displayName: s.display_name,
    logPath: s.log_path,
    runOnStart: s.run_on_start,
    runOnStop: s.run_on_stop,
    cron: s.cron,
    startBlocksLogin: s.start_blocks_login,
    timeoutSeconds: s.timeout,
    exitCode: s.exit_code,
    status: s.status,
  }
}

/** What servers older than v2.2 run, as if they had named it the way newer ones do. */
function oldScripts(a: v.InferOutput<typeof agent>): CoderScript[] {
  const base = { logSourceId: '', cron: '', startBlocksLogin: false, exitCode: null, status: null }
  return [
    ...(a.startup_script
      ? [{ ...base, displayName: 'Startup Script', logPath: 'coder-startup-script.log', runOnStart: true, runOnStop: false, timeoutSeconds: a.startup_script_timeout_seconds }]
      : []),
    ...(a.shutdown_script
      ? [{ ...base, displayName: 'Shutdown Script', logPath: 'coder-shutdown-script.log', runOnStart: false, runOnStop: true, timeoutSeconds: 0 }]
      : []),
  ]
}

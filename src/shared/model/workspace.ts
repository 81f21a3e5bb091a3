import type { AgentInfo } from './agent'
import type { Failure } from './failure'

export interface WorkspaceInfo {
  id: string
  name: string
  /** `local`: the files that are open on this machine, each as an agent of its own. `saved`: a recording that is open; its target is the recording's id. */
  kind: 'ssh' | 'demo' | 'coder' | 'local' | 'saved'
  /** What the person typed to reach it; opening the same target again gives the same workspace. */
  target: string
  agents: AgentInfo[]
  /** What the deployment says of a Coder workspace; null for other kinds. */
  coder: CoderFacts | null
}

/** Status of a workspace's latest build, in the API's own words. */
export const BUILD_STATUSES = [
  'pending',
  'starting',
  'running',
  'stopping',
  'stopped',
  'failed',
  'canceling',
  'canceled',
  'deleting',
  'deleted',
] as const
export type BuildStatus = (typeof BUILD_STATUSES)[number]

export interface CoderFacts {
  deploymentId: string
  owner: string
  status: BuildStatus
  /** When the latest build reached that status, ms since the epoch; null where the server does not say. */
  statusSinceMs: number | null
  /** The template has a newer version than the workspace. */
  outdated: boolean
  /** Why the latest build failed, one visible line; left out or empty where it did not, or nobody says. */
  buildError?: string
}

/** What the engine keeps open, for the status panel. */
export interface EngineLoad {
  connections: number
  /** `coder` processes, tunnels and calls together. */
  coderProcesses: number
  /** Left out where nobody counts. */
  watch?: WatchCost
}

/** What keeping the lists and watching starts took in the last hour. */
export interface WatchCost {
  /** Requests to deployments, and runs of the `coder` program. */
  calls: number
  /** Of answers, after decompression, and of what was read of logs. */
  bytes: number
  /** Websockets and SSH connections that were opened for it. */
  connections: number
}

/** One Coder deployment that the app knows, by the `coder` CLI's login or by a token. */
export interface DeploymentInfo {
  id: string
  /** `https://coder.example.com`, without a trailing slash. */
  url: string
  via: 'cli' | 'token'
  /** When its list was last read, ms since the epoch; null before the first time. */
  checkedMs: number | null
  /** Why the last refresh failed; the list then is the one of `checkedMs`. */
  failure: Failure | null
  refreshing: boolean
}

import * as v from 'valibot'
import type { Checkpoint, DeploymentInfo, EngineLoad, Failure, LogFrontier, LogInfo, Mark, PaneCondition, Result, RunSummary, WorkspaceInfo } from '../model'
import { fileRequestSchemas, type FileRequestResults } from './files'
import { compareRequestSchemas, type CompareRequestResults, type CompareState } from './compare'
import { filterRequestSchemas, paneFilter, type BatchFold, type FilterRequestResults, type FilterStatus } from './filter'
import { historyRequestSchemas, type ExportEvent, type HistoryRequestResults } from './history'
import { placeRequestSchemas, type PlaceRequestResults } from './places'
import type { PaneMap } from './rail'
import { readingRequestSchemas, type ReadingRequestResults } from './reading'
import { secretRequestSchemas, type SecretRequestResults } from './secrets'
import { searchRequestSchemas, type SearchRequestResults, type SearchResults } from './search'

/**
 * The MessagePort between a window and the engine. Requests are answered once by id;
 * signals are one-way to the engine; events are one-way to the window. Everything that
 * reaches the engine is checked with the schemas here; what reaches the window comes
 * from our own engine and carries log text only as bytes that the escape wall filtered.
 */

const id = v.pipe(v.string(), v.regex(/^[a-z0-9:-]{1,64}$/))
const offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max))
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.check((p) => !p.includes('\0'), 'no NUL'))

const checkpoint = v.strictObject({
  path,
  epochStart: offset,
  offset,
  seamHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{0,64}$/)),
})

/** Where a pane's window should go. */
const destination = v.variant('kind', [
  /** The end of the log; following resumes. */
  v.strictObject({
    kind: v.literal('end'),
    /** The window is given once more though it stands there already: its lines are wrapped otherwise now. */
    anew: v.optional(v.boolean()),
  }),
  /** The beginning of the log. */
  v.strictObject({ kind: v.literal('start') }),
  /** The line that holds this byte, placed at the top of the view (a gap's beginning, say). */
  v.strictObject({
    kind: v.literal('offset'),
    offset,
    /** Rows of the window, where fewer than usual will do: the person is still on the way. */
    rows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(50), v.maxValue(10_000))),
  }),
  /** Earlier lines: a window around `top` (offset of the topmost line held), `top` kept under the eye. */
  v.strictObject({ kind: v.literal('older'), top: offset }),
  /** More lines after what the pane holds. */
  v.strictObject({ kind: v.literal('newer') }),
])
export type Destination = v.InferOutput<typeof destination>

export const requestSchemas = {
  /** Opens a workspace by what `ssh` takes: `[user@]host[:port]` or a Host of ssh_config. */
  'workspace.open': v.strictObject({ target: v.pipe(v.string(), v.minLength(1), v.maxLength(512)) }),
  /** Starts the embedded demo workspace (once) and opens it. */
  'demo.open': v.strictObject({}),
  'workspace.close': v.strictObject({ workspaceId: id }),
  /** Starts a stopped Coder workspace; the window has told the person what that does. */
  'workspace.start': v.strictObject({ workspaceId: id }),
  /** Connects a listed agent (its tab was opened); nothing happens when it is connected already. */
  'agent.open': v.strictObject({ agentId: id }),
  /** Ends an agent's connection and panes (its tab was closed). */
  'agent.close': v.strictObject({ agentId: id }),
  /** Gives up trying to reconnect until `agent.reconnect`. */
  'agent.stop-trying': v.strictObject({ agentId: id }),
  /** Reads the lists of all deployments now. */
  'coder.refresh': v.strictObject({}),
  /** Tries again now, whatever the back-off says. */
  'agent.reconnect': v.strictObject({ agentId: id }),
  /** Offers a further log by its absolute path (or one under `~/`). */
  'log.add': v.strictObject({ agentId: id, path }),
  /** Shows this log in the left (startup) or right (agent) pane of its agent's tab. */
  'log.show': v.strictObject({ agentId: id, side: v.picklist(['startup', 'agent']), logId: id }),
  /** Looks again which logs exist. */
  'logs.refresh': v.strictObject({ agentId: id }),
  /** The runs of an agent, newest first; reads what rotation has put aside, unless that is read. `AgentInfo.history` says how far that is. */
  'runs.list': v.strictObject({ agentId: id }),
  /** Host names of `~/.ssh/config` (no patterns), for completion. */
  'hosts.suggest': v.strictObject({}),
  'prompt.answer': v.strictObject({
    promptId: id,
    answer: v.variant('kind', [
      v.strictObject({ kind: v.literal('accept') }),
      v.strictObject({ kind: v.literal('refuse') }),
      v.strictObject({
        kind: v.literal('secrets'),
        values: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(16)),
        /** The person asks to keep the passphrase in the system's keyring. */
        keep: v.optional(v.boolean()),
      }),
    ]),
  }),
  'pane.open': v.strictObject({
    paneId: id,
    logId: id,
    /** Terminal columns, for counting rows after wrapping. */
    columns: count(2000),
    /** Bound of the window in rows after wrapping. */
    windowRows: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(10_000)),
    visible: v.boolean(),
    /** Where the pane's text ends, when it already shows some of this log. */
    resume: v.nullable(checkpoint),
    /** What is shown of it; all when left out. */
    filter: v.optional(v.nullable(paneFilter)),
  }),
  'pane.close': v.strictObject({ paneId: id }),
  'pane.move': v.strictObject({ paneId: id, to: destination }),
  ...fileRequestSchemas,
  ...historyRequestSchemas,
  ...placeRequestSchemas,
  ...filterRequestSchemas,
  ...searchRequestSchemas,
  ...compareRequestSchemas,
  ...readingRequestSchemas,
  ...secretRequestSchemas,
} as const

export const signalSchemas = {
  /** The terminal has parsed this many bytes of batch text; gives their credit back. */
  'pane.ack': v.strictObject({ paneId: id, bytes: count(1 << 24) }),
  /** Hidden panes get nothing; a new width changes how rows are counted. */
  'pane.view': v.strictObject({ paneId: id, visible: v.boolean(), columns: count(2000), windowRows: count(10_000) }),
  /** The person scrolled away from the end (false) or came back to it (true). */
  'pane.follow': v.strictObject({ paneId: id, follow: v.boolean() }),
} as const

export type RequestName = keyof typeof requestSchemas
export type RequestParams<N extends RequestName> = v.InferOutput<(typeof requestSchemas)[N]>
export type SignalName = keyof typeof signalSchemas
export type SignalParams<N extends SignalName> = v.InferOutput<(typeof signalSchemas)[N]>

export interface RequestResults
  extends SearchRequestResults, PlaceRequestResults, FileRequestResults, CompareRequestResults, FilterRequestResults, HistoryRequestResults, ReadingRequestResults, SecretRequestResults {
  'workspace.open': { workspaceId: string }
  'demo.open': { workspaceId: string }
  'workspace.close': null
  'workspace.start': null
  'agent.open': null
  'agent.close': null
  'agent.stop-trying': null
  'coder.refresh': null
  'agent.reconnect': null
  'log.add': LogInfo
  'log.show': null
  'logs.refresh': null
  'runs.list': { runs: RunSummary[] }
  'hosts.suggest': { hosts: string[] }
  'prompt.answer': null
  'pane.open': null
  'pane.close': null
  'pane.move': null
}

/** A question that only the person can answer; the connection waits for it. */
export type Prompt =
  | {
      kind: 'host-key'
      promptId: string
      agentId: string
      /** As known_hosts names it: the address, with the port in brackets where it is not 22. */
      host: string
      /** What the person calls it in their ssh config, where that is another name. */
      alias?: string
      keyType: string
      /** `SHA256:…` as OpenSSH prints it. */
      fingerprint: string
      /** One sentence on why it is asked in spite of what known_hosts says; from our own words and file names. */
      note?: string
    }
  | {
      kind: 'secrets'
      promptId: string
      agentId: string
      host: string
      /** What is asked for; `instruction` is text from the server or file name, already filtered. */
      purpose: 'passphrase' | 'password' | 'keyboard-interactive'
      instruction: string
      fields: { label: string; echo: boolean }[]
      /** It is a passphrase that the system's keyring may keep, if the person asks for it. */
      mayKeep?: boolean
    }

/**
 * Text for a pane. `text` is UTF-8 that passed the escape wall: printable characters,
 * tab, `\n` and SGR only; lines are separated by `\n`, and the last line has no `\n`
 * after it when it is `open` (unterminated at the source).
 */
export interface PaneBatch {
  paneId: string
  /** `rewrite` empties the terminal first; `append` goes on after what is there. */
  kind: 'rewrite' | 'append'
  /** The first line of `text` stands for the pane's open last line, which is erased first. */
  replacesOpenLine: boolean
  text: Uint8Array
  /** Offset at the source of each line in `text`, in order (bytes; a mark's line has its place). */
  offsets: Float64Array
  /** Lines of `text` that are marks; the terminal row carries the same sentence as text. */
  marks: { line: number; mark: Mark }[]
  /** Lines of `text` that are longer at the source than what is given of them. */
  cuts: number[]
  /** Lines of `text` that stand for more than they show. */
  folds?: BatchFold[]
  /** Lines of `text` in which a secret is hidden. */
  masked?: number[]
  /** The last line is not terminated yet. */
  open: boolean
  /** Lines of `text` that tell of an error, by the rules of `docs/line-marks.md`, an open one left out. */
  errors?: number
  /** After a rewrite: the line (index over the whole rewrite) to stand at the view's top, or the end. */
  view: { line: number } | 'end' | null
  /** A rewrite may take several batches; only the last of them has `complete: true`. */
  complete: boolean
  /** Whether the window now touches the log's first byte. */
  atStart: boolean
  checkpoint: Checkpoint
}

export interface PaneStatus {
  paneId: string
  condition: PaneCondition
  follow: boolean
  /** Lines and bytes written at the source since following was paused; lines are null when only bytes are known. */
  newLines: number | null
  newBytes: number
  /** Bytes at the source after what the pane holds; 0 when the window touches the end. */
  afterBytes: number
  /** Size of the newest epoch in bytes, time of change in ms since the epoch; null while unknown. */
  sizeBytes: number | null
  modifiedMs: number | null
  /** Shown in the pane, beside the text that is already there. */
  failure: Failure | null
  /** Where the newest run ends inside a file that it overwrites in place; null, or left out, for most logs. */
  frontier?: LogFrontier | null
  /** Null, or left out, where all is shown. */
  filter?: FilterStatus | null
}

export type EngineEvent =
  | { event: 'workspaces'; workspaces: WorkspaceInfo[]; deployments: DeploymentInfo[]; load: EngineLoad }
  | { event: 'prompt'; prompt: Prompt }
  | { event: 'prompt.gone'; promptId: string }
  | { event: 'pane.batch'; batch: PaneBatch }
  | { event: 'pane.status'; status: PaneStatus }
  | { event: 'pane.map'; map: PaneMap }
  /** How far a selection is saved, in bytes at the source. */
  | { event: 'pane.saving'; paneId: string; doneBytes: number; totalBytes: number }
  /** What is hidden on screen has changed: each pane that holds text gives its lines again. */
  | { event: 'secrets.changed' }
  | ExportEvent
  | { event: 'search.results'; results: SearchResults }
  | { event: 'compare.state'; state: CompareState }

/** Window to engine. */
export type ToEngine =
  | { type: 'request'; id: number; name: RequestName; params: unknown }
  | { type: 'signal'; name: SignalName; params: unknown }

/** Engine to window. */
export type FromEngine =
  | { type: 'response'; id: number; result: Result<unknown> }
  | ({ type: 'event' } & EngineEvent)

const envelope = v.variant('type', [
  v.strictObject({
    type: v.literal('request'),
    id: offset,
    name: v.picklist(Object.keys(requestSchemas) as RequestName[]),
    params: v.unknown(),
  }),
  v.strictObject({
    type: v.literal('signal'),
    name: v.picklist(Object.keys(signalSchemas) as SignalName[]),
    params: v.unknown(),
  }),
])

export type CheckedMessage =
  | { type: 'request'; id: number; name: RequestName; params: RequestParams<RequestName> }
  | { type: 'signal'; name: SignalName; params: SignalParams<SignalName> }
  | { type: 'refused'; id: number | null; failure: Failure }

/** Checks a message from the window against its schema; never throws. */
export function checkToEngine(message: unknown): CheckedMessage {
  const outer = v.safeParse(envelope, message)
  if (!outer.success) return { type: 'refused', id: null, failure: invalid('message') }
  const m = outer.output
  if (m.type === 'request') {
    const inner = v.safeParse(requestSchemas[m.name], m.params)
    return inner.success
      ? { type: 'request', id: m.id, name: m.name, params: inner.output }
      : { type: 'refused', id: m.id, failure: invalid(m.name) }
  }
  const inner = v.safeParse(signalSchemas[m.name], m.params)
  return inner.success
    ? { type: 'signal', name: m.name, params: inner.output }
    : { type: 'refused', id: null, failure: invalid(m.name) }
}

function invalid(what: string): Failure {
  return {
    code: 'REQUEST_INVALID',
    sentence: `The engine was sent a ${what} that it does not understand.`,
    nextStep: 'Reload the window; if it happens again, please report it.',
  }
}

/** Bytes of batch text a pane may have unacknowledged at any time. */
export const PANE_CREDIT_BYTES = 256 * 1024

import type { Failure, Result } from '@shared/model'
import { runProgram, type ProgramResult } from '../process'
import { isToken } from './config-folder'
import { cliMissing, fail, loggedOut, refuse, refused, strangeOutput, tooSlow, unreachable } from './failures'
import { oneLine, withoutColours } from './plain-text'
import { readWorkspaces } from './schema'
import type { CliAccess, CoderWorkspace } from './types'

const LIST_MS = 60_000
const TOKEN_MS = 15_000
/** `coder start` shows the build and ends with it. */
const START_MS = 15 * 60_000
const MAX_LIST_BYTES = 32 * 1024 * 1024
const MAX_TEXT_BYTES = 4 * 1024 * 1024

/** What the program is run for: `place` is the deployment's address, for sentences. */
export interface CliCall {
  access: CliAccess
  place: string
  /** The person's environment. */
  env: NodeJS.ProcessEnv
  signal?: AbortSignal
}

/** `coder list --output json`: the person's own workspaces (its default query is `owner:me`). */
export async function listByCli(call: CliCall, deploymentId: string, onBytes: (bytes: number) => void = () => undefined): Promise<Result<CoderWorkspace[]>> {
  const result = await run(call, ['list', '--output', 'json'], LIST_MS, MAX_LIST_BYTES)
  const failure = failureOf(result, call.place)
  if (failure) return refuse(failure)
  const text = result.kind === 'exited' ? result.stdout.trim() : ''
  onBytes(text.length)
  // Without workspaces, older programs print advice on stderr and nothing on stdout.
  if (text === '' || text === 'null') return { ok: true, value: [] }
  const workspaces = readWorkspaces(parseJson(text), deploymentId)
  return workspaces ? { ok: true, value: workspaces } : refuse(strangeOutput())
}

/** `coder login token`, which newer programs have: the session's token, wherever the program keeps it. Null without. */
export async function tokenByCli(call: CliCall): Promise<string | null> {
  const result = await run(call, ['login', 'token'], TOKEN_MS, MAX_TEXT_BYTES)
  if (result.kind !== 'exited' || result.code !== 0) return null
  // A program that does not know `token` takes it for an address and asks; what it prints then is no token.
  const token = result.stdout.trim()
  return isToken(token) && !token.includes('/') ? token : null
}

/** `coder start -y`: resolves when the build has ended. `name` is `owner/workspace`. */
export async function startByCli(call: CliCall, name: string): Promise<Result<null>> {
  const result = await run(call, ['start', '-y', name], START_MS, MAX_TEXT_BYTES)
  const failure = failureOf(result, call.place)
  return failure ? refuse(failure) : { ok: true, value: null }
}

/** Arguments that come before the subcommand. */
export function folderArgs(access: CliAccess): string[] {
  return access.folder === null ? [] : ['--global-config', access.folder]
}

/** A folder of its own counts only where the environment does not name another deployment; an empty value is none. */
export function folderEnv(access: CliAccess): Record<string, string> {
  return access.folder === null ? {} : { CODER_URL: '', CODER_SESSION_TOKEN: '' }
}

async function run(call: CliCall, args: string[], timeoutMs: number, maxOutputBytes: number): Promise<ProgramResult> {
  return runProgram({
    file: call.access.binary,
    args: [...folderArgs(call.access), ...args],
    env: { ...call.env, ...folderEnv(call.access), CODER_NO_VERSION_WARNING: 'true', CODER_NO_FEATURE_WARNING: 'true', NO_COLOR: '1' },
    timeoutMs,
    maxOutputBytes,
    ...(call.signal && { signal: call.signal }),
  })
}

/** What went wrong, from the exit code and the words of the program; null when it succeeded. */
function failureOf(result: ProgramResult, place: string): Failure | null {
  switch (result.kind) {
    case 'missing':
      return cliMissing()
    case 'timeout':
    case 'aborted':
      return tooSlow(place)
    case 'too-much-output':
      return strangeOutput()
  }
  return result.code === 0 ? null : failureInWords(withoutColours(result.stderr), place)
}

const NETWORK = /dial tcp|no such host|connection re(fused|set)|i\/o timeout|deadline exceeded|TLS handshake|x509|certificate|network is unreachable|no route to host|unexpected EOF|: EOF|proxyconnect/i

function failureInWords(stderr: string, place: string): Failure {
  const said = errorLine(stderr)
  if (/not logged in|signed out|session has expired|status code 401|coder login'/i.test(stderr)) return loggedOut(place, 'cli')
  const status = Number(/status code (\d{3})/.exec(stderr)?.[1] ?? 0)
  if (status > 0) return refused(place, status, said)
  if (/resource not found|you do not have access to this resource/i.test(stderr)) return refused(place, 404)
  if (NETWORK.test(stderr)) return unreachable(place, said)
  return fail('CODER_REFUSED', said ? `The coder program failed: ${said}` : 'The coder program failed without a reason.', 'Run it in a terminal to see more: coder list')
}

/** The line that names the cause: after `error:` where there is one, else the last one that says anything. */
function errorLine(stderr: string): string {
  const lines = stderr.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '')
  const marked = lines.find((line) => /^error:/i.test(line))?.replace(/^error:\s*/i, '')
  return oneLine(marked ?? lines.at(-1) ?? '', 200)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is told apart by the caller: it is no list of workspaces.
    return undefined
  }
}

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What the stand-in program does, read anew by each of its processes; tests rewrite it as they go. */
export interface CoderCliState {
  /** `out`: never logged in; `expired`: the server refuses the session; `unreachable`: no way to the server. */
  login: 'in' | 'out' | 'expired' | 'unreachable'
  /** Deployment of the default folder; a `--global-config` folder's own `url` file wins. */
  url: string
  /** What `login token` prints; null for a program older than that command. */
  token: string | null
  /** The API's JSON, as `composeWorkspace` makes it. */
  workspaces: unknown[]
  /** Prints this in place of the list. */
  listOutput?: string
  /** `list` never ends. */
  listHangs?: boolean
  /** What `ssh` finds under `workspace.agent`; a workspace with one agent is also found by its name. */
  agents: Record<string, AgentDoor>
}

/** Loopback port that the tunnel leads to, or why there is none. `stopped` can be started by `ssh` unless it is told not to. */
export type AgentDoor = { port: number } | { stopped: true; port?: number } | { connecting: true }

/** One run of the program, as it saw itself. */
export interface CoderCliCall {
  args: string[]
  /** Those that steer it; a secret appears as `set`. */
  env: Record<string, string>
  pid: number
}

export interface CoderCli {
  /** Folder for the PATH. */
  dir: string
  /** The executable. */
  binary: string
  set(change: Partial<CoderCliState>): void
  state(): CoderCliState
  /** Every run so far, in order. */
  calls(): CoderCliCall[]
  /** Runs of one command, such as `list`. */
  callsOf(command: string): CoderCliCall[]
}

const DEFAULTS: CoderCliState = { login: 'in', url: 'https://coder.example.com', token: null, workspaces: [], agents: {} }

/**
 * Writes a stand-in for the `coder` program into a folder. It takes the real one's flags, says on stderr what the
 * real one says, and tunnels `ssh --stdio` to a loopback port. POSIX only.
 */
export function writeCoderCli(dir: string, state: Partial<CoderCliState> = {}): CoderCli {
  mkdirSync(dir, { recursive: true })
  const program = join(dir, 'coder-program.mjs')
  const stateFile = join(dir, 'state.json')
  const callsFile = join(dir, 'calls.jsonl')
  const binary = join(dir, 'coder')
  copyFileSync(resolve('e2e/peers/coder-cli-program.mjs'), program)
  writeFileSync(binary, `#!/bin/sh\nexec "${process.execPath}" "${program}" "${stateFile}" "${callsFile}" "$@"\n`)
  chmodSync(binary, 0o755)
  let current: CoderCliState = { ...DEFAULTS, ...state }
  const write = (): void => {
    // Whole or not at all: a process may be reading it.
    writeFileSync(`${stateFile}.new`, JSON.stringify(current))
    renameSync(`${stateFile}.new`, stateFile)
  }
  write()
  const calls = (): CoderCliCall[] =>
    existsSync(callsFile) ? readFileSync(callsFile, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as CoderCliCall) : []
  return {
    dir,
    binary,
    set: (change) => {
      current = { ...current, ...change }
      write()
    },
    state: () => current,
    calls,
    callsOf: (command) => calls().filter((call) => call.args.includes(command)),
  }
}

/** A config folder as `coder login` leaves it; the session is left out where a keyring would hold it. */
export function writeLogin(folder: string, url: string, session: string | null = 'session-of-the-folder'): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'url'), `${url}\n`)
  if (session !== null) writeFileSync(join(folder, 'session'), session, { mode: 0o600 })
}

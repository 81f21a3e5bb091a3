import type { Duplex } from 'node:stream'
import type { Failure } from '@shared/model'
import { openPipe } from '../process'
import { BurstStream, endSoon, FLUSH_MS } from './burst-stream'
import { coderFailure, coderPatienceOver } from './coder-failures'
import { coderNotFound, proxyFailed } from './failures'
import { addressOf, type HostSettings, type Route } from './host-settings'
import { LastLines } from './last-lines'

/** What a connection runs on: a socket, a program or a channel of another connection. */
export interface Transport {
  /** For ssh2; a socket may still be connecting. */
  readonly stream: Duplex & { connecting?: boolean }
  /** What is known of why the stream ended besides its own error; null when nothing. */
  fault(): Promise<Failure | null>
  /** What it means that the time was up; null when nothing more than that. */
  tooLate(): Failure | null
  /** The way itself proves who is at its other end: only Coder Connect's own network does that for a socket. */
  vouches(): boolean
  /** The address of this machine that it comes from; null where only a program or a jump host knows it. */
  localAddress(): string | null
  /** Programs of its own that run; a jump host's are not counted again. */
  processes(): number
  /** Ends it and all that was started for it; what was written is sent before. */
  end(): void
}

/** How long a program whose output has ended may take to say why and to end (ms). */
const LAST_WORDS_MS = 1000

/** Runs a ProxyCommand, or the `coder` binary; its stdin and stdout are the wire. */
export function overProgram(settings: HostSettings, route: Extract<Route, { kind: 'program' }>, progress: (line: string) => void): Transport {
  const lines = new LastLines(progress)
  const [file = '', ...args] = route.argv
  const pipe = openPipe({ file, args, env: route.env, verbatim: route.verbatim, onStderr: (chunk) => lines.take(chunk) })
  const stream = new BurstStream(pipe.stdout, pipe.stdin)
  let outputEnded = false
  let hungUp = false
  pipe.stdout.once('end', () => {
    outputEnded = true
  })
  const hangUp = (): void => {
    hungUp ||= pipe.isRunning()
    pipe.end()
  }
  let ours = false
  // When the stream has gone the program must go; one that ended its output may say why first.
  stream.once('close', () => {
    if (ours) hangUp()
    else setTimeout(hangUp, LAST_WORDS_MS).unref()
  })
  return {
    stream,
    fault: async () => {
      // What went wrong while it runs and its stream is whole was not the program.
      if (pipe.isRunning() && !outputEnded && !stream.destroyed) return null
      const end = await within(LAST_WORDS_MS, pipe.ended)
      const known = route.coder ? coderFailure(lines.all(), settings.host) : null
      if (known || !end || (hungUp && end.kind === 'exited' && end.signal !== null)) return known
      // A shell's own words for a command that is not there, or is no program (POSIX, Shell Command Language, 2.8.2).
      if (route.coder && end.kind === 'exited' && (end.code === 127 || end.code === 126)) return coderNotFound()
      return proxyFailed(addressOf(settings), route.called, file, end, lines.all())
    },
    tooLate: () => (route.coder ? coderPatienceOver(lines.all(), settings.host) : null),
    vouches: () => false,
    localAddress: () => null,
    processes: () => (pipe.isRunning() ? 1 : 0),
    end: () => {
      ours = true
      lines.stop()
      if (stream.destroyed) return hangUp()
      endSoon(stream)
      setTimeout(() => stream.destroy(), FLUSH_MS).unref()
    },
  }
}

async function within<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

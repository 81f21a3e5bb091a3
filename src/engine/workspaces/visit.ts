import type { Failure, Result } from '@shared/model'
import { createLink, type LinkPorts, type RemoteFiles, type SshTarget } from '../ssh'

/** An agent's files for a moment, for somebody who wants to read a little and go. */
export interface Visit {
  files: RemoteFiles
  /** Opened for this visit alone, and closed with it; else somebody looks at the agent anyway. */
  own: boolean
  end(): void
}

/**
 * Connects once, without ever asking the person anything; a connection that needs an answer or fails is a failure.
 * Aborting the signal gives up. It must be ended, since it keeps a workspace awake.
 */
export function visit(target: SshTarget, ports: Omit<LinkPorts, 'ask'>, signal: AbortSignal): Promise<Result<Visit>> {
  const link = createLink(target, { ...ports, ask: () => Promise.resolve({ kind: 'refuse' }) })
  return new Promise((resolve) => {
    const settle = (result: Result<Visit>): void => {
      signal.removeEventListener('abort', abort)
      subscription.dispose()
      if (!result.ok) link.close()
      resolve(result)
    }
    const look = (): void => {
      const { phase, failure } = link.state()
      const files = link.files()
      if (phase === 'connected' && files) settle({ ok: true, value: { files, own: true, end: () => link.close() } })
      else if (phase === 'failed' || phase === 'offline') settle({ ok: false, failure: failure ?? TOO_SLOW })
    }
    const abort = (): void => settle({ ok: false, failure: TOO_SLOW })
    const subscription = link.onState(look)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
}

const TOO_SLOW: Failure = { code: 'CONNECT_TIMEOUT', sentence: 'The connection took too long.', nextStep: 'Open the workspace to try again.' }

import type { Failure } from '@shared/model'
import { fail, oneLine } from './failures'

interface Known {
  said: RegExp
  failure(name: string, line: string): Failure
}

const stopped = (sentence: string, nextStep: string): Failure => fail('WORKSPACE_STOPPED', sentence, nextStep)

/**
 * What the `coder` binary says on stderr when `coder ssh` cannot go on, from v0.17 to v2.36.
 * There are no exit codes or machine-readable forms, so its words are all there is. The
 * first that fits counts.
 */
const KNOWN: readonly Known[] = [
  {
    said: /not logged in|signed out or your session has expired|try logging in using|api key (?:is invalid|has expired|expired)|status code 401/i,
    failure: () => fail('CODER_LOGGED_OUT', 'The coder command is not logged in, or its session has expired.', 'Run "coder login" in a terminal, then reconnect.'),
  },
  {
    said: /is (?:being )?deleted|status code 404|resource not found|do not have access to this resource/i,
    failure: (name) => fail('WORKSPACE_GONE', `Coder knows no workspace ${name}, or you have no access to it.`, 'Check the name, and whether the workspace was deleted or renamed.'),
  },
  {
    said: /multiple agents found|must specify the name of an agent/i,
    failure: (name, line) => {
      const names = /available agents: \[([^\]]*)\]/.exec(line)?.[1]
      return fail('CODER_REFUSED', `${name} has several agents${names ? ` (${oneLine(names)})` : ''}, and none was named.`, 'Open it as workspace.agent.')
    },
  },
  {
    said: /agent not found by name/i,
    failure: (name, line) => {
      const names = /available agents: \[([^\]]*)\]/.exec(line)?.[1]
      return fail('WORKSPACE_GONE', `The workspace has no agent by the name in ${name}.`, names ? `Open one of its agents: ${oneLine(names)}.` : 'Check the name of the agent.')
    },
  },
  {
    said: /has no agents/i,
    failure: (name) => fail('AGENT_NOT_CONNECTED', `The workspace of ${name} has no agent.`, 'Look at its build in Coder: the template may have failed before the agent.'),
  },
  {
    said: /agent is shutting down/i,
    failure: (name) => stopped(`${name} is shutting down.`, 'Start the workspace when it has stopped; the logs go on by themselves.'),
  },
  {
    said: /in failed state, unable to autostart|last build job is/i,
    failure: (name) => stopped(`The last build of ${name} did not succeed, so it does not run.`, 'Look at the build log, then start the workspace.'),
  },
  {
    said: /workspace must be (?:started|in start transition)|workspace (?:was|is) stopped/i,
    failure: (name) => stopped(`${name} is stopped.`, 'Start the workspace; the logs go on by themselves.'),
  },
  {
    said: /status code 403|forbidden|browser.only|licen[cs]e/i,
    failure: (name, line) => fail('CODER_REFUSED', `Coder does not allow SSH to ${name}: ${oneLine(line)}.`, 'Ask the administrator of the deployment.'),
  },
  {
    said: /no such host|connection refused|i\/o timeout|network is unreachable|no route to host|tls: |x509: |tls handshake|context deadline exceeded|status code 5\d\d/i,
    failure: (_name, line) => fail('CODER_UNREACHABLE', `The coder command does not reach its deployment: ${oneLine(line)}.`, 'Check the network and the VPN, and that Coder is up.'),
  },
]

/** What the lines that `coder ssh` wrote on stderr mean; null when they are none of its known last words. */
export function coderFailure(lines: readonly string[], name: string): Failure | null {
  for (const { said, failure } of KNOWN) {
    const line = lines.findLast((candidate) => said.test(candidate))
    if (line !== undefined) return failure(name, line.replace(/^error: /i, '').replace(/\.$/, ''))
  }
  return null
}

/** The time was up and `coder ssh` still waited: it does so without a limit while the agent is connecting. */
export function coderPatienceOver(lines: readonly string[], name: string): Failure {
  const trouble = lines.some((line) => /having trouble connecting|lost connection/i.test(line))
  return fail(
    'AGENT_NOT_CONNECTED',
    trouble ? `The agent of ${name} has trouble connecting to Coder.` : `The agent of ${name} did not connect in time.`,
    'It is tried again by itself. Look at the build log and the template’s troubleshooting page, or restart the workspace.',
  )
}

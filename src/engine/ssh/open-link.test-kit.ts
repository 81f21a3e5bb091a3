import type { LinkPhase, LinkState } from '@shared/model'
import type { TestHome } from '../../../e2e/peers/openssh'
import type { KeptPassphrases } from './kept-passphrases'
import { createLink, type LinkTuning } from './link'
import type { Answer, Link, LinkPorts, Question, RemoteFiles, SshTarget } from './types'

/** What the tests of links share: a link with scripted answers, and a way to wait for its phase. */
export interface OpenedLink {
  link: Link
  questions: Question[]
  notes: string[]
}

const open: Link[] = []

export function openLink(
  home: Pick<TestHome, 'env' | 'knownHostsFile'>,
  target: string | SshTarget = 'box',
  answer: (question: Question, signal: AbortSignal) => Answer | Promise<Answer> = () => ({ kind: 'refuse' }),
  tuning: Partial<LinkTuning> = {},
  passphrases?: KeptPassphrases,
): OpenedLink {
  const questions: Question[] = []
  const notes: string[] = []
  const ports: LinkPorts = {
    env: home.env,
    knownHostsFile: home.knownHostsFile,
    ...(passphrases && { passphrases }),
    note: (_level, line) => void notes.push(line),
    ask: async (question, signal) => {
      questions.push(question)
      return answer(question, signal)
    },
  }
  const link = createLink(typeof target === 'string' ? { kind: 'typed', text: target } : target, ports, { random: () => 0, ...tuning })
  open.push(link)
  return { link, questions, notes }
}

/** For afterEach: ends every link of the test. */
export function closeLinks(): void {
  for (const link of open.splice(0)) link.close()
}

/** The state of the link as soon as it is in one of the phases. */
export function reach(link: Link, ...phases: LinkPhase[]): Promise<LinkState> {
  return new Promise((resolve) => {
    const check = (state: LinkState): boolean => {
      if (!phases.includes(state.phase)) return false
      resolve(state)
      return true
    }
    if (check(link.state())) return
    const listening = link.onState((state) => {
      if (check(state)) listening.dispose()
    })
  })
}

export function filesOf(link: Link): RemoteFiles {
  const files = link.files()
  if (!files) throw new Error('the link is not connected')
  return files
}

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LinkPhase, LinkState } from '@shared/model'
import { makeHome, startSshd, type Sshd, type TestHome } from '../../../e2e/peers/openssh'
import { createLink } from './index'
import type { Answer, Link, LinkPorts, Question } from './types'

let sshd: Sshd
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.stop())

const links: Link[] = []
afterEach(() => {
  for (const link of links.splice(0)) link.close()
})

interface Opened {
  link: Link
  questions: Question[]
  notes: string[]
}

function open(home: TestHome, text = 'box', answer: (question: Question) => Answer = () => ({ kind: 'refuse' })): Opened {
  const questions: Question[] = []
  const notes: string[] = []
  const ports: LinkPorts = {
    env: home.env,
    knownHostsFile: home.knownHostsFile,
    note: (_level, line) => void notes.push(line),
    ask: async (question) => {
      questions.push(question)
      return answer(question)
    },
  }
  const link = createLink({ kind: 'typed', text }, ports, { random: () => 0 })
  links.push(link)
  return { link, questions, notes }
}

function reach(link: Link, ...phases: LinkPhase[]): Promise<LinkState> {
  return new Promise((resolve) => {
    const check = (state: LinkState): void => {
      if (!phases.includes(state.phase)) return
      listening.dispose()
      resolve(state)
    }
    const listening = link.onState(check)
    check(link.state())
  })
}

function filesOf(link: Link): NonNullable<ReturnType<Link['files']>> {
  const files = link.files()
  if (!files) throw new Error('not connected')
  return files
}

describe('a link to a real sshd', () => {
  it('connects with a key file to a known host without a question', async () => {
    const { link, questions } = open(makeHome(sshd))
    const state = await reach(link, 'connected', 'failed', 'offline')
    expect(state).toMatchObject({ phase: 'connected', failure: null, identity: { kind: 'known-host', keyType: 'ED25519', fingerprint: sshd.hostFingerprint } })
    expect(link.address).toBe(`${sshd.user}@127.0.0.1:${sshd.port}`)
    expect(questions).toEqual([])
  })

  it('reads 5 MiB byte for byte, at any offset, and stops at the end', async () => {
    const path = join(sshd.dir, 'random.bin')
    const bytes = randomBytes(5 * 1024 * 1024)
    writeFileSync(path, bytes)
    const { link } = open(makeHome(sshd))
    await reach(link, 'connected')
    const files = filesOf(link)
    expect(files.maxReadBytes).toBe(261_120)
    const handle = await files.open(path)
    expect(await files.fstat(handle)).toMatchObject({ sizeBytes: bytes.length, kind: 'file' })
    expect((await files.read(handle, 0, bytes.length, 'view')).equals(bytes)).toBe(true)
    expect((await files.read(handle, 1_234_567, 700_001, 'bulk')).equals(bytes.subarray(1_234_567, 1_934_568))).toBe(true)
    const past = await files.read(handle, bytes.length - 10, 1_000_000, 'bulk')
    expect(past.equals(bytes.subarray(bytes.length - 10))).toBe(true)
    expect(await files.read(handle, bytes.length + 5, 100, 'view')).toHaveLength(0)
    files.close(handle)
  })
})

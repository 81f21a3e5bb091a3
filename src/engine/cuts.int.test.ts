import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeHome, startSshd } from '../../e2e/peers/openssh'
import { startRelay, type Relay } from '../../e2e/peers/relay'
import { testEngine, type PaneText, type TestWindow } from './engine.test-kit'

/** A seeded generator (mulberry32), so that a failing plan can be run again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Rig {
  file: string
  pane: PaneText
  window: TestWindow
  relay: Relay
}

describe('connections cut at any moment', () => {
  const undo: (() => Promise<void> | void)[] = []

  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })

  /** A workspace of its own whose connection can be cut, with an empty log that is followed. */
  async function follow(name: string): Promise<Rig> {
    const dir = mkdtempSync(join(tmpdir(), 'tailpane-cuts-'))
    undo.push(() => rmSync(dir, { recursive: true, force: true }))
    const sshd = await startSshd()
    undo.push(() => sshd.stop())
    const relay = await startRelay({ toPort: sshd.port })
    undo.push(() => relay.stop())
    const config = `Host box\n  HostName 127.0.0.1\n  Port ${relay.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
    const { engine, window } = testEngine(makeHome(sshd, { config, known: false }).env)
    undo.push(() => engine.stop())
    const file = join(dir, name)
    writeFileSync(file, '')
    await window.request('workspace.open', { target: 'box' })
    await window.until('it is connected', () => window.agent('box')?.link.phase === 'connected')
    const added = await window.request('log.add', { agentId: window.agent('box')!.id, path: file })
    if (!added.ok) throw new Error(added.failure.sentence)
    const pane = await window.openPane('p', added.value.id)
    await window.until('it is followed', () => pane.status?.condition === 'following')
    return { file, pane, window, relay }
  }

  /** Writes numbered lines in small pieces and cuts in between, until `cuts` were made. */
  async function churn({ file, window, relay }: Rig, cuts: number, next: () => number, between: (made: number) => void): Promise<number> {
    let line = 0
    for (let made = 0; made < cuts; ) {
      const piece = Math.ceil(next() * 6)
      for (let i = 0; i < piece; i++) appendFileSync(file, `line ${line++} ${'.'.repeat(Math.floor(next() * 120))}\n`)
      // A turn of the loop or two, so that a cut falls on polls, reads, logins and everything between.
      for (let turns = Math.floor(next() * 40); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
      if (next() < 0.4) {
        const before = window.agent('box')!.link
        relay.cut()
        made++
        between(made)
        // Mostly a connection that stands is cut; the other cuts fall on connecting and logging in.
        const again = () => {
          const { id, link } = window.agent('box')!
          // As a person does who does not wait for the back-off.
          if (link.phase === 'offline') void window.request('agent.reconnect', { agentId: id })
          return link.phase === 'connected' && link.sinceMs !== before.sinceMs
        }
        if (next() < 0.8 && before.phase === 'connected') await window.until('it is connected again', again, 40_000)
      }
    }
    return line
  }

  /** One log through `cuts` cuts of a seeded plan. */
  async function deliver(seed: number, cuts: number): Promise<void> {
    const rig = await follow('log')
    const count = await churn(rig, cuts, random(seed), () => undefined)
    await rig.window.until('the last line is there', () => rig.pane.lines.at(-1)?.startsWith(`line ${count - 1} `) === true, 30_000)
    expect(`${rig.pane.lines.join('\n')}\n`, `seed ${seed}`).toBe(readFileSync(rig.file, 'utf8'))
    expect(rig.pane.marks).toEqual([])
  }

  it('delivers each byte once and in order through 200 cuts', async () => {
    // Most of the time goes by waiting for a new connection: four workspaces wait at once.
    await Promise.all([20_260_710, 20_260_711, 20_260_712, 20_260_713].map((seed) => deliver(seed, 50)))
  }, 180_000)

  it('names what a rotation during a cut destroyed, and shows nothing twice', async () => {
    const seed = 710
    const rig = await follow('log')
    const { file, pane, window } = rig
    let rotated = 0
    let count = await churn(rig, 40, random(seed), (made) => {
      if (made % 10 !== 0) return
      // Out of the workspace's sight while the connection is down: this plan destroys what was not read.
      renameSync(file, `${file}.${++rotated}`)
      writeFileSync(file, '')
    })
    appendFileSync(file, `line ${count++} the last one\n`)
    await window.until('the last line is there', () => pane.lines.at(-1)?.startsWith(`line ${count - 1} `) === true, 40_000)
    const shown = pane.lines.filter((l) => l.startsWith('line ')).map((l) => Number(l.split(' ')[1]))
    expect(new Set(shown).size, `seed ${seed}: nothing twice`).toBe(shown.length)
    expect([...shown].sort((a, b) => a - b)).toEqual(shown)
    // Each hole lies at the border of an epoch, which a mark names.
    const holes = shown.filter((n, i) => i > 0 && n !== shown[i - 1]! + 1).length
    expect(holes).toBeLessThanOrEqual(pane.marks.filter((kind) => kind === 'epoch').length)
  }, 180_000)
})

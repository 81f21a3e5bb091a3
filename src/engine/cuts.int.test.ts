import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeHome, startSshd, type Sshd } from '../../e2e/peers/openssh'
import { startRelay, type Relay } from '../../e2e/peers/relay'
import type { Engine } from './create-engine'
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

describe('connections cut at any moment', () => {
  let dir: string
  let sshd: Sshd
  let relay: Relay
  let engine: Engine
  let window: TestWindow

  afterEach(async () => {
    await engine.stop()
    await relay.stop()
    await sshd.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  async function follow(path: string): Promise<PaneText> {
    dir = mkdtempSync(join(tmpdir(), 'tailpane-cuts-'))
    sshd = await startSshd()
    relay = await startRelay({ toPort: sshd.port })
    const config = `Host box\n  HostName 127.0.0.1\n  Port ${relay.port}\n  IdentityFile ${sshd.keyFile}\n  StrictHostKeyChecking accept-new\n`
    const home = makeHome(sshd, { config, known: false })
    const made = testEngine(home.env)
    engine = made.engine
    window = made.window
    writeFileSync(join(dir, path), '')
    await window.request('workspace.open', { target: 'box' })
    await window.until('it is connected', () => window.agent('box')?.link.phase === 'connected')
    const added = await window.request('log.add', { agentId: window.agent('box')!.id, path: join(dir, path) })
    if (!added.ok) throw new Error(added.failure.sentence)
    const pane = await window.openPane('p', added.value.id)
    await window.until('it is followed', () => pane.status?.condition === 'following')
    return pane
  }

  /** Writes numbered lines in small pieces and cuts in between, until `cuts` were made. */
  async function churn(file: string, cuts: number, next: () => number, between: (made: number) => void): Promise<number> {
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

  it('delivers each byte once and in order through 200 cuts', async () => {
    const seed = 20_260_710
    const pane = await follow('log')
    const file = join(dir, 'log')
    const count = await churn(file, 200, random(seed), () => undefined)
    await window.until('the last line is there', () => pane.lines.at(-1)?.startsWith(`line ${count - 1} `) === true, 30_000)
    expect(`${pane.lines.join('\n')}\n`, `seed ${seed}`).toBe(readFileSync(file, 'utf8'))
    expect(pane.marks).toEqual([])
  }, 180_000)

  it('names what a rotation during a cut destroyed, and shows nothing twice', async () => {
    const seed = 710
    const pane = await follow('log')
    const file = join(dir, 'log')
    let rotated = 0
    let count = await churn(file, 40, random(seed), (made) => {
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

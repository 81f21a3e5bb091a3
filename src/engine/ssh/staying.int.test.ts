import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeHome, startSshd, type Sshd, type TestHome } from '../../../e2e/peers/openssh'
import { startRelay, type Relay } from '../../../e2e/peers/relay'
import { closeLinks, filesOf, openLink, reach } from './open-link.test-kit'

let sshd: Sshd
let relay: Relay
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.stop())
beforeEach(async () => {
  relay = await startRelay({ toPort: sshd.port })
})
afterEach(async () => {
  closeLinks()
  await relay.stop()
})

/** A home whose `box` goes through the relay. */
function home(): TestHome {
  const made = makeHome(sshd, { config: `Host box\n  HostName 127.0.0.1\n  Port ${relay.port}\n  IdentityFile ${sshd.keyFile}\n`, known: false })
  writeFileSync(join(made.home, '.ssh', 'known_hosts'), `[127.0.0.1]:${relay.port} ${sshd.hostKeyPublic}\n`)
  return made
}

describe('after waking up', () => {
  it('a connection that answers stays', async () => {
    const { link } = openLink(home())
    await reach(link, 'connected')
    const files = filesOf(link)
    const before = relay.bytes().up
    link.poke()
    await vi.waitFor(() => expect(relay.bytes().up).toBeGreaterThan(before))
    expect((await files.stat(sshd.dir)).kind).toBe('directory')
    expect(link.files()).toBe(files)
    expect(link.state().phase).toBe('connected')
  })

  it('a connection that is dead is dropped in time, and made again at once', async () => {
    const { link } = openLink(home(), 'box', undefined, { answerMs: 300 })
    await reach(link, 'connected')
    relay.stall(true)
    const offline = reach(link, 'offline')
    link.poke()
    link.poke()
    expect((await offline).failure?.code).toBe('CONNECTION_LOST')
    relay.stall(false)
    expect((await reach(link, 'connected')).failure).toBeNull()
  })

  it('a link that waits for its next attempt tries at once', async () => {
    relay.refuse(true)
    const { link } = openLink(home(), 'box', undefined, { random: () => 0.99 })
    // The first retry is at once; from the second on it waits.
    await vi.waitFor(() => expect((link.state().retryAtMs ?? 0) - Date.now()).toBeGreaterThan(500), 5000)
    relay.refuse(false)
    const connected = reach(link, 'connected')
    link.poke()
    expect(link.state().phase).toBe('connecting')
    await connected
  })
})

describe('in another network', () => {
  it('a connection from an address that is gone is made anew at once, though nothing says that it is dead', async () => {
    const own = new Set(['127.0.0.1'])
    const { link } = openLink(home(), 'box', undefined, { ownAddresses: () => own })
    await reach(link, 'connected')
    const files = filesOf(link)
    own.clear()
    own.add('10.4.0.7')
    link.networkChanged()
    await vi.waitFor(() => {
      expect(link.files()).not.toBeNull()
      expect(link.files()).not.toBe(files)
    }, 10_000)
  })

  it('a connection whose address stays is only asked for a sign of life', async () => {
    const { link } = openLink(home())
    await reach(link, 'connected')
    const files = filesOf(link)
    const before = relay.bytes().down
    link.networkChanged()
    await vi.waitFor(() => expect(relay.bytes().down).toBeGreaterThan(before), 10_000)
    expect(link.files()).toBe(files)
  })

  it('a wait for the next attempt is cut short', async () => {
    relay.refuse(true)
    const { link } = openLink(home(), 'box', undefined, { random: () => 0.99 })
    await vi.waitFor(() => expect((link.state().retryAtMs ?? 0) - Date.now()).toBeGreaterThan(500), 10_000)
    relay.refuse(false)
    const connected = reach(link, 'connected')
    link.networkChanged()
    expect(link.state().phase).toBe('connecting')
    await connected
  })
})

describe('stopTrying', () => {
  it('ends the attempts until they are asked for', async () => {
    relay.refuse(true)
    const { link } = openLink(home(), 'box', undefined, { random: () => 0.99 })
    await reach(link, 'offline')
    link.stopTrying()
    expect(link.state()).toMatchObject({ phase: 'offline', retryAtMs: null, failure: { code: 'CONNECTION_LOST' } })
    link.poke()
    expect(link.state()).toMatchObject({ phase: 'offline', retryAtMs: null })
    relay.refuse(false)
    link.reconnectNow()
    await reach(link, 'connected')
  })

  it('ends an attempt that is under way', async () => {
    relay.stall(true)
    const { link } = openLink(home())
    await vi.waitFor(() => expect(link.address).toContain('127.0.0.1'))
    link.stopTrying()
    expect(link.state()).toMatchObject({ phase: 'offline', retryAtMs: null })
    relay.stall(false)
    link.reconnectNow()
    expect((await reach(link, 'connected')).failure).toBeNull()
  })

  it('leaves a live connection, and does not replace it when it goes', async () => {
    const { link } = openLink(home())
    await reach(link, 'connected')
    link.stopTrying()
    expect(link.state().phase).toBe('connected')
    const offline = reach(link, 'offline')
    relay.cut()
    expect(await offline).toMatchObject({ retryAtMs: null, failure: { code: 'CONNECTION_LOST' } })
    link.reconnectNow()
    await reach(link, 'connected')
  })
})

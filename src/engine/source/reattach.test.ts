import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FileAccess, FileLink, FileStat, RemoteHandle } from '../ssh'
import { BlockCache } from './block-cache'
import { Poller } from './poller'
import { RemoteSource } from './remote-source'

const MIB = 1024 * 1024

/** One file by its content; what is asked of it on a connection is answered when that is let go. */
class SlowFile {
  content = Buffer.from('the old file\n')
  private waiting: (() => void)[] | null = null
  opened = 0

  /** Answers nothing from now on. */
  hold(): void {
    this.waiting = []
  }

  release(): void {
    const waiting = this.waiting ?? []
    this.waiting = null
    for (const go of waiting) go()
  }

  connection(): FileAccess {
    const answer = async <T>(value: () => T): Promise<T> => {
      if (this.waiting) await new Promise<void>((go) => this.waiting?.push(go))
      return value()
    }
    const look = (): FileStat => ({ sizeBytes: this.content.length, modifiedMs: 1000, kind: 'file' })
    return {
      maxReadBytes: 32_768,
      open: () => answer(() => ({ opened: ++this.opened }) as unknown as RemoteHandle),
      close: () => undefined,
      fstat: () => answer(look),
      stat: () => answer(look),
      read: (_handle, offset, length) => answer(() => this.content.subarray(offset, offset + length)),
    }
  }
}

const ends: { dispose(): void }[] = []
afterEach(() => ends.splice(0).forEach((one) => one.dispose()))

describe('a source whose connection comes back', () => {
  it('finds once that another file is there, however long that takes', async () => {
    const file = new SlowFile()
    let files: FileAccess | null = file.connection()
    const listeners = new Set<(state: ReturnType<FileLink['state']>) => void>()
    const state = () => ({ phase: files ? 'connected' : 'offline', failure: null }) as unknown as ReturnType<FileLink['state']>
    const link: FileLink = {
      state,
      onState: (listener) => (listeners.add(listener), { dispose: () => listeners.delete(listener) }),
      files: () => files,
    }
    const connect = (next: FileAccess | null): void => {
      files = next
      for (const listener of listeners) listener(state())
    }
    const poller = new Poller()
    const source = new RemoteSource({ link, poller, cache: new BlockCache(MIB, MIB), path: '/a.log', name: 'a' })
    ends.push(source.want('visible'), poller, source)
    await vi.waitFor(() => expect(source.condition().kind).toBe('live'))
    expect(await source.read(0, 100, 'view')).toMatchObject({ kind: 'bytes' })

    connect(null)
    file.content = Buffer.from('new\n')
    file.hold()
    connect(file.connection())
    // Its own poll is due while the file is still being opened.
    await source.poll()
    file.release()
    await vi.waitFor(() => expect(source.condition().kind).toBe('live'))
    await source.poll()
    expect(source.boundaries()).toEqual([{ at: 13, cause: 'replaced' }])
    expect(source.size()).toBe(17)
    expect(file.opened).toBe(2)
  })
})

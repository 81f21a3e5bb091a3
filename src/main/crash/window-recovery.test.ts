import { EventEmitter } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { recoverWindow, type Question, type RecoverablePage } from './window-recovery'

const page = 'tailpane-app://ui/'
const stoppedPage = 'tailpane-app://ui/stopped.html'

class FakePage extends EventEmitter {
  url = page
  readonly loaded: string[] = []
  crashes = 0
  getURL = (): string => this.url
  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.url = url
    return Promise.resolve()
  }
  forcefullyCrashRenderer(): void {
    this.crashes++
  }
  /** Its process ends; resolves when the window has done about it what it will. */
  async end(reason = 'crashed'): Promise<void> {
    this.emit('render-process-gone', {}, { reason, exitCode: 11 })
    await turn()
    await turn()
  }
}

function setUp(options: { picture?: boolean } = {}) {
  const webContents = new FakePage()
  const seen = { notes: [] as string[], said: [] as string[], asked: [] as Question[], gaveUp: [] as string[], closed: 0, shown: 0 }
  const clock = { now: 0 }
  let answer: ((yes: boolean) => void) | null = null
  let over: AbortSignal | undefined
  const window = {
    isDestroyed: () => false,
    isVisible: () => false,
    show: () => void seen.shown++,
    close: () => void seen.closed++,
    webContents: webContents as unknown as RecoverablePage,
  }
  recoverWindow(window, {
    page,
    stoppedPage,
    note: (level, text) => void seen.notes.push(`${level} ${text}`),
    say: (text) => void seen.said.push(text),
    ask: (question, signal) => {
      seen.asked.push(question)
      over = signal
      return new Promise((resolve) => (answer = resolve))
    },
    giveUp: options.picture ? (reason) => void seen.gaveUp.push(reason) : null,
    now: () => clock.now,
  })
  const reply = async (yes: boolean): Promise<void> => {
    answer?.(yes)
    await turn()
    await turn()
  }
  return { webContents, seen, clock, reply, signal: () => over }
}

describe('a window whose process ends', () => {
  it('loads its page again, and says so when that is there', async () => {
    const { webContents, seen } = setUp()
    await webContents.end()
    expect(webContents.loaded).toEqual([page])
    expect(seen.said).toEqual([])
    webContents.emit('did-finish-load')
    webContents.emit('did-finish-load')
    expect(seen.said).toEqual([expect.stringContaining('was loaded again')])
    expect(seen.notes).toEqual(["warn window's process ended: crashed (11)"])
  })

  it('does nothing about one that ended as it should', async () => {
    const { webContents } = setUp()
    await webContents.end('clean-exit')
    expect(webContents.loaded).toEqual([])
  })

  it('shows a plain page after three times in a minute, and asks when even that one ends', async () => {
    const { webContents, seen, reply } = setUp()
    for (let i = 0; i < 4; i++) await webContents.end()
    expect(webContents.loaded).toEqual([page, page, page, stoppedPage])
    webContents.emit('did-finish-load')
    expect(seen.said).toEqual([])
    await webContents.end()
    expect(seen.asked.map((one) => one.buttons)).toEqual([['Load the window again', 'Close']])
    await reply(true)
    expect(webContents.loaded.at(-1)).toBe(page)
  })

  it('starts counting anew after the plain page, and after a minute', async () => {
    const { webContents, clock } = setUp()
    for (let i = 0; i < 4; i++) await webContents.end()
    webContents.url = page
    await webContents.end()
    expect(webContents.loaded.at(-1)).toBe(page)
    for (let i = 0; i < 2; i++) await webContents.end()
    clock.now = 60_001
    await webContents.end()
    expect(webContents.loaded.at(-1)).toBe(page)
  })

  it('closes where the person says so', async () => {
    const { webContents, seen, reply } = setUp()
    webContents.url = stoppedPage
    await webContents.end()
    await reply(false)
    expect(seen.closed).toBe(1)
  })

  it('gives a picture up instead of asking', async () => {
    const { webContents, seen } = setUp({ picture: true })
    for (let i = 0; i < 4; i++) await webContents.end()
    expect(seen.gaveUp).toEqual([expect.stringContaining('keeps ending')])
    expect(webContents.loaded).not.toContain(stoppedPage)
  })
})

describe('a window that does not answer', () => {
  it('is ended when the person wants it loaded again', async () => {
    const { webContents, seen, reply } = setUp()
    webContents.emit('unresponsive')
    webContents.emit('unresponsive')
    expect(seen.asked.map((one) => one.message)).toEqual(['The window does not answer'])
    await reply(true)
    expect(webContents.crashes).toBe(1)
  })

  it('takes the question back when it answers again, and can be asked about once more', async () => {
    const { webContents, seen, reply, signal } = setUp()
    webContents.emit('unresponsive')
    webContents.emit('responsive')
    expect(signal()?.aborted).toBe(true)
    await reply(true)
    expect(webContents.crashes).toBe(0)
    webContents.emit('unresponsive')
    await reply(false)
    expect(seen.asked).toHaveLength(2)
    expect(webContents.crashes).toBe(0)
  })

  it('shows a window that could not be loaded, since it would never show itself', () => {
    const { webContents, seen } = setUp()
    webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', page, true)
    webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', page, true)
    expect(seen.shown).toBe(1)
  })
})

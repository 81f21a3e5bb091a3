import { join } from 'node:path'
import { memoryOf, type Memory } from '../../bench/rig/memory'
import { processTree } from '../../bench/rig/processes'
import { isRunning, startApp, type RunningApp } from '../fixtures/electron'
import type { Place } from '../fixtures/place'
import type { Stretch } from './check-pane'
import { handlesOf } from './handles'
import { LOGS } from './plan'
import type { WrittenLog } from './written-log'

export interface TappedPane {
  /** Of its log, on the host. */
  path: string
  batches: number
  stretches: Stretch[]
  open: { at: number; text: string } | null
}

export interface ShownPane {
  path: string
  condition: string
  /** The first words of it. */
  says: string
  rows: string[]
}

/** What a page has in it now. */
export interface Look {
  /** Its own for each time that the page was loaded. */
  life: string
  panes: Record<string, TappedPane>
  /** What the page and the engine said last of each pane. */
  talk: Record<string, unknown>
  screen: ShownPane[]
}

export interface PageLife {
  /** The epoch that each log (by path) was in when the app was started. */
  since: ReadonlyMap<string, number>
  panes: Record<string, TappedPane>
}

/** A page that does not answer within this is looked at again later (ms). */
const ANSWER_MS = 2000

/**
 * The app under test, through all its lives. It is driven through its main process only: Playwright gives a page up for
 * good when its process ends, and the app does not.
 */
export class SoakedApp {
  /** What every life of the page was sent, as far as it was looked at. */
  readonly lives = new Map<string, PageLife>()
  private app: RunningApp | null = null
  private since = new Map<string, number>()

  constructor(
    private readonly place: Place,
    private readonly targets: readonly string[],
    private readonly logs: readonly WrittenLog[],
  ) {}

  async start(): Promise<void> {
    this.since = new Map(this.logs.map((log) => [log.path, log.epoch.number]))
    this.app = await startApp(this.place, { electronArgs: ['-r', join(__dirname, 'page-tap.cjs')], targets: this.targets })
  }

  get running(): boolean {
    return this.app !== null
  }

  /** Null while there is no page that answers. */
  async look(): Promise<Look | null> {
    if (!this.app) return null
    const asked = this.app.ask(async ({ BrowserWindow }, ms) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (!contents || contents.isCrashed()) return null
      const answer = contents.executeJavaScript('window.soakTap ? window.soakTap.report() : null').catch(() => null) as Promise<Look | null>
      return Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, ms, null))])
    }, ANSWER_MS)
    const look = await asked.catch(() => null)
    if (look) this.lives.set(look.life, { since: this.since, panes: look.panes })
    return look
  }

  /** Puts the tabs beside each other, so that all logs are on screen. Does one step of it at a time, as a person does: a press on a tab that is behind another, then the key. */
  async spread(): Promise<void> {
    await this.app?.tell(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (!contents || contents.isCrashed()) return
      const inPage = (script: string): Promise<unknown> => Promise.race([contents.executeJavaScript(script).catch(() => null), new Promise((resolve) => setTimeout(resolve, 1000, null))])
      const behind = `(() => { const box = document.querySelector('.dv-tab.dv-inactive-tab .agent-tab')?.getBoundingClientRect(); return box ? { x: Math.round(box.x + 12), y: Math.round(box.y + box.height / 2), id: document.querySelector('.dv-tab.dv-inactive-tab .agent-tab').dataset.agent } : null })()`
      const tab = (await inPage(behind)) as { x: number; y: number; id: string } | null
      if (!tab) return
      for (const type of ['mouseDown', 'mouseUp'] as const) contents.sendInputEvent({ type, x: tab.x, y: tab.y, button: 'left', clickCount: 1 })
      const front = await inPage(`new Promise((done) => { const look = () => document.querySelector('.dv-tab.dv-active-tab .agent-tab[data-agent="${tab.id}"]') ? done(true) : requestAnimationFrame(look); look() })`)
      if (front) contents.send('command.run', { command: 'tab.beside' })
    })
  }

  async pids(): Promise<{ main: number; engine: number | null; page: number; graphics: number | null }> {
    const { app } = this
    if (!app) throw new Error('The app does not run')
    return app.ask(({ app, BrowserWindow }) => {
      const all = app.getAppMetrics()
      return {
        main: process.pid,
        engine: all.find((one) => one.name === 'Tailpane engine')?.pid ?? null,
        page: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
        graphics: all.find((one) => one.type === 'GPU')?.pid ?? null,
      }
    })
  }

  async setVisible(visible: boolean): Promise<void> {
    await this.app?.tell(({ BrowserWindow }, on) => {
      const window = BrowserWindow.getAllWindows()[0]
      if (on) window?.show()
      else window?.hide()
    }, visible)
  }

  /** Closes the window as a person does. True when the app goes on without one that can be seen. */
  async closeWindow(): Promise<boolean> {
    const { app } = this
    if (!app) return false
    const ended = new Promise<false>((resolve) => app.electron.process().once('exit', () => resolve(false)))
    await app.tell(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined)
    const stays = app.ask(({ BrowserWindow }) => BrowserWindow.getAllWindows().length > 0).catch(() => false)
    const goesOn = await Promise.race([ended, stays])
    if (!goesOn) {
      await ended
      this.app = null
    }
    return goesOn
  }

  /** Ends the app; gives processes that had to be ended. */
  async close(): Promise<number[]> {
    const { app } = this
    this.app = null
    return app ? app.close() : []
  }

  /** As a machine that runs out of memory does. */
  async kill(): Promise<void> {
    const { app } = this
    if (!app) return
    const main = app.electron.process()
    const all = processTree(main.pid ?? 0)
    const ended = new Promise((resolve) => main.once('exit', resolve))
    main.kill('SIGKILL')
    await ended
    this.app = null
    // The others notice that their parent is gone.
    while (all.some(({ pid }) => isRunning(pid))) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** Memory (Pss, bytes) and open handles of all processes of the app; null while it does not run. */
  measure(): { memory: Memory; handles: Record<'main' | 'renderer' | 'engine', number> } | null {
    const pid = this.app?.electron.process().pid
    if (pid === undefined) return null
    try {
      return { memory: memoryOf(pid), handles: handlesOf(pid) }
    } catch {
      // A process of it ended meanwhile.
      return null
    }
  }

  /** Whether every pane is on screen, and each shows at least this line of its log. */
  static caughtUp(look: Look | null, wanted: ReadonlyMap<string, { epoch: number; line: number }>): string[] {
    if (!look) return ['the page does not answer']
    if (look.screen.length < LOGS) return [`${look.screen.length} of ${LOGS} panes are on screen`]
    const lacks: string[] = []
    for (const [path, { epoch, line }] of wanted) {
      const shown = look.screen.find((one) => one.path === path)
      const end = lastLine(look, path)
      if (!shown) lacks.push(`${path} has no pane`)
      else if (shown.condition !== 'following') lacks.push(`${path} is ${shown.condition}: ${shown.says.replace(/\s+/g, ' ').slice(0, 160)}`)
      else if (!end || end.epoch < epoch || (end.epoch === epoch && end.line < line)) lacks.push(`${path} shows line ${end?.line} of epoch ${end?.epoch}, and line ${line} of epoch ${epoch} is there`)
    }
    return lacks
  }
}

/** The newest whole line that the pane of a log was sent in this life of the page. */
export function lastLine(look: Look, path: string): { epoch: number; line: number } | null {
  // The pane that was opened last is the one on screen.
  const pane = Object.values(look.panes).findLast((one) => one.path === path)
  const lines = pane?.stretches.findLast((one) => one.kind === 'lines')
  return lines?.kind === 'lines' ? { epoch: lines.epoch, line: lines.last } : null
}

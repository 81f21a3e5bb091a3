import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { electronPath } from '../../scripts/electron-path.mjs'
import { checkout } from '../../scripts/run/checkout.cjs'
import { sandboxArgs } from '../../scripts/run/sandbox.mjs'
import type { Settings } from '@shared/settings'
import { startDesktopBus, type DesktopBus } from '../../e2e/peers/desktop-bus'

const LOOK_MS = 50

/** The built app without a window, as it is started at login, on a session bus with a bar and notices. */
export interface WatchApp {
  desktop: DesktopBus
  /** Process id of Electron's main process; the others descend from it. */
  pid: number
  /** Resolves once the icon's menu begins with such a line. */
  says(first: RegExp): Promise<void>
  /** When the notice with this title was asked for, the `nth` of its kind (`Date.now()`); rejects after `withinMs`. */
  told(title: string, nth: number, withinMs: number): Promise<number>
  stop(): Promise<void>
}

export interface WatchAppOptions {
  env: NodeJS.ProcessEnv
  settings: Partial<Settings>
  targets?: readonly string[]
}

export async function startWatchApp({ env, settings, targets = [] }: WatchAppOptions): Promise<WatchApp> {
  const profile = mkdtempSync(join(tmpdir(), 'bench-watch-'))
  const desktop = await startDesktopBus(profile)
  await desktop.showBar()
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings))
  const child = spawn(electronPath().path, [...sandboxArgs(), checkout, `--user-data-dir=${profile}`, '--hidden', '--', ...targets], {
    cwd: checkout,
    env: { ...env, DISPLAY: process.env['DISPLAY'], DBUS_SESSION_BUS_ADDRESS: desktop.address, XDG_RUNTIME_DIR: profile },
    stdio: 'ignore',
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const until = async (what: string, condition: () => boolean | Promise<boolean>, withinMs: number): Promise<void> => {
    const deadline = performance.now() + withinMs
    while (!(await condition())) {
      if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}`)
      await wait(LOOK_MS)
    }
  }
  return {
    desktop,
    pid: child.pid ?? 0,
    says: (first) => until(`the icon says ${first.source}`, async () => first.test((await desktop.icon())?.menu[0] ?? ''), 60_000),
    async told(title, nth, withinMs) {
      const found = (): number | undefined => desktop.notices.filter((one) => one.title === title)[nth]?.atMs
      await until(`the desktop is told: ${title}`, () => found() !== undefined, withinMs)
      return found() ?? 0
    },
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
      await desktop.stop()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

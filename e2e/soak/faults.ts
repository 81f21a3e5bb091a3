import { chmodSync, statSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fillDisk } from './full-disk'
import type { Ground } from './ground'
import { LOG_FAULTS, type Fault, type LogFault, type Step } from './plan'
import { lastLine } from './soaked-app'
import { untilCaughtUp } from './settle'

type Throw = (ground: Ground, step: Step) => Promise<void>

/** Does what a step of the plan says, and takes it back where it would stay. The app then has to find its way by itself. */
export function throwFault(ground: Ground, step: Step): Promise<void> {
  return throws[step.fault](ground, step)
}

const logThrows = Object.fromEntries(LOG_FAULTS.map((how) => [how, changeLog(how)])) as unknown as Record<LogFault, Throw>

const throws: Record<Fault, Throw> = {
  ...logThrows,
  'connection cut': async ({ hosts }, step) => hostOf(hosts, step).relay.cut(),
  'connection stalled': async ({ hosts }, step) => {
    const { relay } = hostOf(hosts, step)
    relay.stall(true)
    await pause(step.ms)
    relay.stall(false)
  },
  offline: async ({ hosts, logs, app }, step) => {
    const { relay } = hostOf(hosts, step)
    const log = logs[step.log]!
    relay.refuse(true)
    relay.cut()
    // What was on its way when the line was cut may have arrived; what is written from now on has not.
    if (step.meanwhile) {
      const look = await app.look()
      const shown = look && lastLine(look, log.path)
      log.append(step.burst)
      log.change(step.meanwhile, shown?.epoch === log.epoch.number ? shown.line : -1)
    }
    await pause(step.ms)
    relay.refuse(false)
  },
  'sshd restarted': ({ hosts }, step) => hostOf(hosts, step).host.sshd.restart(),
  'engine killed': async ({ app }) => {
    const { engine } = await app.pids()
    if (engine !== null) process.kill(engine, 'SIGKILL')
  },
  'engine stopped': async ({ app }, step) => stopFor((await app.pids()).engine, step.ms),
  'page killed': async ({ app }) => {
    await app.look()
    process.kill((await app.pids()).page, 'SIGKILL')
  },
  'page stopped': async ({ app }, step) => stopFor((await app.pids()).page, step.ms),
  'graphics killed': async ({ app }) => {
    const { graphics } = await app.pids()
    if (graphics !== null) process.kill(graphics, 'SIGKILL')
  },
  'window hidden': async ({ app }, step) => {
    await app.setVisible(false)
    await pause(step.ms)
    await app.setVisible(true)
  },
  'window closed': async ({ app }, step) => {
    await app.look()
    const goesOn = await app.closeWindow()
    await pause(step.ms)
    if (goesOn) await app.setVisible(true)
    else await app.start()
  },
  'app killed': async ({ app }, step) => {
    await app.look()
    await app.kill()
    await pause(step.ms)
    await app.start()
  },
  'permission taken': async ({ logs }, step) => {
    const folder = dirname(logs[step.log]!.path)
    chmodSync(folder, 0)
    await pause(step.ms)
    chmodSync(folder, 0o700)
  },
  // The machine's own clock is not touched: what the app sees of another machine's are times of change.
  'clock stepped': async ({ logs }, step) => {
    const { path } = logs[step.log]!
    const seconds = statSync(path).mtimeMs / 1000 + step.clockStepS
    utimesSync(path, seconds, seconds)
  },
  'disk full': async (ground) => {
    if (ground.disk === null) throw new Error('There is no small disk')
    const release = fillDisk(ground.disk)
    try {
      await noted(ground, 'a run could not be recorded (ENOSPC)')
    } finally {
      release()
    }
  },
}

/** Changes a log's file while it is followed: all of it was shown before, but for a burst. */
function changeLog(how: LogFault): Throw {
  return async (ground, { log: index, burst }) => {
    const log = ground.logs[index]!
    log.held = true
    try {
      log.finishLine()
      await untilCaughtUp(ground)
      const shown = log.last.line
      log.append(burst)
      // A file that is moved away or unlinked stays open, so all of it can still be read.
      log.change(how, destroys(how) ? shown : null)
      log.tidy()
    } finally {
      log.held = false
    }
  }
}

function destroys(how: LogFault): boolean {
  return how === 'emptied' || how === 'copied and emptied' || how === 'overwritten'
}

function hostOf<T>(hosts: readonly T[], { log }: Step): T {
  return hosts[log >> 1]!
}

async function stopFor(pid: number | null, ms: number): Promise<void> {
  if (pid === null) return
  process.kill(pid, 'SIGSTOP')
  await pause(ms)
  process.kill(pid, 'SIGCONT')
}

/** Waits until the app's diary has so much more of this. */
async function noted(ground: Ground, text: string): Promise<void> {
  const count = (): number => ground.diary().split(text).length
  const before = count()
  for (let tries = 0; count() === before; tries++) {
    if (tries > 300) throw new Error(`The diary does not say: ${text}`)
    await pause(100)
  }
}


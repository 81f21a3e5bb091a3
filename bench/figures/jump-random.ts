import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { atMost, atMostTimes, type Figure, type Result } from '../figure'
import { AppWindow } from '../rig/app-window'
import { startHost, type Host } from '../rig/host'
import { median, percentile } from '../statistics'

const GIB = 1024 ** 3
const JUMPS = 200
const HELD_MS = 10_000
const REPEAT_MS = 33
const LINES = 400_000

/** A log of 1 GiB in which each row differs from those near it. */
function makeLog(path: string): void {
  const lines = Array.from({ length: LINES }, (_, n) => `2026-01-01 00:${String(n % 60).padStart(2, '0')}:00 Get:${n} http://deb.example.com/debian bookworm/main amd64 package-${(n * 7919) % LINES} [${n * 7} kB]\n`)
  const block = Buffer.from(lines.join(''))
  const file = openSync(path, 'w')
  for (let size = 0; size < GIB; ) size += writeSync(file, block)
  closeSync(file)
}

/** Jumps to random places on the rail, and the frames while a key is held, in a log of 1 GiB on loopback. */
export const jumpRandom: Figure = {
  id: 'jump',
  async measure(_runs, say) {
    return withLog(async (_host, window, path) => {
      const pane = window.pane(path)
      const box = await pane.getByTestId('rail').boundingBox()
      if (!box) throw new Error('There is no rail')
      const jumps: number[] = []
      let last = box.height
      for (let n = 0; n < JUMPS; n++) {
        // The handle itself leads nowhere, so the next place is well away from it.
        let y = last
        while (Math.abs(y - last) < 40) y = 2 + Math.random() * (box.height - 40)
        last = y
        // Before the click: input does not wait for what the page is asked.
        await window.probe('watchMove', path)
        await window.page.mouse.click(box.x + box.width / 2, box.y + y)
        jumps.push(await window.probe('whenMoved'))
        if (n % 50 === 49) say(`${n + 1} of ${JUMPS} jumps`)
      }
      say(`jumps: p50 ${percentile(jumps, 50)} ms, p95 ${percentile(jumps, 95)} ms`)
      await pane.locator('.xterm-helper-textarea').focus()
      const results: Result[] = [
        atMost(150, { id: 'jump-random-p95', what: 'a click on the rail to other lines on screen, random places in a log of 1 GiB on loopback, p95', unit: 'ms', value: percentile(jumps, 95), values: jumps }),
      ]
      for (const key of ['PageUp', 'ArrowUp'] as const) {
        const top = async () => Number(await pane.getByTestId('rail').getAttribute('aria-valuenow'))
        const before = await top()
        const frames = await heldKey(window, key)
        const passed = before - (await top())
        if (passed <= 0) throw new Error(`${key} did not scroll`)
        say(`${key} held: ${passed} bytes passed by; frames p50 ${percentile(frames, 50)} ms, p95 ${percentile(frames, 95)} ms`)
        results.push(atMost(50, { id: `jump-held-${key.toLowerCase()}-p95`, what: `frames while ${key} is held for 10 s in a log of 1 GiB, p95`, unit: 'ms', value: percentile(frames, 95), values: frames }))
      }
      return results
    })
  },
}

/** The find bar over 1 GiB in a workspace, from its text to the exact total; beside `ssh HOST grep -c`. */
export const searchRemote: Figure = {
  id: 'search-remote-1gib',
  async measure(runs, say) {
    return withLog(async (host, window, path) => {
      const pane = window.pane(path)
      await pane.locator('.xterm-helper-textarea').focus()
      await window.page.keyboard.press('Control+f')
      const field = pane.getByRole('textbox', { name: 'Find' })
      const app: number[] = []
      const grep: number[] = []
      for (let run = 0; run < runs; run++) {
        // Another word each time, so that nothing is remembered.
        const word = `package-${1000 + run * 7} `
        grep.push(await sshGrep(host, path, word))
        const began = Date.now()
        const told = window.probe('whenCounted', path)
        await field.fill(word)
        app.push((await told) - began)
        await field.fill('')
      }
      say(`search: ${median(app)} ms, ssh grep -c ${median(grep)} ms`)
      return [
        atMostTimes(1.3, median(grep), { id: 'search-remote-1gib', what: 'the find bar, from its text to the exact total over 1 GiB in a workspace; beside ssh grep -c as a whole process', unit: 'ms', value: median(app), values: app }),
      ]
    })
  },
}

async function withLog(measure: (host: Host, window: AppWindow, path: string) => Promise<Result[]>): Promise<Result[]> {
  const host = await startHost()
  const path = join(host.logs, 'big.log')
  makeLog(path)
  const window = await AppWindow.open(host, ['box1'])
  try {
    await window.addLog(path, 'box1')
    await window.settle()
    return await measure(host, window, path)
  } finally {
    await window.close()
    rmSync(path, { force: true })
    await host.stop()
  }
}

/** Durations of all frames while a key is held down, as a keyboard repeats it. */
async function heldKey(window: AppWindow, key: 'PageUp' | 'ArrowUp'): Promise<number[]> {
  const frames = window.probe('framesFor', HELD_MS)
  const session = await window.page.context().newCDPSession(window.page)
  const code = { PageUp: 33, ArrowUp: 38 }[key]
  const press = () => session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code, autoRepeat: true })
  const timer = setInterval(() => void press(), REPEAT_MS)
  const all = await frames
  clearInterval(timer)
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: code })
  await session.detach()
  return all
}

async function sshGrep(host: Host, path: string, word: string): Promise<number> {
  const began = performance.now()
  const child = host.ssh('box1', `LC_ALL=C grep -c -- '${word}' ${path}`)
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (more: string) => (text += more))
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (!(Number(text) > 0)) throw new Error('grep found nothing')
  return Math.round(performance.now() - began)
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, atMostTimes, type Figure } from '../figure'
import { AppWindow } from '../rig/app-window'
import { startHost } from '../rig/host'
import { writeLog } from '../rig/log-text'
import { saveRun, saveRuns } from '../rig/saved-runs'
import { median } from '../statistics'

const GIB = 1024 ** 3
const MANY = 1000

/** A saved log of 1 GiB and a plain file of the same bytes, each opened and left for its middle. */
export const recordingsMiddle: Figure = {
  id: 'recordings-middle',
  async measure(runs, say) {
    const host = await startHost()
    const folder = mkdtempSync(join(tmpdir(), 'bench-middle-'))
    const plain = join(folder, 'plain.log')
    writeLog(plain, GIB)
    const saved: number[] = []
    const file: number[] = []
    try {
      const window = await AppWindow.open(host, [], async (profile) => void (await saveRun(join(profile, 'recordings'), plain)))
      try {
        for (let run = 0; run < runs; run++) {
          await window.chooses([plain])
          const openFile = await window.timedMenuKey('Control+o')
          const atFile = await toMiddle(window)
          await window.closeTab()
          await window.page.getByRole('button', { name: 'History' }).click()
          await window.page.locator('.history-open').first().waitFor()
          const openSaved = await window.timed(() => window.page.locator('.history-open').first().click())
          const atSaved = await toMiddle(window)
          await window.closeTab()
          file.push(openFile + atFile)
          saved.push(openSaved + atSaved)
          say(`run ${run + 1}: saved ${words(openSaved, atSaved)}, plain ${words(openFile, atFile)}`)
        }
      } finally {
        await window.close()
      }
    } finally {
      rmSync(folder, { recursive: true })
      await host.stop()
    }
    return [
      atMostTimes(1.5, median(file), { id: 'recordings-middle', what: 'a saved log of 1 GiB opened from History and left for its middle, on screen; beside a plain file of the same bytes', unit: 'ms', value: median(saved), values: saved }),
      atMost(150, { id: 'open-local-middle', what: 'a local file of 1 GiB opened and left for its middle, on screen', unit: 'ms', value: median(file), values: file }),
    ]
  },
}

/** From the key that confirms "Go to 50%" to other lines on screen (ms). */
async function toMiddle(window: AppWindow): Promise<number> {
  await window.page.keyboard.press('Control+g')
  await window.page.getByLabel('Line, percentage, byte or time').fill('50%')
  return window.timed(() => window.page.keyboard.press('Enter'))
}

function words(open: number, jump: number): string {
  return `${open.toFixed(0)} + ${jump.toFixed(0)} ms`
}

/** History with a thousand saved runs, from the click to its rows. */
export const historyMany: Figure = {
  id: 'history-1000',
  async measure(runs, say) {
    const host = await startHost()
    const opened: number[] = []
    try {
      const window = await AppWindow.open(host, [], (profile) => saveRuns(join(profile, 'recordings'), MANY))
      try {
        for (let run = 0; run < runs; run++) {
          opened.push(await window.timed(() => window.page.getByRole('button', { name: 'History' }).click(), '.history-open'))
          await window.page.keyboard.press('Escape')
          await window.page.locator('.history-open').first().waitFor({ state: 'detached' })
        }
      } finally {
        await window.close()
      }
    } finally {
      await host.stop()
    }
    say(`opened in ${opened.map((ms) => Math.round(ms)).join(', ')} ms`)
    return [atMost(300, { id: 'history-1000', what: 'History with 1,000 saved runs, from the click to its rows on screen', unit: 'ms', value: median(opened), values: opened })]
  },
}

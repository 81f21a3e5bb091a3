import { beforeEach, describe, expect, it } from 'vitest'
import { NOTHING_WATCHED } from '@shared/contract/watch'
import { createTray, type Tray } from './tray'
import type { TrayAction } from './tray-state'

let drawn: string[]
let ran: TrayAction[]
let tray: Tray

beforeEach(() => {
  drawn = []
  ran = []
  tray = createTray({
    surface: { show: ({ look }) => drawn.push(look.kind), remove: () => drawn.push('gone') },
    run: (action) => ran.push(action),
  })
  tray.setEngine('running')
})

const failing = { ...NOTHING_WATCHED, watched: 1, failed: 1 }

describe('the tray', () => {
  it('waits for a desktop that has a place for it, and for a watch', () => {
    tray.setWatching(true)
    tray.setSummary(failing)
    expect(tray.shown).toBe(false)
    tray.setHost(true)
    expect(tray.shown).toBe(true)
    expect(drawn).toEqual(['failed'])
  })

  it('is drawn again when it changes, and only then', () => {
    tray.setHost(true)
    tray.setWatching(true)
    for (let i = 0; i < 3; i++) tray.setSummary(failing)
    tray.setSummary({ ...failing, failed: 0 })
    tray.setEngine('down')
    expect(drawn).toEqual(['well', 'failed', 'well', 'offline'])
  })

  it('goes with the bar and comes back with it', () => {
    tray.setWatching(true)
    tray.setHost(true)
    tray.setHost(false)
    expect(tray.shown).toBe(false)
    tray.setSummary(failing)
    tray.setHost(true)
    expect(drawn).toEqual(['well', 'gone', 'failed'])
  })

  it('goes when the watch is turned off', () => {
    tray.setHost(true)
    tray.setWatching(true)
    tray.setWatching(false)
    tray.setSummary(failing)
    expect(drawn).toEqual(['well', 'gone'])
  })
})

import { expect, it } from 'vitest'
import { closingPlan } from './closing'

const usual = { quitting: false, watching: true, tray: true, alive: true }

it.each([
  ['keeps the watch in the tray', {}, 'hide'],
  ['keeps it minimised where there is no tray', { tray: false }, 'minimise'],
  ['closes when there is nothing to watch', { watching: false }, 'close'],
  ['closes on the way out', { quitting: true }, 'close'],
  ['closes a window whose page does not work any more', { alive: false }, 'close'],
] as const)('%s', (_what, change, plan) => expect(closingPlan({ ...usual, ...change })).toBe(plan))

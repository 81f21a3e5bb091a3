import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isOnBattery } from './power-supply'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tailpane-power-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function supply(name: string, files: Record<string, string>): void {
  mkdirSync(join(folder, name), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), `${text}\n`)
}

it('is on battery while one is being discharged and nothing feeds the machine', () => {
  supply('AC', { type: 'Mains', online: '0' })
  supply('BAT0', { type: 'Battery', status: 'Discharging', scope: 'System' })
  expect(isOnBattery(folder)).toBe(true)
  supply('AC', { online: '1' })
  expect(isOnBattery(folder)).toBe(false)
})

it('knows a laptop that is fed by USB', () => {
  supply('BAT0', { type: 'Battery', status: 'Discharging' })
  supply('ucsi-source-psy-1', { type: 'USB', online: '1' })
  expect(isOnBattery(folder)).toBe(false)
})

it('takes a machine without a battery, a mouse with one and an unreadable folder for the mains', () => {
  expect(isOnBattery(folder)).toBe(false)
  supply('hidpp_battery_0', { type: 'Battery', status: 'Discharging', scope: 'Device' })
  expect(isOnBattery(folder)).toBe(false)
  expect(isOnBattery(join(folder, 'none'))).toBe(false)
})

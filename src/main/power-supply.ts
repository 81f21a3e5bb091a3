import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether the machine runs on its battery, by the kernel's own files (Documentation/ABI/testing/sysfs-class-power): a
 * battery of the system is being discharged, and nothing from outside feeds it. False where nothing is known.
 * @param folder `/sys/class/power_supply`
 */
export function isOnBattery(folder: string): boolean {
  let discharging = false
  for (const name of names(folder)) {
    const supply = (what: string): string => read(join(folder, name, what))
    // That of a mouse or a headset says nothing of the machine.
    if (supply('scope') === 'Device') continue
    if (supply('type') === 'Battery') discharging ||= supply('status') === 'Discharging'
    else if (supply('online') === '1') return false
  }
  return discharging
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

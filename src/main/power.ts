import { powerMonitor } from 'electron'
import { isOnBattery } from './power-supply'

const SUPPLIES = '/sys/class/power_supply'
/** On Linux Electron does not tell; the kernel is asked this often (ms). */
const ASK_MS = 30_000

/** Tells when the machine goes to its battery and back to the mains; on the mains until it is told. The app must be ready. */
export function watchPower(onChange: (onBattery: boolean) => void): void {
  let told = false
  const tell = (onBattery: boolean): void => {
    if (onBattery === told) return
    told = onBattery
    onChange(onBattery)
  }
  if (process.platform === 'linux') {
    const ask = (): void => tell(isOnBattery(SUPPLIES))
    ask()
    setInterval(ask, ASK_MS).unref()
    return
  }
  powerMonitor.on('on-battery', () => tell(true))
  powerMonitor.on('on-ac', () => tell(false))
  tell(powerMonitor.isOnBatteryPower())
}

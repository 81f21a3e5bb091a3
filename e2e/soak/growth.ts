import type { SoakedApp } from './soaked-app'

interface Sample {
  atMs: number
  memoryMib: number
  handles: number
}

const MIB = 1024 * 1024

/** Memory and open handles of the whole app over a soak. */
export class Growth {
  private readonly samples: Sample[] = []

  take(app: SoakedApp): void {
    const now = app.measure()
    if (!now) return
    const { main, renderer, engine } = now.handles
    this.samples.push({ atMs: performance.now(), memoryMib: now.memory.all / MIB, handles: main + renderer + engine })
  }

  /** From the first third's median to the last third's: MiB and handles, as they are and per hour. */
  summary(): { firstMib: number; lastMib: number; mibPerHour: number; firstHandles: number; lastHandles: number; handlesPerHour: number } | null {
    const third = Math.floor(this.samples.length / 3)
    if (third < 1) return null
    const first = this.samples.slice(0, third)
    const last = this.samples.slice(-third)
    const hours = (median(last.map((one) => one.atMs)) - median(first.map((one) => one.atMs))) / 3_600_000
    const mib = [median(first.map((one) => one.memoryMib)), median(last.map((one) => one.memoryMib))] as const
    const handles = [median(first.map((one) => one.handles)), median(last.map((one) => one.handles))] as const
    return {
      firstMib: mib[0],
      lastMib: mib[1],
      mibPerHour: (mib[1] - mib[0]) / hours,
      firstHandles: handles[0],
      lastHandles: handles[1],
      handlesPerHour: (handles[1] - handles[0]) / hours,
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

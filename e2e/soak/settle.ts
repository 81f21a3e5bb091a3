import { setTimeout as pause } from 'node:timers/promises'
import type { Ground } from './ground'
import { LOGS } from './plan'
import { SoakedApp } from './soaked-app'

/** How long the app may take to be back, however busy the machine is (ms). Not a measure of anything. */
const PATIENCE_MS = 60_000
const LOOK_MS = 100

/**
 * Waits until every pane is on screen again, follows, and shows at least what its log has now.
 * @throws {Error} when it does not come to that, saying what is missing
 */
export async function untilCaughtUp({ app, logs }: Ground): Promise<void> {
  const wanted = new Map(logs.map((log) => [log.path, log.last]))
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const look = await app.look()
    const lacks = SoakedApp.caughtUp(look, wanted)
    if (lacks.length === 0) return
    if (performance.now() > giveUpAt) throw new Error(`${lacks.join('; ')}; ${JSON.stringify(look?.talk)}`)
    if (look && look.screen.length < LOGS) await app.spread().catch(() => undefined)
    await pause(LOOK_MS)
  }
}

/*
 * `npm run soak -- [--minutes N] [--seed S]`: follows eight logs while faults are thrown, then compares all that was shown
 * and recorded with what was written. The same seed throws the same faults in the same order.
 */
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } })
const minutes = Number(values.minutes)
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed)
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('Give minutes as a number above 0 and the seed as a whole number.')
  process.exit(2)
}
console.log(`soak: ${minutes} minutes, seed ${seed}; the same again: npm run soak -- --minutes ${minutes} --seed ${seed}`)
process.env['TAILPANE_SOAK_MINUTES'] = String(minutes)
process.env['TAILPANE_SOAK_SEED'] = String(seed)
process.argv.splice(2, Infinity, '--only', 'soak')
await import('./test.mjs')

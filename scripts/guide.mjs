/*
 * `npm run guide`: takes the pictures of docs/guide.md from the running app and puts them into docs/pictures.
 * @throws {Error} when they are larger, all together, than a checkout should carry
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './run/checkout.cjs'

/** All pictures together (bytes). */
const mostBytes = 1_500_000

const taken = join(checkout, 'artifacts/guide')
const pictures = join(checkout, 'docs/pictures')
rmSync(taken, { recursive: true, force: true })
execFileSync(process.execPath, [join(checkout, 'scripts/test.mjs'), '--only', 'guide'], { stdio: 'inherit' })
for (const name of readdirSync(taken)) copyFileSync(join(taken, name), join(pictures, name))
const bytes = readdirSync(pictures).reduce((sum, name) => sum + statSync(join(pictures, name)).size, 0)
if (bytes > mostBytes) throw new Error(`The pictures take ${bytes} bytes, more than ${mostBytes}: leave some out or make them smaller.`)
console.log(`guide: ${readdirSync(taken).length} pictures in docs/pictures, ${Math.round(bytes / 1000)} kB with the others`)

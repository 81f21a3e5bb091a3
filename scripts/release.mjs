/*
 * `npm run release`: builds the package that people get, and refuses whatever they must not get.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { maintainer } from './dist/maintainer.mjs'
import { refusals } from './dist/release-rules.mjs'
import { packageRuntime } from './dist/runtime.mjs'
import { checkout } from './run/checkout.cjs'

function main() {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'))
  const why = refusals({
    version,
    standIn: packageRuntime().standIn,
    maintained: maintainer(process.env).named,
    changelog: readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8'),
    changes: spawnSync('git', ['status', '--porcelain'], { cwd: checkout, encoding: 'utf8' }).stdout.trim(),
  })
  if (why.length > 0) {
    console.error(why.map((one) => `release: ${one}`).join('\n'))
    return 1
  }
  for (const [command = '', ...args] of [[join(checkout, '.ci', 'run')], [process.execPath, join(checkout, 'scripts', 'dist.mjs')]]) {
    const { status } = spawnSync(command, args, { cwd: checkout, stdio: 'inherit' })
    if (status !== 0) return status ?? 1
  }
  const made = readdirSync(join(checkout, 'dist')).filter((name) => name.includes(version) && !name.includes('standin'))
  for (const name of made) console.log(`${createHash('sha256').update(readFileSync(join(checkout, 'dist', name))).digest('hex')}  ${name}`)
  return 0
}

process.exit(main())

/*
 * `npm run check:electron`: Doyensec's Electronegativity on the sources and on the built app. It is large, so it is fetched once into
 * a cache of its own. A finding that is not explained here fails; an explanation that nothing needs any more fails too.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from './prepare/cache-folder.mjs'
import { checkout } from './run/checkout.cjs'
import { atEnd } from './run/processes.mjs'

const version = '1.10.3'

/** Findings that stay, by check and file, each with its reason. @type {{ id: string, file: RegExp, why: string }[]} */
const explained = [
  { id: 'CSP_GLOBAL_CHECK', file: /.*/, why: 'The policy is src/main/page-policy.ts, a constant that the tool does not follow; hardening.spec.ts reads it from answers.' },
  { id: 'PROTOCOL_HANDLER_JS_CHECK', file: /main.protocol\.ts|main.index\.js/, why: 'src/main/protocol.ts serves GET of known files below one folder; ui-files.test.ts and hardening.spec.ts hold it.' },
  { id: 'OPEN_EXTERNAL_JS_CHECK', file: /external-links\.ts|main.index\.js/, why: 'One function, https to a short list of hosts, shown in full first.' },
  { id: 'AUXCLICK_JS_CHECK', file: /.*/, why: 'A middle click opens a window, which src/main/navigation.ts denies.' },
  { id: 'CONTEXT_ISOLATION_JS_CHECK', file: /.*/, why: 'Set in src/main/page-preferences.ts, which the tool does not follow; page-preferences.test.ts holds it.' },
  { id: 'SANDBOX_JS_CHECK', file: /.*/, why: 'Set in src/main/page-preferences.ts, which the tool does not follow; page-preferences.test.ts holds it.' },
]

/** @returns {number} exit code */
function main() {
  const program = install()
  if (program === undefined) return 1
  const findings = [...scan(program, sources()), ...scan(program, join(checkout, 'out'))]
  const open = findings.filter(({ id, file }) => !explained.some((one) => one.id === id && one.file.test(file)))
  for (const { id, file, line, severity } of open) console.error(`electronegativity: ${severity} ${id} in ${file}:${line} is not explained`)
  const found = new Set(findings.map(({ id }) => id))
  for (const { id, why } of explained.filter((one) => found.has(one.id))) console.log(`${id}: ${why}`)
  const stale = explained.filter((one) => !found.has(one.id))
  for (const { id } of stale) console.error(`electronegativity: nothing needs the explanation of ${id} any more`)
  console.log(`electronegativity: ${findings.length} findings, ${open.length} not explained`)
  return open.length + stale.length > 0 ? 1 : 0
}

/** @returns {string | undefined} the tool's own program */
function install() {
  const folder = join(cacheFolder(), `electronegativity-${version}`)
  const program = join(folder, 'node_modules/@doyensec/electronegativity/dist/index.js')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const { status, stderr } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', `@doyensec/electronegativity@${version}`], { cwd: folder, encoding: 'utf8' })
  if (status === 0 && existsSync(program)) return program
  console.error(`electronegativity: could not be fetched: ${stderr.trim().split('\n')[0]}`)
  return undefined
}

/** What runs in the app, with the package.json by which the tool knows Electron's version. @returns {string} */
function sources() {
  const folder = mkdtempSync(join(tmpdir(), 'tailpane-electron-check-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['main', 'preload', 'renderer', 'shared']) spawnSync('cp', ['-R', join(checkout, 'src', name), folder])
  spawnSync('find', [folder, '-name', '*.test*.ts*', '-delete'])
  spawnSync('cp', [join(checkout, 'package.json'), folder])
  return folder
}

/**
 * Reads the tool's SARIF report (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): in its CSV a piece of code may break a row.
 * @param {string} program @param {string} input @returns {{ id: string, file: string, line: string, severity: string }[]}
 */
function scan(program, input) {
  const report = join(mkdtempSync(join(tmpdir(), 'tailpane-electron-report-')), 'report.sarif')
  const { status, stderr } = spawnSync(process.execPath, [program, '-i', input, '-o', report, '-r'], { encoding: 'utf8', timeout: 180_000, maxBuffer: 1 << 26 })
  if (!existsSync(report)) throw new Error(`Electronegativity made no report (${status}): ${stderr.slice(-500)}`)
  const { runs } = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(report)
  return runs[0].results.map((/** @type {any} */ { ruleId, level, locations }) => {
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? {}
    return { id: ruleId, severity: level, file: String(artifactLocation?.uri ?? '').replace(input, ''), line: String(region?.startLine ?? '') }
  })
}

process.exit(main())

/*
 * `npm start` and `npm run demo`: builds the app if needed and opens it; with no display,
 * or with --shot, it lets the app take a picture of itself and end.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { electronPath } from './electron-path.mjs'
import { buildIfStale } from './run/build-if-stale.mjs'
import { checkout } from './run/checkout.cjs'
import { hasDisplay, startScreen } from './run/display.mjs'
import { appArgs, readOpenArgs } from './run/open-args.mjs'
import { atEnd, run } from './run/processes.mjs'
import { sandboxArgs } from './run/sandbox.mjs'

/** From the start of Electron to its end when it takes a picture (ms). */
const shotBoundMs = 90_000

/** @returns {Promise<number>} exit code */
async function main() {
  const read = readOpenArgs(process.argv.slice(2), { display: hasDisplay(), cwd: process.env['INIT_CWD'] ?? process.cwd() })
  if (!read.ok) return refuse(read.why)
  if (!(await buildIfStale())) return 1
  const env = { ...process.env }
  if (!hasDisplay()) {
    const screen = await startScreen()
    if (!screen.ok) return refuse(screen.why)
    atEnd(screen.stop)
    env['DISPLAY'] = screen.display
  }
  const args = [...sandboxArgs(), checkout, ...appArgs(read.request)]
  if (read.request.shot === undefined) return (await run(electronPath().path, args, { env, cwd: checkout })).code
  if (read.request.demo) env['XDG_CONFIG_HOME'] = freshFolder()
  return takePicture(args, env, read.request.shot)
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @param {string} shot */
async function takePicture(args, env, shot) {
  let errors = ''
  mkdirSync(dirname(shot), { recursive: true })
  const startedAtMs = Date.now()
  const { code, timedOut } = await run(electronPath().path, args, {
    env,
    cwd: checkout,
    boundMs: shotBoundMs,
    ownGroup: true,
    onStdout: (text) => void process.stdout.write(text),
    // Chromium complains about a bus and a GPU that a bare machine does not have; it is shown only when it may explain something.
    onStderr: (text) => void (errors = (errors + text).slice(-8000)),
  })
  // File systems with a coarse clock round down.
  const written = existsSync(shot) && statSync(shot).mtimeMs >= startedAtMs - 2000
  if (code === 0 && written) return 0
  console.error(withoutNoise(errors))
  if (timedOut) return refuse(`The app did not finish its picture within ${shotBoundMs / 1000} s and was ended.`)
  return code === 0 ? refuse(`The app ended without writing ${shot}.`) : refuse(`The app ended with exit code ${code}.`, code)
}

/** @param {string} errors */
function withoutNoise(errors) {
  return errors
    .split('\n')
    .filter((line) => !/:ERROR:(bus|viz_main_impl|gpu_process_host|command_buffer_proxy_impl)\.cc/.test(line))
    .join('\n')
    .trimEnd()
}

/** A profile of its own: a running Tailpane must not answer in the demo's place, nor the demo leave anything behind. */
function freshFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tailpane-demo-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** @param {string} why @param {number} [code] */
function refuse(why, code = 1) {
  console.error(why)
  return code
}

process.exit(await main())

/* `npm run dev`: the app with live reload of the renderer, on the Electron that set-up prepared. */
import { join } from 'node:path'
import { electronPath } from './electron-path.mjs'
import { checkout } from './run/checkout.cjs'
import { run } from './run/processes.mjs'
import { sandboxArgs } from './run/sandbox.mjs'

const noSandbox = sandboxArgs().length > 0 ? ['--noSandbox'] : []
const { code } = await run(process.execPath, [join(checkout, 'node_modules/electron-vite/bin/electron-vite.js'), 'dev', ...noSandbox], {
  cwd: checkout,
  env: { ...process.env, ELECTRON_EXEC_PATH: electronPath().path },
})
process.exit(code)

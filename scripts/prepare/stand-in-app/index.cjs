// @ts-nocheck: what a default app needs of Electron (setAppPath, setVersion, defaultApp) is not in its public types.
'use strict'

/*
 * The default app of the stand-in runtime: it does what Electron's own does for
 * `electron [-r MODULE]… FOLDER [ARG]…`, and no more. Playwright's loader comes in
 * through -r; it cuts its own flags out of process.argv.
 */
const { app } = require('electron')
const { createRequire } = require('node:module')
const path = require('node:path')

const modules = []
let folder
for (let i = 1; i < process.argv.length && folder === undefined; i++) {
  const arg = process.argv[i]
  if (arg === '-r' || arg === '--require') modules.push(process.argv[++i])
  else if (!arg.startsWith('-')) folder = path.resolve(arg)
}

// Apps ask this to know how many arguments come before their own.
process.defaultApp = true

try {
  const fromHere = createRequire(path.join(process.cwd(), 'index.js'))
  for (const module of modules) fromHere(module)
  if (folder === undefined) throw new Error('Name the folder of an app: electron FOLDER')
  const load = createRequire(path.join(folder, 'package.json'))
  const { name, productName, version, main } = load('./package.json')
  if (productName ?? name) {
    app.setName(productName ?? name)
    app.setDesktopName(`${app.getName()}.desktop`)
  }
  if (version) app.setVersion(version)
  app.setAppPath(folder)
  load(`./${main ?? 'index.js'}`)
} catch (error) {
  console.error(error)
  app.exit(1)
}

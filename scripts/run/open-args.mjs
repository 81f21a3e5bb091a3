import { resolve } from 'node:path'

/**
 * @typedef {object} OpenRequest
 * @property {boolean} demo open the embedded demo workspace
 * @property {string | undefined} shot absolute path of the picture to write; then the app ends by itself
 * @property {string[]} files files to open (absolute)
 * @property {string[]} targets what a person would give to `ssh`: [user@]host[:port] or a Host of the ssh configuration
 */

export const usage = 'Usage: npm start [-- FILE… [user@]host[:port]… [--shot FILE]], or npm run demo [-- --shot FILE]'

/**
 * @param {readonly string[]} args as given to the script
 * @param {{ display: boolean, cwd: string }} surroundings
 * @returns {{ ok: true, request: OpenRequest } | { ok: false, why: string }} `why` is a sentence for the person
 */
export function readOpenArgs(args, { display, cwd }) {
  /** @type {OpenRequest} */
  const request = { demo: false, shot: undefined, files: [], targets: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--demo') request.demo = true
    else if (arg === '--shot' || arg.startsWith('--shot=')) {
      const file = arg === '--shot' ? args[++i] : arg.slice('--shot='.length)
      if (!file || file.startsWith('-')) return { ok: false, why: `--shot needs a file name, such as --shot demo.png. ${usage}` }
      request.shot = resolve(cwd, file)
    } else if (arg.startsWith('-')) return { ok: false, why: `There is no option ${arg}. ${usage}` }
    else if (/^(\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(arg)) request.files.push(resolve(cwd, arg))
    else if (arg !== '') request.targets.push(arg)
  }
  if (!display && request.shot === undefined) {
    if (!request.demo) return { ok: false, why: 'There is no display to open a window on. Add --shot FILE to get a picture instead.' }
    request.shot = resolve(cwd, 'demo.png')
  }
  return { ok: true, request }
}

/**
 * The app's own arguments. Targets come behind `--`, so that none is ever taken for a switch of Chromium.
 * @param {OpenRequest} request
 * @returns {string[]}
 */
export function appArgs({ demo, shot, files, targets }) {
  return [...(demo ? ['--demo'] : []), ...(shot === undefined ? [] : [`--shot=${shot}`]), ...files, ...(targets.length > 0 ? ['--', ...targets] : [])]
}

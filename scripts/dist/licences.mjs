import { licenceText } from './parts.mjs'

/** @typedef {import('./parts.mjs').Part} Part */

/**
 * The licences of all parts as one text. Electron's and Chromium's own stand beside the program.
 * @param {readonly Part[]} parts
 * @throws {Error} when a part names no licence at all: nobody may give it on
 */
export function licencesOf(parts) {
  const unnamed = parts.filter((part) => part.licence === 'NOASSERTION' && licenceText(part) === '')
  if (unnamed.length > 0) throw new Error(`No licence is known of ${unnamed.map(({ name }) => name).join(', ')}`)
  const head = [
    'Tailpane is made of the parts below, each under its own licence.',
    'Electron and Chromium: see LICENSE.electron.txt and LICENSES.chromium.html beside the program.',
  ]
  const each = parts.map((part) => {
    const title = `${part.name} ${part.version} (${part.licence})`
    return `${title}\n${'-'.repeat(title.length)}\n\n${licenceText(part) || 'Its package holds no text of the licence beyond this name.'}`
  })
  return `${[...head, '', ...each].join('\n\n')}\n`
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { playwrightTotals, vitestTotals } from './totals.mjs'

/**
 * @typedef {object} Suite
 * @property {string} name as in `npm run test:NAME`
 * @property {(checkout: string, report: string, files: readonly string[]) => string[]} command arguments for Node
 * @property {Record<string, string>} env what tells the suite where its report goes is added under `reportVariable`
 * @property {string} [reportVariable]
 * @property {boolean} [onDemand] it runs only when it is named: it makes something, or what it comes to depends on what else the machine does
 * @property {boolean} [packaged] it runs against the installed package, on Linux with dpkg
 * @property {boolean} [smallDisk] it is given a small file system of its own, where one can be made
 * @property {number} [boundMs] it is ended after this time (ms), if not after the usual one
 * @property {(report: string | undefined, exitCode: number) => import('./totals.mjs').Totals} totals
 */

/** @type {Suite[]} */
export const suites = [
  {
    name: 'unit',
    // The `runner` config loader keeps Vite from writing beside the configuration: the checkout may belong to someone else.
    command: (checkout, report, files) => [
      join(checkout, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--configLoader=runner',
      '--allowOnly=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    env: {},
    totals: vitestTotals,
  },
  playwrightSuite('e2e', 'e2e/playwright.config.ts'),
  { ...playwrightSuite('guide', 'e2e/guide.config.ts'), onDemand: true },
  { ...playwrightSuite('package', 'e2e/package.config.ts'), packaged: true },
  { ...playwrightSuite('soak', 'e2e/soak.config.ts'), onDemand: true, smallDisk: true, boundMs: soakBoundMs() },
]

/** The faults go on for some minutes; then all is compared. */
function soakBoundMs() {
  return (Number(process.env['TAILPANE_SOAK_MINUTES'] ?? 2) + 5) * 60_000
}

/** @param {string} name @param {string} checkout @returns {boolean} whether the suite has what it needs to start */
export function suiteExists(name, checkout) {
  return name !== 'e2e' || existsSync(join(checkout, 'e2e/playwright.config.ts'))
}

/** @param {string} name @param {string} config of Playwright, below the checkout @returns {Suite} */
function playwrightSuite(name, config) {
  return {
    name,
    command: (checkout, _report, files) => [
      join(checkout, 'node_modules/@playwright/test/cli.js'),
      'test',
      '-c',
      join(checkout, config),
      '--forbid-only',
      '--reporter=list,json',
      ...files,
    ],
    env: {},
    reportVariable: 'PLAYWRIGHT_JSON_OUTPUT_FILE',
    totals: playwrightTotals,
  }
}

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts from Vitest's JSON report (its `JsonTestResults`). A file that could not be loaded
 * has no tests of its own and counts as one failure.
 * @param {string | undefined} report text of the report; undefined when there is none
 * @param {number} exitCode
 * @returns {Totals}
 */
export function vitestTotals(report, exitCode) {
  const { testResults = [] } = parse(report)
  /** @type {Totals} */
  const totals = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults = [] } of testResults) {
    /** @type {string[]} */
    const states = assertionResults.map((/** @type {{ status: string }} */ test) => test.status)
    for (const state of states) totals[state === 'passed' || state === 'failed' ? state : 'skipped']++
    if (status === 'failed' && !states.includes('failed')) totals.failed++
  }
  return agreeing(totals, exitCode)
}

/**
 * Counts from Playwright's JSON report (its `JSONReport`). A test that passed at a second
 * try counts as passed; errors outside of tests count as failures.
 * @param {string | undefined} report text of the report; undefined when there is none
 * @param {number} exitCode
 * @returns {Totals}
 */
export function playwrightTotals(report, exitCode) {
  const { stats = {}, errors = [] } = parse(report)
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = stats
  return agreeing({ passed: expected + flaky, failed: unexpected + errors.length, skipped }, exitCode)
}

/** @param {readonly Totals[]} all @returns {Totals} */
export function sum(all) {
  const totals = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of all) {
    totals.passed += passed
    totals.failed += failed
    totals.skipped += skipped
  }
  return totals
}

/** @param {Totals} totals @returns {string} the line that ends a test run */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * A suite that ended badly, or ran nothing, has failed whatever its report says.
 * @param {Totals} totals @param {number} exitCode
 */
function agreeing(totals, exitCode) {
  const nothing = totals.passed + totals.failed === 0
  return totals.failed === 0 && (exitCode !== 0 || nothing) ? { ...totals, failed: 1 } : totals
}

/** @param {string | undefined} report */
function parse(report) {
  try {
    return JSON.parse(report ?? '{}')
  } catch {
    return {}
  }
}

/**
 * Why this must not be released, a sentence each; empty when it may be.
 * @param {{ version: string, standIn: boolean, maintained: boolean, changelog: string, changes: string }} about `changes`: what git says is not committed
 * @returns {string[]}
 */
export function refusals({ version, standIn, maintained, changelog, changes }) {
  const why = []
  if (standIn) why.push('The Electron here is a stand-in, for tests only. Release where Electron itself can be downloaded.')
  if (!changelog.split('\n').some((line) => line === `## ${version}` || line.startsWith(`## ${version},`))) why.push(`CHANGELOG.md does not name ${version}.`)
  if (!maintained) why.push('Nobody is named who answers for the package: set DEBFULLNAME and DEBEMAIL.')
  if (changes !== '') why.push('There are changes that are not committed.')
  return why
}

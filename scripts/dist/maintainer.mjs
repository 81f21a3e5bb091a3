/**
 * Who answers for a package, as Debian's own tools are told: by DEBFULLNAME and DEBEMAIL. Where nobody has said so it is a local
 * build that nobody answers for, under an address that cannot exist (RFC 2606).
 * @param {NodeJS.ProcessEnv} env @returns {{ line: string, named: boolean }}
 */
export function maintainer(env) {
  const name = (env['DEBFULLNAME'] ?? '').replace(/[\n<>]/g, ' ').trim()
  const address = (env['DEBEMAIL'] ?? '').trim()
  const named = name !== '' && /^[^\s<>@]+@[^\s<>@]+$/.test(address)
  return named ? { line: `${name} <${address}>`, named } : { line: 'Local build without a maintainer <nobody@tailpane.invalid>', named }
}

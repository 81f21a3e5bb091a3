import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Debian's invoke-rc.d(8) asks this program before it starts a service; 101 means "not allowed". */
const policy = '/usr/sbin/policy-rc.d'
const saved = `${policy}.before-tailpane`

/**
 * Keeps packages that are installed from now on from starting their services. Needs root.
 * @returns {() => void} puts things back as they were; call it in any case
 */
export function holdServices() {
  // An interrupted set-up left its own file behind: the saved one is the machine's.
  if (existsSync(policy) && !existsSync(saved)) renameSync(policy, saved)
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => {
    if (existsSync(saved)) renameSync(saved, policy)
    else rmSync(policy, { force: true })
  }
}

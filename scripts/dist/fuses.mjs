import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** A fuse in the wire is a character: `0` or `1` (or another one where Electron has taken it out). */
const characters = { off: '0'.charCodeAt(0), on: '1'.charCodeAt(0) }

/**
 * How each fuse of a packaged binary must stand, by its place in the wire (Electron's docs/tutorial/fuses.md). A fuse that a
 * newer Electron adds is not here and fails the check, so that somebody decides on it.
 * @type {Record<number, boolean>}
 */
export const fusesWanted = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
}

/**
 * Reads the fuses back from a built binary.
 * @param {string} program absolute path
 * @returns {Promise<string[]>} what is not as it must be, a sentence each; empty when all is well
 */
export async function wrongFuses(program) {
  const wire = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (await getCurrentFuseWire(program)))
  const places = new Set([...Object.keys(wire), ...Object.keys(fusesWanted)].filter((name) => /^\d+$/.test(name)))
  return [...places].map(Number).flatMap((place) => {
    const wanted = fusesWanted[place]
    const name = FuseV1Options[place] ?? `number ${place}`
    if (wanted === undefined) return [`Fuse ${name} is new: decide how it must stand.`]
    return wire[place] === (wanted ? characters.on : characters.off) ? [] : [`Fuse ${name} is not ${wanted ? 'on' : 'off'}.`]
  })
}

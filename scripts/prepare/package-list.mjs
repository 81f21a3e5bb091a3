/** @typedef {'demo' | 'start' | 'test' | 'bench'} Purpose */

/**
 * One need: any of these Debian packages meets it, the preferred first. Newer Debian
 * and Ubuntu releases renamed some libraries for the 64-bit time type (`t64`).
 * @typedef {readonly [string, ...string[]]} Need
 */

/** What Electron's executable links to, or opens to show notices (libnotify), named directly: a slim container has none of it. @type {readonly Need[]} */
export const electronNeeds = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libasound2t64', 'libasound2'],
  ['libatk1.0-0t64', 'libatk1.0-0'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libcups2t64', 'libcups2'],
  ['libdrm2'],
  ['libgbm1'],
  ['libnotify4'],
  ['libnspr4'],
  ['libnss3'],
  ['libx11-xcb1'],
  ['libxcomposite1'],
  ['libxdamage1'],
  ['libxkbcommon0'],
  ['libxrandr2'],
]

/** A screen in memory, and small fonts for what a picture may hold: CJK text and emoji. @type {readonly Need[]} */
const screenNeeds = [['xvfb'], ['fonts-wqy-microhei'], ['fonts-noto-color-emoji']]

/** Real peers for the tests and the benchmark. @type {readonly Need[]} */
const peerNeeds = [['openssh-server'], ['openssh-client'], ['logrotate'], ['ripgrep'], ['dbus-daemon', 'dbus']]

/**
 * @param {Purpose} purpose
 * @param {boolean} display whether there is a display; tests and benchmark bring their own screen all the same
 * @returns {Need[]}
 */
export function needsFor(purpose, display) {
  const measured = purpose === 'test' || purpose === 'bench'
  return [...electronNeeds, ...(measured || !display ? screenNeeds : []), ...(measured ? peerNeeds : [])]
}

/**
 * The packages that must still be installed, one for each need that is not met.
 * @param {readonly Need[]} needs
 * @param {(name: string) => boolean} installed
 * @param {(name: string) => boolean} available whether the package sources offer it
 * @returns {string[]} where none is on offer the last, oldest name stands for the need
 */
export function missingPackages(needs, installed, available) {
  return needs
    .filter((need) => !need.some(installed))
    .map((need) => need.find(available) ?? need[need.length - 1] ?? need[0])
}

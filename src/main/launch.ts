import { isAbsolute, resolve } from 'node:path'
import * as v from 'valibot'
import { OPEN_FILES } from '@shared/contract/files'
import type { PlaceLink } from '@shared/links'
import { brokenLinks, isLink, linksOf } from './links'
import { isFileAddress, localPath } from './local-address'
import type { UnreadArguments } from './unread-arguments'

/** What the command line asks for. */
export interface LaunchArguments {
  /** Open the embedded demo workspace. */
  demo: boolean
  /** Take a picture of the settled window, write it here (absolute path) and quit. */
  shotFile: string | null
  /** The same file as it was typed, for the line that tells of it. */
  shotName: string
  /** Workspaces to open, as typed. */
  targets: string[]
  /** Files to open (absolute paths). */
  files: string[]
  /** Lines of logs that links on the command line lead to; nothing is opened for them unasked. */
  links: PlaceLink[]
  /** What could not be taken; the person is told. */
  unread: UnreadArguments
  /** Start without showing the window, as at login. */
  hidden: boolean
}

const MAX_TARGETS = 64
const MAX_PATH_CHARS = 4096
const MAX_TARGET_CHARS = 512

/**
 * Reads `[--demo] [--hidden] [--shot=FILE] [FILE…] [-- target…]` out of a command line, whatever else
 * Chromium's and Electron's own switches put there. Targets stand only after `--`; what stands there and begins as a
 * path or a `file:` address does is a file, since no host is called so. `appFolder`: what a development start names before its own arguments
 * (absolute), so that it is never taken for a file; null for the packaged program.
 */
export function parseArguments(argv: readonly string[], cwd: string, appFolder: string | null = null): LaunchArguments {
  const dashes = argv.indexOf('--')
  const switches = dashes < 0 ? argv : argv.slice(0, dashes)
  const behind = dashes < 0 ? [] : argv.slice(dashes + 1)
  const before = ownArguments(switches, appFolder, cwd).filter((one) => !one.startsWith('-'))
  const named = [...before, ...behind.filter(isPath)].filter((one) => one !== '' && !one.includes('\0') && !isLink(one))
  const local = named.map((one) => (isFileAddress(one) ? localPath(one) : resolve(cwd, one)))
  const files = local.filter((path) => path !== null)
  const targets = behind.filter((one) => !isPath(one))
  const shot = switches.findLast((a) => a.startsWith('--shot='))?.slice('--shot='.length)
  return {
    demo: switches.includes('--demo'),
    shotName: shot ?? '',
    shotFile: shot ? resolve(cwd, shot) : null,
    files: files.filter((path) => path.length <= MAX_PATH_CHARS).slice(0, OPEN_FILES),
    hidden: switches.includes('--hidden') && !shot,
    links: linksOf(argv),
    unread: { links: brokenLinks(argv), files: local.length - files.length },
    targets: targets.filter((t) => !isLink(t) && t.length > 0 && t.length <= MAX_TARGET_CHARS).slice(0, MAX_TARGETS),
  }
}

/**
 * Whether the command line is `verdict FILE…`, which is answered without a window. `appFolder`: what a development start names
 * before its own arguments (absolute); null for the packaged program.
 */
export function wantsVerdict(argv: readonly string[], appFolder: string | null, cwd: string): boolean {
  return ownArguments(argv, appFolder, cwd).find((one) => one === '--' || !one.startsWith('-')) === 'verdict'
}

/** What stands behind the program, and behind the folder of the app where that is named; nothing where it should be and is not. */
function ownArguments(argv: readonly string[], appFolder: string | null, cwd: string): readonly string[] {
  const before = appFolder === null ? 0 : argv.findIndex((one, index) => index > 0 && !one.startsWith('-') && resolve(cwd, one) === appFolder)
  return before < 0 ? [] : argv.slice(before + 1)
}

/** `/var/log/x`, `./x`, `../x`, `file:///var/log/x`, and on Windows `C:\\x` and `.\\x`. */
function isPath(word: string): boolean {
  return isFileAddress(word) || /^(\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(word)
}

const list = (length: number, most: number) => v.pipe(v.array(v.pipe(v.string(), v.maxLength(length))), v.maxLength(most))
const moreSchema = v.object({
  demo: v.boolean(),
  targets: list(MAX_TARGET_CHARS, MAX_TARGETS),
  files: v.optional(v.pipe(list(MAX_PATH_CHARS, OPEN_FILES), v.everyItem((path) => isAbsolute(path) && !path.includes('\0'))), []),
})
export type SecondLaunch = v.InferOutput<typeof moreSchema>

/** What a second start asked for, as it handed it over; null when that cannot be read or is nothing. */
export function readSecondLaunch(data: unknown): SecondLaunch | null {
  const parsed = v.safeParse(moreSchema, data)
  return parsed.success && (parsed.output.demo || parsed.output.targets.length > 0 || parsed.output.files.length > 0) ? parsed.output : null
}

/** Whether a second start wants the window of the first to come forward. */
export function wantsWindow(data: unknown): boolean {
  return !v.is(v.looseObject({ hidden: v.literal(true) }), data)
}

/** The major version of Electron that package.json declares and that packages ship. */
export const DECLARED_ELECTRON_MAJOR = 45

/** Said in the status bar when another Electron runs than the declared one; else null. */
export function runtimeNote(electronVersion: string): string | null {
  const major = Number.parseInt(electronVersion, 10)
  return major === DECLARED_ELECTRON_MAJOR ? null : `Runs on Electron ${major} (stand-in)`
}

/**
 * The version as people see it: what is built on a stand-in says so, since it is for tests only. `~` sorts before the end in
 * Debian's order, so the real version replaces it.
 */
export function shownVersion(version: string, electronVersion: string): string {
  return runtimeNote(electronVersion) === null ? version : `${version}~standin`
}

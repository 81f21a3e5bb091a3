import * as v from 'valibot'
import { maskChoice } from './contract/compare'
import { DEFAULT_HIGHLIGHT_RULES, highlightRules } from './highlight-rules'
import { MASK_RULES } from './mask-rules'
import type { Failure, Result } from './model'
import { ownRulesSchema } from './text/mask'
import { readingSettings, USUAL_FONT_PX } from './reading'

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(40))

/**
 * Every setting with its default and bounds: the one place where they live.
 * Sizes are in the unit that the name ends with.
 */
export const settingsSchema = v.strictObject({
  theme: v.optional(v.picklist(['system', 'dark', 'light']), 'system'),
  /** How close rows of lists stand. */
  density: v.optional(v.picklist(['comfortable', 'compact']), 'comfortable'),
  /** Rows a pane holds, after wrapping. */
  windowRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(10_000)), 2000),
  /** Size of log text in CSS pixels. */
  logFontPx: v.optional(v.pipe(v.number(), v.minValue(9), v.maxValue(24)), USUAL_FONT_PX),
  ...readingSettings,
  /** Shows text in colours by the rules below. */
  highlights: v.optional(v.boolean(), true),
  highlightRules: v.optional(highlightRules, () => [...DEFAULT_HIGHLIGHT_RULES]),
  /** Memory for blocks of one log, and of all logs together, in MiB. */
  logCacheMib: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)), 8),
  totalCacheMib: v.optional(v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(1024)), 128),
  sidebarOpen: v.optional(v.boolean(), true),
  /** Absolute path of the `coder` program; empty: the first on the PATH. */
  coderPath: v.optional(v.pipe(v.string(), v.maxLength(4096)), ''),
  /** Further config folders of the `coder` program (its `--global-config`), each another deployment. */
  coderFolders: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(10)), []),
  /** Targets of workspaces that stand first in the list, in this order. */
  favourites: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(512))), v.maxLength(200)), []),
  /** Minutes after which a connection that no visible pane uses is closed: on Coder workspaces, so that they can stop, and elsewhere. */
  idleCoderMin: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)), 5),
  idleHostMin: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440)), 30),
  /** Goes on watching when the window is closed: a tray icon, and notices. */
  watch: v.optional(v.boolean(), true),
  /** Watches every workspace of Coder's list, or only favourites and those opened in the last 14 days. */
  watchAll: v.optional(v.boolean(), false),
  /** Keeps the connection to hosts added by hand open, since nothing else tells how they are. */
  watchHosts: v.optional(v.boolean(), false),
  /** Targets of workspaces whose logs are not looked at nor kept when a watched start has ended. */
  startsNotKept: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(512))), v.maxLength(200)), []),
  /** Records runs while they are followed or watched. */
  record: v.optional(v.boolean(), true),
  /** Encrypts what is recorded from now on, with a key that the system's keyring keeps. */
  recordSealed: v.optional(v.boolean(), false),
  /** Of each log so much is recorded, in MiB: longer ones by their beginning and their end. */
  recordLogMib: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)), 1),
  /** Recordings that are not pinned are removed after so many days, and the oldest when all take more than so many MiB. */
  recordDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)), 30),
  recordMib: v.optional(v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(1024 * 1024)), 2048),
  notifyFailed: v.optional(v.boolean(), true),
  notifyStalled: v.optional(v.boolean(), true),
  /** Tells when a start that took longer than this is ready (minutes); 0: never. */
  notifyReadyMin: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(240)), 0),
  /** Hides what looks like a secret in logs on screen, until the person asks to see it. */
  hideSecrets: v.optional(v.boolean(), true),
  /** Texts that are hidden on screen and in what is exported, beside what looks like a secret. */
  ownMasks: v.optional(ownRulesSchema, []),
  /** Opens at the start what was open last, where nothing else was asked for. */
  reopenLast: v.optional(v.boolean(), false),
  startAtLogin: v.optional(v.boolean(), false),
  /** Shortcuts in place of the defaults, by the command's id (see commands.ts); an empty list is none. */
  shortcuts: v.optional(v.pipe(v.record(shortText, v.pipe(v.array(shortText), v.maxLength(4))), v.maxEntries(200)), {}),
  /** What is masked before two runs are compared. */
  compareMasks: v.optional(maskChoice, () => ({ on: MASK_RULES.filter((rule) => rule.onByDefault).map(({ id }) => id), own: [] })),
  /** Targets of workspaces that the person opened by hand, newest first. */
  recentTargets: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(512))), v.maxLength(50)), []),
})
export type Settings = v.InferOutput<typeof settingsSchema>
export type SettingName = keyof Settings

export const defaultSettings: Settings = v.parse(settingsSchema, {})

const described: Partial<Record<SettingName, string>> = {
  windowRows: 'Rows per pane must be a whole number from 200 to 10,000.',
  logFontPx: 'The size of log text must be from 9 to 24 pixels.',
  highlightRules: 'Each highlight rule needs a name, a pattern that can be searched and a colour, and there can be 40 at most.',
  logCacheMib: 'Memory per log must be a whole number from 1 to 64 MiB.',
  totalCacheMib: 'Memory for all logs must be a whole number from 16 to 1,024 MiB.',
  theme: 'The theme must be system, dark or light.',
  idleCoderMin: 'Minutes on Coder workspaces must be a whole number from 1 to 120.',
  recordLogMib: 'What is recorded of a log must be a whole number from 1 to 4,096 MiB.',
  recordDays: 'Days must be a whole number from 1 to 3,650.',
  recordMib: 'Room for recordings must be a whole number from 16 to 1,048,576 MiB.',
  notifyReadyMin: 'Minutes of a long start must be a whole number from 0 to 240.',
  idleHostMin: 'Minutes on other hosts must be a whole number from 1 to 1,440.',
}

/** Merges a change into settings, or says in a sentence which value is out of range. */
export function changeSettings(current: Settings, change: unknown): Result<Settings> {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return refuse('Settings must be given by name.')
  const parsed = v.safeParse(settingsSchema, { ...current, ...change })
  if (parsed.success) return { ok: true, value: parsed.output }
  const name = parsed.issues[0].path?.[0]?.key as SettingName | undefined
  return refuse((name && described[name]) ?? `The setting ${String(name ?? '')} is not known or has a wrong value.`)
}

function refuse(sentence: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'SETTING_OUT_OF_RANGE', sentence, nextStep: 'The old value stays; enter another one.' } }
}

import { maskSecrets } from '@shared/text/mask'

export interface DiagnosticsParts {
  /** Name and version of what runs, e.g. `Electron: 45.4.1`. */
  facts: Readonly<Record<string, string>>
  settings: object
  /** The app's own diary, oldest line first. */
  diary: string
  /** What says who and where this person is: the home folder, the account, the name of the machine. */
  personal: { home: string; user: string; machine: string }
}

/** So much of the diary goes along at most (UTF-16 units), the newest of it. */
const DIARY_MOST = 512 * 1024

/** Addresses and names of hosts; names of files with a usual ending stay, since they say where in the app something happened. */
const ipv4 = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g
const ipv6 = /(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi
const account = /[\w.+-]+@[\w.-]+/g
const hostName = /\b(?!(?:[\w-]+\.)+(?:log|json|js|cjs|mjs|ts|tsx|css|html|zst|gz|new|old|node)\b)[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}\b/gi

/**
 * A text that a person can read through and give on: what runs, the settings and the diary, with secrets masked and with names of
 * people, machines and hosts replaced. Pure, so that what it lets through can be tested.
 */
export function diagnosticsText({ facts, settings, diary, personal }: DiagnosticsParts): string {
  const newest = diary.slice(-DIARY_MOST)
  return [
    'Diagnostics of Tailpane. It holds no log text. Secrets are masked; names of people, machines and hosts are replaced.',
    '',
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    '',
    '== Settings',
    redact(JSON.stringify(settings, null, 2), personal),
    '',
    '== Diary',
    redact(newest, personal),
    '',
  ].join('\n')
}

/** Replaces what tells of a person or a machine. */
export function redact(text: string, { home, user, machine }: DiagnosticsParts['personal']): string {
  const named = [
    [home, '<home>'],
    [machine, '<machine>'],
    [user, '<user>'],
  ] as const
  // Names of two letters are in every other word.
  const without = named.reduce((rest, [name, instead]) => (name.length > 2 ? rest.replaceAll(name, instead) : rest), maskSecrets(text))
  return without.replace(account, '<account>').replace(ipv6, '<address>').replace(ipv4, '<address>').replace(hostName, '<host>')
}

import type { LinkState, LogFrontier, LogInfo, PaneCondition } from '@shared/model'
import { formatAge, formatBytes, formatCount } from '@shared/text/units'
import type { RequestResults } from '@shared/contract/port'
import type { PaneView } from './pane-view'

/** What the pane says about itself, as words. Pure, so that each sentence is tested. */

export type Tone = 'plain' | 'ok' | 'busy' | 'warn' | 'bad'

const CONDITIONS: Record<PaneCondition, { word: string; tone: Tone }> = {
  connecting: { word: 'connecting', tone: 'busy' },
  following: { word: 'following', tone: 'ok' },
  paused: { word: 'paused', tone: 'plain' },
  waiting: { word: 'waiting', tone: 'busy' },
  offline: { word: 'offline', tone: 'warn' },
  gap: { word: 'skipping', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
}

export function conditionWord(condition: PaneCondition): { word: string; tone: Tone } {
  return CONDITIONS[condition]
}

/** The condition as the person sees it: what they just asked for counts before the engine has answered. */
export function conditionOf(view: PaneView): PaneCondition {
  if (view.status === null) return view.refusal ? 'failed' : 'connecting'
  const { condition } = view.status
  if (condition === 'paused' && view.follow) return 'following'
  if ((condition === 'following' || condition === 'gap') && !view.follow) return 'paused'
  return condition
}

/** What was written since the pane was paused: `14 new lines`, `3.2 MB new`; null when nothing was. */
export function newTextWords(view: PaneView): string | null {
  if (view.follow || view.status === null) return null
  const { newLines, newBytes } = view.status
  if (newLines === null) return newBytes > 0 ? `${formatBytes(newBytes)} new` : null
  if (newLines === 0) return null
  return newLines === 1 ? '1 new line' : `${formatCount(newLines)} new lines`
}

/** The name that a file is offered under: the log's own, without the ending of what it was packed with. */
export function savedName(logName: string, whole: boolean): string {
  const unpacked = logName.replace(/\.(gz|zst)$/i, '')
  return whole ? unpacked : `${unpacked.replace(/\.[^.]*$/, '')}-selection.log`
}

/** What was written into a file, and what is missing in it. */
export function savedWords({ bytes, missing, hidden }: RequestResults['pane.save']): string {
  const secrets = hidden === 0 ? '' : ` ${formatCount(hidden)} ${hidden === 1 ? 'secret is' : 'secrets are'} hidden in it; show secrets first to save them too.`
  const held = `${formatBytes(bytes)} are in the file.${secrets}`
  if (missing.stretches === 0) return held
  const places = missing.stretches === 1 ? 'is a line that says so in its place' : `are lines that say so in ${formatCount(missing.stretches)} places`
  return `${held} ${formatBytes(missing.bytes)} of the log are gone: there ${places}.`
}

export interface EmptyWords {
  sentence: string
  detail: string | null
  /** The detail is a path, set in mono. */
  isPath: boolean
}

/** What stands where text would be; null when there is text, or when it is not known yet whether there will be. */
export function emptyWords(condition: PaneCondition, text: PaneView['text'], path: string): EmptyWords | null {
  if (text === 'some') return null
  if (condition === 'waiting') return { sentence: 'This log does not exist yet. Waiting for it.', detail: path, isPath: true }
  if (text === 'none' && (condition === 'following' || condition === 'paused')) {
    return { sentence: 'This log is empty so far.', detail: 'Its first line shows here as soon as it is written.', isPath: false }
  }
  return null
}

/** `Offline since 14:03. …`: what a lost connection means for this pane. */
export function offlineWords(link: Pick<LinkState, 'sinceMs'>): { sentence: string; nextStep: string } {
  return {
    sentence: `Offline since ${clock(link.sinceMs)}.`,
    nextStep: 'What is shown stays, and reading goes on where it stopped once the connection is back.',
  }
}

/** Where a new run has come to in a file that holds more than what it wrote. */
export function frontierWords({ at, atMost }: LogFrontier): { sentence: string; nextStep: string } {
  const written = atMost > at ? `between ${formatBytes(at)} and ${formatBytes(atMost)}` : formatBytes(at)
  return { sentence: `New run: ${written} written so far.`, nextStep: 'What follows in the file is of the run before.' }
}

/** The same in a pane's head, which stands there also where the tab says once for all panes why. */
export function offlineChip(link: Pick<LinkState, 'sinceMs'>): string {
  return `offline since ${clock(link.sinceMs)}`
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** The line under a log's path in the menu: `1.2 MB, changed 3 min ago`, or that it does not exist yet. */
export function logFacts(log: LogInfo, nowMs: number): string {
  if (log.seen === null) return 'does not exist yet'
  const age = formatAge(nowMs - log.seen.modifiedMs)
  return `${formatBytes(log.seen.sizeBytes)}, changed ${age === 'now' ? 'just now' : `${age} ago`}`
}

/** Said in a pane's head in place of a path, where the text is no file of the workspace; null for files. */
export function storeWords(store: LogInfo['store']): { short: string; long: string } | null {
  switch (store) {
    case 'file':
      return null
    case 'server-copy':
      return {
        short: 'server copy: first 1 MiB, lines cut at 1,024',
        long: 'Coder’s own copy of what the scripts wrote: the first 1 MiB of it, with lines cut at 1,024 characters.',
      }
    case 'build':
      return { short: 'build log', long: 'What the deployment wrote while it built the workspace.' }
    case 'recording':
      return { short: 'recorded, not live', long: 'What this app had recorded of this run. In the workspace a newer run has written over it.' }
  }
}

/** A path in two parts, so that it can be cut in the middle: the folder gives way, the name stays. */
export function splitPath(path: string): { folder: string; name: string } {
  const at = path.lastIndexOf('/') + 1
  return { folder: path.slice(0, at), name: path.slice(at) }
}

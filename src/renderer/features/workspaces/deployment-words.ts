import type { DeploymentInfo } from '@shared/model'
import { formatAge } from '@shared/text/units'

/** `coder.example.com`, with the port where it is not the usual one. */
export function deploymentHost({ url }: Pick<DeploymentInfo, 'url'>): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}

/** A list older than this (ms) is worth a word even when nothing failed: it is read once a minute. */
const OLD_MS = 5 * 60_000

/**
 * What is wrong with a deployment's list, e.g. "List from 12 min ago: the coder program is not logged in."; null while
 * it is as fresh as can be.
 */
export function listNote(deployment: DeploymentInfo, nowMs: number): { text: string; nextStep: string; tone: 'warn' | 'plain' } | null {
  const { checkedMs, failure, refreshing } = deployment
  const age = checkedMs === null ? null : formatAge(nowMs - checkedMs)
  if (failure) {
    const text = age === null || age === 'now' ? failure.sentence : `List from ${age} ago: ${lowerThe(failure.sentence)}`
    return { text, nextStep: failure.nextStep, tone: 'warn' }
  }
  if (age === null) return { text: refreshing ? 'The list is being read.' : 'The list was not read yet.', nextStep: '', tone: 'plain' }
  if (checkedMs === null || nowMs - checkedMs < OLD_MS) return null
  return { text: refreshing ? `List from ${age} ago; it is being read again.` : `List from ${age} ago.`, nextStep: '', tone: 'plain' }
}

/** After a colon a sentence goes on in lower case, unless it begins with a name. */
function lowerThe(sentence: string): string {
  return /^(The|There|This|No|It) /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence
}

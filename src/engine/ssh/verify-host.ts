import type { Failure, Identity } from '@shared/model'
import { fail } from './failures'
import type { HostSettings } from './host-settings'
import { fileName, fingerprintOf, keyTypeOf, type KnownHosts } from './trust'
import type { KnownKey } from './known-hosts'
import type { Answer, Question } from './types'

export type HostVerdict =
  | { trusted: true; identity: Identity; /** To be written down once the server has proved that it holds the key. */ remember: boolean }
  | { trusted: false; failure: Failure }

/** Decides whether a server that shows `blob` is who it says it is (design: trust). */
export async function verifyHost(
  blob: Buffer,
  settings: HostSettings,
  known: KnownHosts,
  ask: (question: Question) => Promise<Answer>,
): Promise<HostVerdict> {
  const shown = { keyType: keyTypeOf(blob), fingerprint: fingerprintOf(blob) }
  const name = fileName(settings)
  if (settings.pinnedKey !== null) {
    return shown.fingerprint === settings.pinnedKey
      ? { trusted: true, identity: { kind: 'embedded', ...shown }, remember: false }
      : refuse('HOST_KEY_CHANGED', `The embedded workspace shows the key ${shown.fingerprint}, not its own.`, 'Close the demo and open it again.')
  }
  const verdict = known.judge(blob)
  switch (verdict.kind) {
    case 'known':
      return { trusted: true, identity: { kind: 'known-host', ...shown }, remember: false }
    case 'revoked':
      return refuse(
        'HOST_KEY_REVOKED',
        `The ${shown.keyType} key ${shown.fingerprint} of ${name} is marked as revoked in ${verdict.by.file}:${verdict.by.line}.`,
        'Do not connect. Ask the administrator of the host.',
      )
    case 'uncheckable':
      return refuse(
        'CONFIG_UNSUPPORTED',
        `Your ssh config names a list of revoked keys (${verdict.file}) that cannot be read here, so no host key can be trusted.`,
        'Name a readable list with one public key on each line in RevokedHostKeys; a binary list (KRL) cannot be read yet.',
      )
    case 'changed':
      if (settings.hostKeyPolicy === 'no') return notChecked(settings, shown)
      return refuse(
        'HOST_KEY_CHANGED',
        `The key of ${name} has changed: it shows ${shown.keyType} ${shown.fingerprint}, known is ${keyTypeOf(verdict.old.blob)} ` +
          `${fingerprintOf(verdict.old.blob)} (${verdict.old.file}:${verdict.old.line}).`,
        'Someone may be listening in. Ask the administrator; if the change is right, remove that line and connect again.',
      )
  }
  switch (settings.hostKeyPolicy) {
    case 'no':
      return notChecked(settings, shown)
    case 'accept-new':
      return { trusted: true, identity: { kind: 'accepted-now', ...shown }, remember: true }
    case 'yes':
      return unknownRefused(name, shown, verdict.authority
        ? 'the certificate authority that your known_hosts names for it cannot be used by this app'
        : 'your ssh config (StrictHostKeyChecking yes) allows known hosts only')
    case 'ask': {
      if (settings.batchMode) return unknownRefused(name, shown, 'your ssh config (BatchMode) allows no question')
      const answer = await ask({ kind: 'host-key', host: name, ...(settings.alias !== null && { alias: settings.alias }), ...shown, ...(verdict.authority && { note: authorityNote(verdict.authority) }) })
      if (answer.kind === 'accept') return { trusted: true, identity: { kind: 'accepted-now', ...shown }, remember: true }
      return refuse('HOST_KEY_REFUSED', `The ${shown.keyType} key ${shown.fingerprint} of ${name} was not accepted.`, 'Reconnect to be asked again.')
    }
  }
}

function authorityNote(authority: KnownKey): string {
  return `Your known_hosts (${authority.file}:${authority.line}) trusts a certificate authority for this host. This app cannot check certificates, so it asks about the key itself.`
}

interface Shown {
  keyType: string
  fingerprint: string
}

/** The config turns the check off: the way there proves who it is, or nothing does. */
function notChecked(settings: HostSettings, shown: Shown): HostVerdict {
  if (settings.vouched) return { trusted: true, identity: { kind: 'tunnel', ...shown }, remember: false }
  return { trusted: true, identity: { kind: 'unchecked', reason: 'your ssh config', ...shown }, remember: false }
}

function unknownRefused(name: string, shown: Shown, reason: string): HostVerdict {
  return refuse(
    'HOST_KEY_REFUSED',
    `${name} is not a known host (it shows ${shown.keyType} ${shown.fingerprint}), and ${reason}.`,
    `Connect once with ssh in a terminal, or add its key to your known_hosts.`,
  )
}

function refuse(code: 'HOST_KEY_CHANGED' | 'HOST_KEY_REVOKED' | 'HOST_KEY_REFUSED' | 'CONFIG_UNSUPPORTED', sentence: string, nextStep: string): HostVerdict {
  return { trusted: false, failure: fail(code, sentence, nextStep) }
}

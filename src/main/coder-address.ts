import type { Failure, Result } from '@shared/model'

/**
 * The address of a Coder deployment as a person types it, made plain: no trailing slash, no query. Only https, or http
 * on this machine: a token must not travel in the clear.
 */
export function deploymentAddress(typed: string): Result<string> {
  const text = typed.trim()
  if (!URL.canParse(text)) return refuse('This is not the address of a deployment.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return refuse('The address must begin with https:// (http:// on this machine only), so that the token is not sent in the clear.')
  }
  if (url.username !== '' || url.password !== '') return refuse('The address must not hold a user name or a password.')
  return { ok: true, value: `${url.origin}${url.pathname.replace(/\/+$/, '')}` }
}

/** Whether a text can be a session token: it goes into a header as it is. */
export function checkToken(typed: string): Result<string> {
  const token = typed.trim()
  if (/^[\x21-\x7e]{1,512}$/.test(token)) return { ok: true, value: token }
  return refuse('A token is one word of letters, digits and signs.', 'Copy it anew from the page of your deployment.')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function refuse(sentence: string, nextStep = 'Enter it as the browser shows it, for example https://coder.example.com.'): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'REQUEST_INVALID', sentence, nextStep } }
}

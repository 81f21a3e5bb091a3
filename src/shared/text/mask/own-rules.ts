import * as v from 'valibot'

/**
 * Rules that a person adds. A rule is a text that is hidden wherever it stands; with `*` at its end, whatever token
 * goes on from there is hidden with it (`acme_*`); with `=` at its end, it is a name whose value is hidden (`licence=`).
 */
export const ownRulesSchema = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(512))), v.maxLength(100))

/** Shorter ones would hide half of every log. */
const LEAST_CHARS = 4

/** Why a rule is not taken, one sentence; null when it is. */
export function refuseOwnRule(rule: string): string | null {
  if (/[\r\n]/.test(rule)) return 'A rule is one line.'
  const core = rule.trim().replace(/[*=]$/, '')
  if (core.length < LEAST_CHARS) return 'A rule needs at least four characters.'
  return core.includes('*') ? 'A star can only stand at the end.' : null
}

export interface OwnRules {
  /** Texts, longest first so that one that begins another does not win. */
  texts: RegExp | null
  names: RegExp | null
}

/**
 * Rules ready to run; those that `refuseOwnRule` names are left out.
 * @param encode how the text is written that they run on: bytes read as latin1 need their rules that way too.
 */
export function ownRules(rules: readonly string[], encode: (text: string) => string): OwnRules {
  const valid = rules.map((rule) => rule.trim()).filter((rule) => refuseOwnRule(rule) === null)
  const texts = valid.filter((rule) => !rule.endsWith('=')).sort((a, b) => b.length - a.length)
  const names = valid.filter((rule) => rule.endsWith('=')).map((rule) => rule.slice(0, -1))
  const any = (parts: string[], flags: string): RegExp | null => (parts.length > 0 ? new RegExp(parts.join('|'), flags) : null)
  return {
    texts: any(
      texts.map((rule) => (rule.endsWith('*') ? `${escape(encode(rule.slice(0, -1)))}[A-Za-z0-9._~+/=-]*` : escape(encode(rule)))),
      'g',
    ),
    names: any(names.map((name) => escape(encode(name))), 'gi'),
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** A secret's place in a notice. */
const MASK = '•••'

/**
 * What secrets look like in the output of scripts: a named value, the password in an address, and tokens that
 * are known by their shape. Rather one word too many than one secret on a shared screen.
 */
const secrets: readonly [RegExp, string][] = [
  [/(:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,400}@/g, `$1${MASK}@`],
  [/\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[^\s"']+/gi, `$1${MASK}`],
  [/\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, `$1${MASK}`],
  [
    /((?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|(?:api|access|private|secret|auth|session)[_-]?key(?:[_-]?id)?)["']?\s*[:=]\s*["']?)(?!bearer\b)[^\s"',;&]+/gi,
    `$1${MASK}`,
  ],
  [/(--?(?:password|passwd|token|secret|api-key)\s+)[^\s-]\S*/gi, `$1${MASK}`],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|sk_live_|npm_|dckr_pat_|hf_|AIza)[A-Za-z0-9_-]{16,}/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, MASK],
]

/** Masks what looks like a secret. */
export function maskSecrets(text: string): string {
  return secrets.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}

/** One visible line of at most `maxChars` letters, without colours and secrets: fit for a notice and a menu. */
export function noticeLine(text: string, maxChars: number): string {
  // Cut first: the rest costs in proportion to what is kept.
  const visible = text
    .slice(0, maxChars * 8)
    // eslint-disable-next-line no-control-regex -- ESC is what such a sequence begins with.
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  const letters = [...maskSecrets(visible)]
  return letters.length <= maxChars ? letters.join('') : `${letters.slice(0, maxChars - 1).join('')}…`
}

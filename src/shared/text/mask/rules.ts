import type { MaskKind } from './kinds'

/**
 * What secrets look like. Every pattern is written so that its time is linear in the text: it begins with a literal
 * or behind a border that stands once per word, has no repetition inside a repetition, and bounds what it looks ahead.
 * Classes are ASCII, so that text and bytes read as latin1 mask alike.
 */

/** Names whose value is a secret. The value is found by `valueAfter`. */
export const SECRET_NAMES =
  /pass(?:word|wd|phrase|code)|(?<![A-Za-z])pass(?=\\?["']?=)|(?<=[_-])pass(?=\\?["']?[:=])|pwd(?=\\?["']?[:=][ \t]{0,8}["']?[^/ \t\r\n])|secret|token|credentials?|(?:api|access|account|shared|private|secret|auth|session|encryption|signing|master|client)(?:access)?[_-]?key(?:[_-]?id)?|(?<=["'])auth(?=["'])/gi

/** Between such a name and its value. */
export const NAME_END = /(?:\\{0,3}["'`])?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}/y

/** A value that follows a flag or a word, with nothing but blanks between; the secret is the last group. */
export const FOLLOWING: readonly [RegExp, MaskKind][] = [
  [/(?<![\w-])--?(?:password|passwd|passphrase|token|secret|api-key|auth-token)[ \t]{1,8}(["']?[^ \t\r\n"'-][^ \t\r\n"']{0,4095})/g, 'named'],
  [/(?<![\w-])(?:-u|--user)(?:[ \t]{1,8}|=)["']?[^ \t\r\n:"']{1,100}:([^ \t\r\n"']{1,4096})/g, 'named'],
  [/\bsshpass[ \t]{1,8}-p[ \t]{0,8}([^ \t\r\n]{1,4096})/g, 'named'],
  // .netrc
  [/\blogin[ \t]{1,8}[^ \t\r\n]{1,200}[ \t]{1,8}password[ \t]{1,8}([^ \t\r\n]{1,4096})/g, 'named'],
  [/\b(?:proxy-)?authorization["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?:(?:bearer|basic|token|digest|negotiate)[ \t]{1,8})?([^ \t\r\n"']{1,4096})/gi, 'header'],
  [/\b(?:set-)?cookie["']?[ \t]{0,8}:[ \t]{0,8}([^\r\n]{1,4096})/gi, 'header'],
  [/\bbearer[ \t]{1,8}([A-Za-z0-9._~+/=-]{8,4096})/gi, 'header'],
  // https://name:secret@host, and https://token@host. What has no slash in it cannot begin another address.
  [/:\/\/[^ \t\r\n/:@]{0,256}:([^ \t\r\n/@]{1,4096})@/g, 'address'],
  [/:\/\/([A-Za-z0-9_.~-]{20,4096})(?::[^ \t\r\n/@]{0,32})?@/g, 'address'],
  // The signature of an Azure address, and of a signed one at AWS or Google.
  [/[?&](?:sig|signature|x-amz-signature|x-goog-signature|x-amz-security-token)=([A-Za-z0-9%+/=_-]{16,4096})/gi, 'address'],
  [/hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/_-]{8,400})/g, 'chat'],
  [/discord(?:app)?\.com\/api\/webhooks\/([A-Za-z0-9/_-]{8,400})/g, 'chat'],
]

/** Tokens that are known by their shape, each with the beginning that it has. */
export const SHAPES: readonly { kind: MaskKind; begins: RegExp; pattern: string }[] = [
  { kind: 'code-host', begins: /^(?:gh|git|gl)/, pattern: 'gh[opsur]_[A-Za-z0-9]{16,512}|github_pat_[A-Za-z0-9_]{16,512}|gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas)-[A-Za-z0-9_.-]{16,512}' },
  { kind: 'chat', begins: /^x/, pattern: 'xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,512}|xapp-[A-Za-z0-9-]{16,512}' },
  { kind: 'cloud', begins: /^(?:A[KSIGB]|AROA|AIza|ya29|GOCSPX|dop|dor|doo|LTAI)/, pattern: '(?:AKIA|ASIA|AGPA|AROA|ABIA)[A-Z2-7]{16}(?![A-Za-z0-9])|AIza[A-Za-z0-9_-]{16,128}|ya29\\.[A-Za-z0-9_-]{16,2048}|GOCSPX-[A-Za-z0-9_-]{16,128}|do[por]_v1_[a-f0-9]{32,128}|LTAI[A-Za-z0-9]{12,30}' },
  { kind: 'web-token', begins: /^eyJ/, pattern: 'eyJ[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{4,16384}(?:\\.[A-Za-z0-9_-]{0,8192})?' },
  {
    kind: 'service',
    begins: /^(?:sk|rk|wh|npm|pypi|dckr|hf|SG|hv|AGE|ts|sh|lin|NRAK|dp|key|ops|rubygems|sbp)/,
    pattern:
      '(?:sk|rk)[-_](?:live_|test_)?[A-Za-z0-9_-]{16,512}|whsec_[A-Za-z0-9+/=]{16,256}|npm_[A-Za-z0-9]{16,256}|pypi-[A-Za-z0-9_-]{16,1024}|dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,256}|hf_[A-Za-z0-9]{16,256}|SG\\.[A-Za-z0-9_-]{16,128}\\.[A-Za-z0-9_-]{16,128}|hv[sbr]\\.[A-Za-z0-9_-]{16,512}|AGE-SECRET-KEY-1[A-Z0-9]{16,128}|tskey-[a-z]{2,20}-[A-Za-z0-9-]{10,256}|sh(?:pat|pss|ca|ppa)_[a-fA-F0-9]{16,128}|lin_api_[A-Za-z0-9]{16,128}|NRAK-[A-Z0-9]{16,64}|dp\\.[a-z]{2,8}\\.[A-Za-z0-9_.-]{16,256}|ops_eyJ[A-Za-z0-9_-]{16,4096}|rubygems_[a-f0-9]{32,64}|sbp_[a-f0-9]{32,64}',
  },
  // A Coder API key: ten characters of id, twenty-two of secret (coder/coder, coderd/apikey).
  { kind: 'coder', begins: /^[A-Za-z0-9]{10}-/, pattern: '[A-Za-z0-9]{10}-[A-Za-z0-9]{22}(?![A-Za-z0-9_-])' },
]

/** All shapes at once: they begin where a word does, so each word is tried once. */
export const SHAPE = new RegExp(`(?<![A-Za-z0-9_-])(?:${SHAPES.map(({ pattern }) => pattern).join('|')})`, 'g')

export const KEY_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
export const KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

export const EMAIL = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g

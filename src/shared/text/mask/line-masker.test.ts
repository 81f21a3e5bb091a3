import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretsOf } from '.'
import { LineMasker } from './line-masker'

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')
const masker = new LineMasker({ own: ['acme_*', 'Licence=', 'Ärger'] }, latin1)

function mayHold(line: string, of = masker): boolean {
  const bytes = Buffer.from(`before${line}`, 'latin1')
  return of.mayHold(bytes, 6, bytes.length)
}

/** What shows each kind of secret, and what only looks like it. */
const PIECES = [
  'password', 'PASSWD', 'passphrase', 'passcode', 'db_pass', 'pwd', 'Secret', 'TOKEN', 'credentials', 'api_key', 'accesskey', 'private-key', 'signing_key_id', '"auth"', '--api-key ', '--user ', '-u kim:',
  'sshpass -p ', 'login kim password ', 'Authorization: ', 'proxy-authorization=Basic ', 'Cookie: ', 'bearer ', 'https://kim:', '://', '@host', '?sig=', '&X-Amz-Signature=', '&x-goog-signature=',
  'hooks.slack.com/services/', 'discord.com/api/webhooks/', 'ghp_', 'gho_', 'ghs_', 'ghu_', 'ghr_', 'github_pat_', 'glpat-', 'glsoat-', 'gloas-', 'glft-', 'xoxb-', 'xapp-', 'AKIA', 'ASIA', 'AGPA', 'AROA', 'ABIA',
  'AIza', 'ya29.', 'GOCSPX-', 'dop_v1_', 'LTAI', 'eyJ', 'sk-', 'rk_live_', 'whsec_', 'npm_', 'pypi-', 'dckr_pat_', 'dckr_oat_', 'hf_', 'SG.', 'hvs.', 'hvb.', 'hvr.', 'AGE-SECRET-KEY-1', 'tskey-auth-', 'shpat_', 'shpss_',
  'shca_', 'shppa_', 'lin_api_', 'NRAK-', 'dp.st.', 'ops_eyJ', 'rubygems_', 'sbp_', 'acme_', 'licence', 'Ärger',
]
const word = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.constantFrom('=', ': ', ' ', '"', "'", '\x1b[31m', '\x1b[0m', '-', '.', '/', '@', ','),
  fc.constantFrom('hunter2', 'ABCDEFGHIJKLMNOPQRSTUVWX', '0123456789abcdef0123456789abcdef', 'abcdefghij-ABCDEFGHIJKLMNOPQRSTU1', 'a.b.c'),
)

describe('LineMasker', () => {
  it('sees a sign of every line that has a secret', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const line = latin1(words.join(''))
        if (masker.spans(line).length > 0) expect(mayHold(line), JSON.stringify(line)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds what a whole text of that line has', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const line = words.join('')
        const own = ['acme_*', 'Licence=', 'Ärger']
        // A piece of a private key is told by its marks in a whole text, and by its shape in a single line.
        fc.pre(!/^[A-Za-z0-9+/]{60,76}={0,2}$/.test(line))
        expect(new LineMasker({ own }, (text) => text).spans(line)).toEqual(secretsOf(line, { own }))
      }),
      { numRuns: 200 },
    )
  })

  it('looks through colours', () => {
    expect(mayHold('pass\x1b[1mword\x1b[0m=x')).toBe(true)
    expect(mayHold('abcdefghij-ABCDEFGHIJK\x1b[1mLMNOPQRSTUV')).toBe(true)
  })

  it('takes ordinary lines for what they are without a closer look', () => {
    for (const line of ['Get:12 package number 12', 'E: Unable to locate package cuda-toolkit-12-4', '2026-11-24T09:14:03.000Z [info] 550e8400-e29b-41d4-a716-446655440000', '']) expect(mayHold(line), line).toBe(false)
  })

  it('knows the lines of a private key by what they are, wherever it is read from', () => {
    const body = 'MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgHcTz6sE2I2yPB'
    expect(masker.spans(body)).toEqual([{ from: 0, to: 64, kind: 'key-block' }])
    expect(mayHold(body)).toBe(true)
    expect(masker.spans('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')).toEqual([])
    const line = `-----BEGIN RSA PRIVATE KEY-----\\n${body}\\n-----END RSA PRIVATE KEY-----`
    expect(masker.spans(line)).toEqual([{ from: 31, to: 31 + 68, kind: 'key-block' }])
  })

  it('sees a token at the border of what it is given, and not beyond', () => {
    const bytes = Buffer.from('xxghp_0123456789abcdefghijxx')
    expect(masker.mayHold(bytes, 2, bytes.length)).toBe(true)
    expect(masker.mayHold(bytes, 0, 4)).toBe(false)
  })
})

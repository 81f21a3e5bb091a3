import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { hideIn, maskSecrets, refuseOwnRule, secretsOf, StreamMasker, type MaskSpan } from '.'

const KEY = ['-----BEGIN OPENSSH PRIVATE KEY-----', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ', 'QyNTUxOQAAACD=', '-----END OPENSSH PRIVATE KEY-----']

describe('maskSecrets', () => {
  it.each([
    ['fatal: could not read from https://kim:s3cr3t-pw@git.example.com/a.git', 's3cr3t-pw'],
    ['cloning https://0123456789abcdefghijklmno@git.example.com/a.git', '0123456789abcdefghijklmno'],
    ['curl: (22) 401 Authorization: Bearer abcdef0123456789', 'abcdef0123456789'],
    ['export GITHUB_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ', 'ghp_'],
    ['DB_PASSWORD="hunter2 and more" not set', 'and more'],
    ["DB_PASSWORD='hunter2", 'hunter2'],
    ['{"api_key": "k-123456"}', 'k-123456'],
    ['{\\"password\\": \\"k-123456\\", \\"user\\": \\"kim\\"}', 'k-123456'],
    ['aws_secret_access_key=wJalrXUtnFEMI', 'wJalrXUtnFEMI'],
    ['using AKIAIOSFODNN7EXAMPLE', 'AKIA'],
    ['docker login --password hunter2', 'hunter2'],
    ['curl -u kim:hunter2 https://host.example', 'hunter2'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'eyJ'],
    ['CODER_AGENT_TOKEN=8f2c1f6e-5a1b-4c3d-9e8f-001122334455', '8f2c1f6e'],
    ['Coder-Session-Token: abcdefghij-ABCDEFGHIJKLMNOPQRSTUV', 'ABCDEFGHIJKLMNOPQRSTUV'],
    ['logged in with abcdefghij-ABCDEFGHIJKLMNOPQRSTU1', 'ABCDEFGHIJKLMNOPQRSTU1'],
    ['PASSWORD=ab,cd;ef&gh next', 'gh'],
    ['postgres://app:p%40ss@db:5432/app', 'p%40ss'],
    ['slack: xoxb-123456789012-abcdefABCDEF', 'xoxb'],
    ['POST https://hooks.slack.com/services/T000/B000/abcdefgh', 'abcdefgh'],
    ['Set-Cookie: coder_session_token=abc; Path=/', 'abc'],
    ['machine git.example login kim password hunter2', 'hunter2'],
    ['\x1b[36mpassword\x1b[0m=\x1b[33mhunter2\x1b[0m done', 'hunter2'],
    ['пароль password=секрет-tail', 'секрет'],
    ['pass\rtoken=hunter2', 'hunter2'],
  ])('masks the secret of %j', (text, secret) => {
    expect(maskSecrets(text)).not.toContain(secret)
    expect(maskSecrets(text)).toContain('•••')
  })

  it.each([
    'E: Unable to locate package cuda-toolkit-12-4',
    'npm ERR! code ERESOLVE',
    'bash: line 4: tokenize: command not found',
    'exit status 100 at 12:34:56',
    'PWD=/home/coder/project',
    "syntax error near unexpected token `newline'",
    'max_tokens=4096, secrets are fine',
    'git@github.com:coder/coder.git',
    'https://example.com/a?b=c',
    '550e8400-e29b-41d4-a716-446655440000',
    'Unpacking libpassword-perl (1.0-1) ...',
  ])('leaves %j as it is', (text) => expect(maskSecrets(text)).toBe(text))

  it('leaves what stands around a secret', () => {
    expect(maskSecrets('url=https://kim:pw@host/x user=kim password=abc,user=x')).toBe('url=https://kim:•••@host/x user=kim password=•••,user=x')
    expect(maskSecrets('\x1b[31mpassword=abc\x1b[0m')).toBe('\x1b[31mpassword=•••\x1b[0m')
  })

  it('masks a private key between its marks, and goes on behind it', () => {
    expect(maskSecrets(`a\n${KEY.join('\r\n')}\nb password=x`).split(/\r?\n/)).toEqual(['a', KEY[0], '•••', '•••', KEY[3], 'b password=•••'])
    expect(maskSecrets(`{"k":"${KEY.join('\\n')}"}`)).toBe(`{"k":"${KEY[0]}•••${KEY[3]}"}`)
  })

  it('does not hide a log behind a key that never ends', () => {
    const text = `${KEY[0]}\n${'line\n'.repeat(500)}last`
    expect(maskSecrets(text)).toMatch(/line\nlast$/)
  })

  it('masks addresses of people on request only', () => {
    expect(maskSecrets('mail kim.lee@example.com now')).toBe('mail kim.lee@example.com now')
    expect(maskSecrets('mail kim.lee@example.com now', { emails: true })).toBe('mail ••• now')
  })

  it('moves other spans of the text to where they are with the marks', () => {
    const text = 'a password=hunter2 b'
    const spans = [{ from: 0, to: 1 }, { from: 11, to: 14 }, { from: 13, to: 19 }, { from: 19, to: 20 }]
    const hidden = hideIn(text, secretsOf(text), spans)
    expect(hidden.text).toBe('a password=••• b')
    expect(hidden.spans.map(({ from, to }) => hidden.text.slice(from, to))).toEqual(['a', '•••', '••• ', 'b'])
    expect(hideIn('plain', [], spans)).toEqual({ text: 'plain', spans })
  })

  it('takes rules of the person: a text, a beginning, a name', () => {
    const own = ['Project Falcon', 'acme_*', 'licence=']
    expect(maskSecrets('Project Falcon uses acme_a1-b2 with LICENCE: "77 88"', { own })).toBe('••• uses ••• with LICENCE: "•••"')
    expect(refuseOwnRule('abc')).toBe('A rule needs at least four characters.')
    expect(refuseOwnRule('a*bcde')).toBe('A star can only stand at the end.')
    expect(refuseOwnRule('a.b(c')).toBeNull()
    expect(maskSecrets('a.b(c axb(c', { own: ['a.b(c'] })).toBe('••• axb(c')
  })
})

/** The spans of a text that comes in pieces. */
function inPieces(pieces: readonly string[]): MaskSpan[] {
  const masker = new StreamMasker({ emails: true, own: ['acme_*'] })
  let told = 0
  const out: MaskSpan[] = []
  for (const step of [...pieces.map((piece) => () => masker.push(piece)), () => masker.end()]) {
    const { settled, spans } = step()
    for (const span of spans) expect(span.from >= told && span.to <= settled).toBe(true)
    told = settled
    out.push(...spans)
  }
  expect(told).toBe(pieces.join('').length)
  return out
}

function hidden(spans: readonly MaskSpan[], text: string): string {
  const out = Buffer.alloc(text.length, '.')
  for (const { from, to } of spans) out.fill('#', from, to)
  return out.toString('latin1')
}

describe('StreamMasker', () => {
  const word = fc.constantFrom('password=', 'hunter2', ' ', '\n', '"', ',', '\x1b[31m', 'https://a:', '@h/', 'acme_', 'x@y.de', 'ghp_0123456789abcdefghij', '\r', ...KEY, 'bearer ', 'a'.repeat(9000))

  it('finds the same wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 8 }), (words, cuts) => {
        const text = words.join('')
        const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
        const pieces = [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length))
        const whole = hidden(inPieces([text]), text)
        const cut = hidden(inPieces(pieces), text)
        // A line that is longer than a piece may have more of it hidden, never less.
        if (text.split('\n').every((line) => line.length < 60_000)) expect(cut).toBe(whole)
        else expect([...whole].every((sign, at) => sign === '.' || cut[at] === '#')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('hides a secret at every place of a line that is longer than a piece', () => {
    for (const at of [0, 57_000, 57_343, 57_344, 57_345, 65_000, 65_536, 70_000]) {
      const text = `${'x '.repeat(Math.ceil(at / 2)).slice(0, at)}password=hunter2 ${'y '.repeat(40_000)}`
      const spans = inPieces(text.match(/[^]{1,1000}/g)!)
      expect(spans).toEqual([{ from: at + 9, to: at + 16, kind: 'named' }])
    }
  })

  it('hides a value that is longer than a piece to its end', () => {
    const text = `token=${'v'.repeat(300_000)} behind`
    const hidden = inPieces(text.match(/[^]{1,10000}/g)!)
    expect(hidden[0]?.from).toBe(6)
    expect(hidden.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(300_000)
  })

  it('gives bytes where it is given bytes', () => {
    const line = Buffer.from('käse password=gehäim ü\n')
    const { spans } = new StreamMasker({ own: ['gehäim'] }, (text) => Buffer.from(text).toString('latin1')).push(line.toString('latin1'))
    expect(spans.map(({ from, to }) => line.toString('utf8', from, to))).toEqual(['gehäim'])
  })

  // Quadratic work on any of these would not end while a test may run.
  it.each([
    ['eyJ', 'eyJaaaaaaaa'],
    ['a word', 'a'],
    ['names', 'password'],
    ['addresses', '://'],
    ['dots', 'a.'],
    ['at signs', 'a@'],
    ['quotes', 'password="'],
    ['logins', 'login a '],
    ['flags', '-u a'],
    ['keys', '-----BEGIN PRIVATE KEY-----'],
    ['values that may end', 'password=a,b;c&d'],
    ['escapes', '\x1b[31m'],
    ['separators', 'token : '],
  ])('needs time in proportion to a hostile text of %s', (_name, unit) => {
    const masker = new StreamMasker({ emails: true, own: ['aaaa*', 'aaaa='] })
    const piece = unit.repeat(Math.ceil((256 * 1024) / unit.length))
    for (let index = 0; index < 16; index++) masker.push(piece)
    expect(masker.end().settled).toBe(16 * piece.length)
  })

  it('keeps a bounded piece of a line that does not end', () => {
    const masker = new StreamMasker()
    for (let index = 0; index < 200; index++) {
      const { settled } = masker.push('a b '.repeat(4096))
      expect((index + 1) * 16_384 - settled).toBeLessThanOrEqual(64 * 1024)
    }
  })

  it('holds colours without text within its bounds too', () => {
    const masker = new StreamMasker()
    let settled = 0
    for (let index = 0; index < 200; index++) settled = masker.push('\x1b[31m'.repeat(4096)).settled
    expect(200 * 5 * 4096 - settled).toBeLessThanOrEqual(1024 * 1024)
  })

  it('says what kind each is', () => {
    const kinds = secretsOf('ghp_0123456789abcdefghij AKIAIOSFODNN7EXAMPLE xoxb-1234567890-ab hf_0123456789abcdefghij abcdefghij-ABCDEFGHIJKLMNOPQRSTU1').map(({ kind }) => kind)
    expect(kinds).toEqual(['code-host', 'cloud', 'chat', 'service', 'coder'])
  })
})

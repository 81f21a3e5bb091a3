import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filteredBound, filterLine } from './escape-filter'

function filter(input: string | Uint8Array): string {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input
  const out = new Uint8Array(filteredBound(bytes.length))
  return Buffer.from(out.subarray(0, filterLine(bytes, out, 0))).toString('utf8')
}

describe('filterLine', () => {
  it('keeps text, tabs, emoji and CJK', () => {
    expect(filter('a\tb é 日本語 👩‍💻 ✓')).toBe('a\tb é 日本語 👩‍💻 ✓')
  })

  it('keeps colours and ends them at the end of the line', () => {
    expect(filter('\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mrgb \x1b[4:3mcurly')).toBe('\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mrgb \x1b[4:3mcurly\x1b[0m')
  })

  it.each([
    ['cursor movement', '\x1b[2Aup\x1b[10;10Hthere', 'upthere'],
    ['erasing', 'a\x1b[2J\x1b[3Jb\x1b[Kc', 'abc'],
    ['private modes', '\x1b[?1049h\x1b[?25lx', 'x'],
    ['SGR-like with private marker', '\x1b[>4;2mx\x1b[?4mx', 'xx'],
    ['titles (BEL and ST)', '\x1b]0;title\x07a\x1b]2;t\x1b\\b', 'ab'],
    ['hyperlinks', '\x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['clipboard', '\x1b]52;c;ZXZpbA==\x07x', 'x'],
    ['DCS, APC, PM, SOS', '\x1bP1$q\x1b\\a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d', 'abcd'],
    ['reset and charset', '\x1bc\x1b(0a\x1b7\x1b8', 'a'],
    ['unterminated OSC', 'a\x1b]0;rest of the line', 'a'],
    ['unterminated CSI', 'a\x1b[31', 'a'],
    ['ESC at the end', 'a\x1b', 'a'],
    ['reports', '\x1b[6n\x1b[c\x1b[>cx', 'x'],
  ])('drops %s', (_name, input, output) => {
    expect(filter(input)).toBe(output)
  })

  it('shows controls in caret notation', () => {
    expect(filter('a\x00b\x07c\x08d\x7f')).toBe('a^@b^Gc^Hd^?')
  })

  it('takes no character beyond ASCII for meant in a line that is mostly broken', () => {
    const whole = Buffer.from('é')
    const broken = Buffer.alloc(8, 0xff)
    expect(filter(Buffer.concat([Buffer.from('a'), whole, broken, Buffer.from('b\0')]))).toBe('a·········b^@')
    expect(filter(Buffer.concat([whole, broken.subarray(1)]))).toBe(`é${'\ufffd'.repeat(7)}`)
    const cut = Buffer.concat([Buffer.from('日本'), Buffer.from('語').subarray(0, 2), Buffer.from(' 日本 ok')])
    expect(filter(cut)).toBe('日本\ufffd 日本 ok')
  })

  it('replaces C1 controls, which a terminal would obey', () => {
    expect(filter('a\u009b31mb\u0085')).toBe('a�31mb�')
  })

  it('shows direction marks and zero-width tricks by their code points', () => {
    expect(filter('\u202Eabc\u2066\u200B')).toBe('<U+202E>abc<U+2066><U+200B>')
  })

  it('replaces invalid UTF-8 as TextDecoder does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40, min: 0x80, max: 0xff }), (broken) => {
        // Whole characters outnumber the broken ones, so that the line is taken for text.
        const bytes = Buffer.concat([Buffer.from('é'.repeat(40)), broken])
        const ours = filter(bytes)
        // C1 and what has no shape differ on purpose.
        const theirs = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/[\u0080-\u009f]/g, '\uFFFD')
        if (/[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u.test(theirs)) return
        expect(ours).toBe(theirs)
      }),
      { numRuns: 3000 },
    )
  })

  it('lets nothing through but printable text, tab and SGR, whatever comes', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom('\x1b[', '\x1b]', '\x1bP', '\x1b', '\x07', '\x9b', '\u009b', 'm', ';', '31', '\x1b\\', '\x18', '\x1a', '?', '>', 'H'),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(hostile, (parts) => {
        const out = filter(parts.join('').replaceAll('\n', ''))
        // eslint-disable-next-line no-control-regex -- what must not remain.
        expect(out.replace(/\x1b\[[0-9:;]*m/g, '')).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/)
      }),
      { numRuns: 3000 },
    )
  })
})

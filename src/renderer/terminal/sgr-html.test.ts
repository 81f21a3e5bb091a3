import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPaneHtml } from '../../main/clipboard-html'
import { htmlOfSgr, withoutSgr } from './sgr-html'
import { ANSI_DARK } from './theme'

const theme = { ...ANSI_DARK, foreground: '#e3e7ec', background: '#0c0f13' }
const body = (text: string) => /^<pre [^>]*>([^]*)<\/pre>$/.exec(htmlOfSgr(text, theme))?.[1]
const read = (html: string) => html.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&')

describe('htmlOfSgr', () => {
  it.each([
    ['\x1b[31mred\x1b[0m plain', `<span style="color: ${ANSI_DARK.red}">red</span> plain`],
    ['\x1b[1;4;92mok', `<span style="color: ${ANSI_DARK.brightGreen}; font-weight: bold; text-decoration: underline">ok</span>`],
    ['\x1b[38;5;196ma\x1b[48;2;1;2;3mb\x1b[39;49mc', '<span style="color: #ff0000">a</span><span style="color: #ff0000; background-color: #010203">b</span>c'],
    ['\x1b[38:2::16:32:48mx', '<span style="color: #102030">x</span>'],
    ['\x1b[7mx\x1b[27my', '<span style="color: #0c0f13; background-color: #e3e7ec">x</span>y'],
    ['\x1b[31mred\nnext', `<span style="color: ${ANSI_DARK.red}">red</span>\nnext`],
    ['<b>&"', '&lt;b&gt;&amp;&quot;'],
  ])('%j', (text, html) => expect(body(text)).toBe(html))

  it('keeps every character and makes no other tag, whatever the text', () => {
    const piece = fc.oneof(fc.string(), fc.array(fc.nat({ max: 300 }), { maxLength: 6 }).map((codes) => `\x1b[${codes.join(';')}m`), fc.constantFrom('<script>', '"', '\n', '&amp;', '\x1b[38;2m'))
    fc.assert(
      fc.property(fc.array(piece).map((all) => all.join('')), (text) => {
        const html = htmlOfSgr(text, theme)
        expect(isPaneHtml(html)).toBe(true)
        expect(read(html)).toBe(withoutSgr(text).replaceAll('\x1b', ''))
      }),
    )
  })
})

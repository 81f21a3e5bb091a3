import { expect, it } from 'vitest'
import { isPaneHtml } from './clipboard-html'

it.each(['<pre style="color: #fff">a<span style="color: #f00; font-weight: bold">b &lt;c&gt;</span>\n</pre>', 'text'])('takes what a pane makes: %s', (html) =>
  expect(isPaneHtml(html)).toBe(true))

it.each([
  '<script>alert(1)</script>',
  '<pre onclick="x">a</pre>',
  '<span style="background: url(https://example.com)">a</span>',
  '<img src=x>',
  '<span style="color: red" id="a">',
  '<<span>pre>',
])('refuses anything else: %s', (html) => expect(isPaneHtml(html)).toBe(false))

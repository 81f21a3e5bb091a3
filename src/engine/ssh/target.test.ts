import { describe, expect, it } from 'vitest'
import { parseTarget } from './target'

describe('parseTarget', () => {
  it.each([
    ['box', { host: 'box' }],
    ['  box ', { host: 'box' }],
    ['kim@box', { host: 'box', user: 'kim' }],
    ['kim@box:2222', { host: 'box', user: 'kim', port: 2222 }],
    ['kim@corp@box', { host: 'box', user: 'kim@corp' }],
    ['[::1]:22', { host: '::1', port: 22 }],
    ['kim@[fe80::1%eth0]', { host: 'fe80::1%eth0', user: 'kim' }],
    ['2001:db8::7', { host: '2001:db8::7' }],
    ['main.dev.kim.coder', { host: 'main.dev.kim.coder' }],
    ['owner/ws.agent', { host: 'owner/ws.agent' }],
  ])('takes %j apart', (text, value) => {
    expect(parseTarget(text)).toEqual({ ok: true, value })
  })

  it.each([
    '', ' ', '@box', 'kim@', 'box:', 'box:0', 'box:65536', 'box:22x', 'box:-1', '[::1', '[::1]22', '[]:22',
    'box;id', 'box$(id)', 'box`id`', 'box|id', 'box&id', 'box id', 'box\nid', 'box\tid', 'box\0', "box'", 'box"', 'box\\x', 'box*', 'bøx',
    '-oProxyCommand=id', '-oProxyCommand=touch%20x@box', 'kim@-oProxyCommand=id', '-l@box', '$(id)@box', 'k;m@box', `${'a'.repeat(256)}`,
  ])('refuses %j with a sentence', (text) => {
    const result = parseTarget(text)
    expect(result).toMatchObject({ ok: false, failure: { code: 'TARGET_INVALID' } })
    if (!result.ok) expect(result.failure.sentence).toMatch(/\.$/)
  })
})

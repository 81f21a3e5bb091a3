import { expect, it } from 'vitest'
import { isWanted } from './wanted-messages'

const wanted = (line: string, at = 0): boolean => isWanted(line, at, line.length)

it('takes a message as a whole, in each shape that it is written in', () => {
  for (const message of ['starting agent', 'agent is starting now', 'startup script(s) failed', 'shutdown script completed', '/tmp/a script.log script failed', 'C:\\logs\\a.log script completed']) {
    for (const end of ['', '\r', '  url=https://coder.example.com', ' ...', '\t{"url": "x"}', '","caller":"x"']) expect(wanted(`${message}${end}`), message + end).toBe(true)
  }
  expect(wanted('script exited successfully, but output pipes were not closed after 10s  log_path=/tmp/a.log')).toBe(true)
})

it.each([
  'starting agent routine  name=x',
  'starting agent routine',
  'agent is starting now or later  name=x',
  'startup script',
  'startup script completed with joy',
  'startup script failed: no such file',
  'running script kiddies  x=y',
  'agent shutting down slowly',
  '/tmp/a.log script failing',
  '/tmp/a.log script failed to open',
  'a script failed',
  'set lifecycle states',
])('leaves out what only begins like one: %s', (line) => {
  expect(wanted(line)).toBe(false)
})

it('looks no further than the line', () => {
  const text = '/tmp/a.log \n/tmp/b.log script failed\nstarting agent\n'
  expect(isWanted(text, 0, text.indexOf('\n'))).toBe(false)
  expect(isWanted(text, text.indexOf('starting'), text.length - 1)).toBe(true)
})

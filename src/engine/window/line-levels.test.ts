import { describe, expect, it } from 'vitest'
import { levelsIn } from './line-levels'

const levels = (text: string) => [...levelsIn(Buffer.from(text))]

describe('levelsIn', () => {
  it.each([
    'E: Unable to locate package nvidia-cuda-toolkit-13',
    '\x1b[31mE: Unable to locate package\x1b[0m',
    'npm ERR! code ENOENT',
    'fatal: not a git repository (or any of the parent directories): .git',
    "gcc: error: main.c: No such file or directory",
    'main.c:3:5: error: unknown type name',
    'bash: line 3: foo: command not found',
    'cat: /root/x: Permission denied',
    'Traceback (most recent call last)',
    '2026-11-24 09:14:03.123 [erro]  script failed',
    '[ERROR] build failed',
    'ERROR 404 for /index',
  ])('takes for an error: %s', (line) => expect(levels(`first\n${line}\nlast`)).toEqual([{ line: 1, level: 'error' }]))

  it.each([
    'W: Some index files failed to download.',
    'npm WARN deprecated foo@1.0.0',
    'warning: redirecting to https://example.com',
    '2026-11-24 09:14:03.123 [warn]  startup script(s) failed  error= run agent script',
    'WARNING: apt does not have a stable CLI interface.',
  ])('takes for a warning: %s', (line) => expect(levels(`${line}\n`)).toEqual([{ line: 0, level: 'warning' }]))

  it.each(['0 errors, 0 warnings', 'GET /error.js 200', 'error: 0', 'Installing liberror-perl', 'terror: no', 'LOG_LEVEL=ERROR_ONLY', 'Selecting previously unselected package'])(
    'takes for neither: %s',
    (line) => expect(levels(`${line}\n`)).toEqual([]),
  )

  it('names each line once, by the worst that it says', () => {
    expect(levels('warning: a error: b error: c\nfine\nerror: d warning: e\n')).toEqual([
      { line: 0, level: 'error' },
      { line: 2, level: 'error' },
    ])
  })
})

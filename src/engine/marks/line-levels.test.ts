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

  it('names each line once, by what stands first in it', () => {
    expect(levels('warning: a error: b error: c\nfine\nerror: d warning: e\n')).toEqual([
      { line: 0, level: 'warning' },
      { line: 2, level: 'error' },
    ])
  })

  it('takes entries of an agent log by their level alone, with what stands below them', () => {
    const log = [
      '2026-11-24 09:14:03.123 [info]  agent: error: this is only told',
      '    error= run agent script:',
      '           fatal: exit status 1',
      '2026-11-24 09:14:03.124 [\x1b[31merro\x1b[0m]  script failed',
      '{"ts":"2026-11-24T09:14:03Z","level":"WARN","msg":"slow"}',
      '{"ts":"2026-11-24T09:14:03Z","level":"INFO","msg":"error: none"}',
    ]
    expect(levels(log.join('\n'))).toEqual([
      { line: 3, level: 'error' },
      { line: 4, level: 'warning' },
    ])
  })

  it('takes a megabyte of errors in time that grows with its length only', () => {
    const text = 'a.c:3:5: error: unknown type name and so on\n'.repeat(24_000)
    expect(levels(text)).toHaveLength(24_000)
  })
})

import { writeSync } from 'node:fs'
import { expect, it } from 'vitest'
import { looksLikePrompt } from './prompt-hint'
import { lastOpenLine } from './last-line'
import { askingEndings, measuredAsking, measuredTelling, tellingEndings } from './corpus/endings.test-kit'

/** Endings of logs as terminals show them: what asks, and what only stands there without a newline. */
const asking = [
  'Do you want to continue? [Y/n] ',
  'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
  '[sudo] password for coder: ',
  "Enter passphrase for key '/home/coder/.ssh/id_ed25519': ",
  "Username for 'https://github.com': ",
  "Password for 'https://kim@github.com': ",
  '*** sshd_config (Y/I/N/O/D/Z) [default=N] ? ',
  'Geographic area: ',
  'Please select a number [1-8]: ',
  '? Which package manager do you want to use? › - Use arrow-keys. Return to submit.',
  'Overwrite? [y/N/a] ',
  'Press any key to continue . . . ',
  '--More--',
  'Ok to proceed? (y) ',
  'Enter a value: ',
  'Would you like to install it now? ',
]
const telling = [
  'Downloading: 45%',
  'Waiting for port 8080...',
  'Reading package lists...',
  'Building wheel for numpy (pyproject.toml): started',
  'error: ',
  'Server listening on http://localhost:3000/?',
  'remote: Counting objects:  41% (12/29)',
  '  4 113M    4 5.1M    0     0  4123k      0  0:00:28  0:00:01  0:00:27 4123k',
  'Step 3/9 : RUN make',
  'Compiling app v0.1.0',
  'compiling [y/n tests]',
  'note: what is new in this version?',
  'Installing collected packages: numpy, polars',
  '',
]

it('tells what asks from what only tells, with not one false alarm', () => {
  const wrong = telling.filter((one) => looksLikePrompt(lastOpenLine(one)))
  expect(wrong).toEqual([])
  expect(asking.filter((one) => !looksLikePrompt(lastOpenLine(one)))).toEqual([])
  expect(asking.length + telling.length).toBe(30)
})

it('is right at least 19 times in 20 on the labelled endings, and sees nearly all that ask', () => {
  const asks = [...askingEndings, ...measuredAsking].filter((one) => looksLikePrompt(lastOpenLine(one)))
  const wrong = [...tellingEndings, ...measuredTelling].filter((one) => looksLikePrompt(lastOpenLine(one)))
  writeSync(2, `  prompt hints: precision ${asks.length}/${asks.length + wrong.length}, seen ${asks.length}/${askingEndings.length + measuredAsking.length}\n`)
  expect(asks.length / (asks.length + wrong.length)).toBeGreaterThanOrEqual(0.95)
  expect(asks.length).toBeGreaterThanOrEqual(38)
})

it('looks at a line as it is drawn in the end', () => {
  expect(lastOpenLine('old\nprogress 4%\r\x1b[1mContinue? [Y/n]\x1b[0m ')).toBe('Continue? [Y/n] ')
})

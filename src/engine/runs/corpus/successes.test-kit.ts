import { start, type LabelledStart } from './start.test-kit'

/** Starts that came up, whatever their logs say on the way. */
export const successes: LabelledStart[] = [
  start('quiet', 'v2.35.1', 0, `\ndone\n`),
  start('an error that was ignored', 'v2.24.3', 0, `
cp: cannot stat '/home/coder/.bashrc.d': No such file or directory
ERROR: could not copy, ignoring
E: Unable to locate package nano-extra
fatal: not a git repository (or any of the parent directories): .git
done
`),
  start('names with error in them', 'v0.17.4', 0, `
Setting up libgpg-error0:amd64 (1.46-1) ...
Setting up liberror-perl (0.17029-2) ...
npm info ok errors=0
0 errors, 0 warnings
`),
  start('tests that talk of failures', 'v0.20.0', 0, `
 ✓ reports an error when the key is missing
 ✓ startup script failed is shown
Tests: 41 passed, 0 failed
`),
  start('a retry that worked', 'v0.24.1', 0, `
curl: (28) Connection timed out after 10001 milliseconds
retrying
100  113M  100  113M
installed
`),
  start('with exit in its text', 'v2.1.5', 0, `
script failed? no: exit_code=100 is only text here
2026-07-10 09:14:03.312 [warn]  /tmp/coder-startup-script.log script failed  exit_code=100
`),
  start('before names of logs', 'v2.2.1', 0, `ok\n`),
  start('with warnings', 'v2.10.0', 0, `
npm warn deprecated request@2.88.2
W: Some index files failed to download. They have been ignored, or old ones used instead.
`),
  start('as JSON', 'v2.35.1-json', 0, `ok\n`),
  start('in colours', 'v2.35.1-colour', 0, `ok\n`),
]

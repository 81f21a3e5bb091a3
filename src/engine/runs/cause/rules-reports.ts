import type { CauseRule } from './rule'

/** Lines that only report what another line explains, and those that only announce it. */
export const reportRules: readonly CauseRule[] = [
  { topic: 'general', pattern: /^(?:×|x|╳) .*\bdid not run successfully|^(?:│|\|) *exit code: \d+|^error: (?:subprocess-exited-with-error|metadata-generation-failed|legacy-install-failure|failed-wheel-build-for-install)|^× (?:Encountered error while|Failed to build installable)/, score: 22, says: 'pip could not build a package.' },
  { topic: 'build', pattern: /^error: command '\S+' failed with exit (?:code|status)|^(?:collect2|clang(?:\+\+)?|g?cc): error: (?:ld returned|linker command failed)|^compilation terminated|^Execution halted|^FAILURE: Build failed|^BUILD FAIL(?:ED|URE)|^\[INFO\] BUILD FAILURE|^FAIL\s+\S+\s+[\d.]+s|^(?:\S+: )?ELIFECYCLE\b|^ERR_PNPM_RECURSIVE_(?:RUN|EXEC)_FIRST_FAIL|^error: (?:build failed|aborting due to \d|could not compile|Recipe `[^`]+` failed|script "[^"]+" exited|task failed)|^error Command failed|^> .* (?:FAILED|failed)$|^\S+: \*\*\* \[[^\]]+\] (?:Error \d+|Killed|Terminated|Segmentation fault.*)$/, score: 24, says: 'A build stopped.' },
  { topic: 'build', pattern: /^(?:error during build|Build failed because of webpack errors|Failed to compile|rake aborted!|\[vite\]: |\* What went wrong|Error:?$|ERROR:?$|error:?$|FATAL:?$|fatal error:?$|Error making API request\.|Caused by:?$|The following error occurred|An error (?:has )?occurred:?$|Error details?)[.:]*$/, score: 72, says: 'It says: ', opens: true },
  { topic: 'build', pattern: /^✗ Build failed|^\[?x\]? Build failed|^\d+ (?:tests? )?failed\b|^Tests?: .*\d+ failed|^=+ .*\b\d+ failed|^Test Suites?: \d+ failed/, score: 26, says: 'Tests or a build failed.' },
  { topic: 'build', pattern: /^configure: WARNING|^checking for .*\.\.\. (?:no|yes)$/, score: 0, says: 'A check.' },
  { topic: 'package', pattern: /^(?:ERROR:\s+)?(?:Error installing \S+|While executing gem .*)$/, score: 40, says: 'A gem could not be installed.', opens: true },
  { topic: 'build', pattern: /^\[ERROR\] COMPILATION ERROR|^\[ERROR\] (?:-> \[Help|To see the full|Re-run Maven|For more information|After correcting|$)|^\[ERROR\] Tests run/, score: 30, says: 'Maven gave up.' },
  { topic: 'build', pattern: /^Execution failed for task\b/, score: 44, says: 'Gradle gave up.' },
  { topic: 'file', pattern: /^rsync error: |^rsync: connection unexpectedly closed|^sftp>|^unzip: +cannot find zipfile directory/, score: 26, says: 'A copy failed.' },
  { topic: 'general', pattern: /^(?:an? )?(?:error|failed|failure|script failed|command failed|something went wrong|aborted|exit(?:ed|ing)?)\b.{0,40}\b(?:on|at|in|near|:) ?line:? ?\d+\b/i, score: 24, says: 'A step failed.' },
  { topic: 'build', pattern: /^thread '.+' (?:\(\d+\) )?panicked at \S+:\d+(?::\d+)?:$/, score: 88, says: 'A program crashed.', exits: [101], opens: true },
]

import type { CauseRule } from './rule'

/** Ways of saying "error" that no tool owns. Tried last, so that what has a rule of its own is judged by that. */
export const generalRules: readonly CauseRule[] = [
  { topic: 'general', pattern: /\b(?:see (?:above|the log|below|log|errors?)|exit(?:ed|ing)?(?: with)?(?: non-?zero)?(?: exit)?(?: code| status)? ?:?[1-9]\d*\.?$|exit (?:code|status):? [1-9]\d*|non-zero exit|returned a non-zero|did not complete successfully|command failed(?! .*:)|Command failed with exit code)\b|\bline \d+: exit \d+|A complete log of this run|not recoverable: exiting now|Child returned status|Exiting with failure status/i, score: 22, says: 'A step failed.' },
  { topic: 'general', pattern: /^(?:(?:setup|startup|install(?:ation)?|build|bootstrap|provision(?:ing)?|script|deployment|step|task|command|\S+\.sh)\b[^:]{0,30} )(?:has )?(?:failed|aborted|was unsuccessful)[.!]*$|^(?:all operations )?abort(?:ed|ing)\b.{0,24}$/i, score: 28, says: 'A step failed.' },
  { topic: 'package', pattern: /^npm (?:ERR!|error) (?!$)(.+)$/, score: 56, says: 'npm gave up: $1.' },
  { topic: 'build', pattern: /^(?:[\w.]+\.)?(?:[A-Z]\w*(?:Error|Exception|Exit|Interrupt)): (.+)$/, score: 82, says: 'A program gave up: $1.' },
  { topic: 'build', pattern: /^(?:[A-Z]\w*(?:Error|Exception))$/, score: 62, says: 'A program gave up.' },
  { topic: 'build', pattern: /^panic: (.+)$/, score: 90, says: 'A program crashed: $1.', exits: [2] },
  { topic: 'build', pattern: /^thread '.+' panicked at (.+)$/, score: 88, says: 'A program crashed.', exits: [101] },
  { topic: 'build', pattern: /^(?:Uncaught |Unhandled )\S*(?:Error|Exception|rejection)\b:? ?(.*)$/i, score: 80, says: 'A program crashed: $1.' },
  { topic: 'general', pattern: /^(?:\[?(?:fatal|critical|panic|emerg)\]?:?!? +|(?:fatal|critical)[: ]+)(.+)$/i, score: 76, says: 'It says: $1.' },
  { topic: 'general', pattern: /^(?:\[(?:error|err)\]:?|(?:error|err)(?:!|:| -)|\*{2,3} ?error:?|!+ ?error:?|(?:❌|✗|✘|✖|×|🛑|💥))\s+(?:error: ?)?(.+)$/iu, score: 68, says: 'It says: $1.' },
  { topic: 'general', pattern: /^(?:\S+(?: \S+)?: )(?:error|fatal|ERROR|FATAL|Error|Fatal): (.+)$/, score: 72, says: 'It says: $1.' },
  { topic: 'general', pattern: /^(?:.*\s)?(?:level|lvl|severity)=(?:error|fatal|critical)\b.*?\bmsg="?([^"]+)"?/i, score: 70, says: 'It says: $1.' },
  { topic: 'general', pattern: /^(?:error|ERROR|Error)\b[^.]{0,12} (?!count|rate|log|page|handl|report|message)(.+)$/, score: 56, says: 'It says: $1.' },
  { topic: 'general', pattern: /^(?:\S+: )?(?:(?:required|mandatory) .+ (?:is )?missing|missing (?:required )?\S+.*|.+ (?:is|are) (?:required|missing|mandatory|invalid|unsupported|not supported|not available|unavailable|not installed|not running|not reachable|unreachable|not mounted|not writable|not empty|not allowed|too old|too low|too small)\b.*)$/i, score: 58, says: 'Something that is needed is not there.' },
  { topic: 'general', pattern: /^(?:\S+: )?(?:cannot|can't|could not|couldn't|unable to|failed to|refusing to|not allowed to|no permission to)\b.+$/i, score: 62, says: 'Something could not be done.' },
  { topic: 'general', pattern: /\b(?:cannot|can't|could not|couldn't|unable to|failed to|refusing to)\b .+$/i, score: 52, says: 'Something could not be done.' },
  { topic: 'general', pattern: /^(?:\S+: )?(?:no|unknown|invalid|unsupported|unexpected|illegal|bad|expired|wrong) .+$/i, score: 44, says: 'Something is not as it should be.' },
  { topic: 'general', pattern: /\b(?:does not exist|doesn't exist|not found|timed out|timeout|gave up|giving up|aborting|aborted|expired|exceeded|must (?:be|have|set)|mismatch|incompatible|denied|rejected|corrupt(?:ed)?)\b/i, score: 48, says: 'Something is not as it should be.' },
  { topic: 'general', pattern: /^[\w .-]{1,24} (?:error|failure): (.+)$/i, score: 66, says: 'It says: $1.' },
  { topic: 'general', pattern: /^gpg: (?!key |Total |imported|signature|good|using|assuming|dear|making|directory|keybox|\/|encrypted|next|marginals|checking)(.+)$/i, score: 72, says: 'gpg gave up: $1.' },
  { topic: 'general', pattern: /\b(?:already exists|already in use|already running|in use by|no valid|please (?:set|install|run|check|stop|log ?in|contact|remove|use|add|provide|configure|sign))\b/i, score: 42, says: 'Something is in the way, or has to be done first.' },
  { topic: 'general', pattern: /\b(?:missing|unavailable|unreachable|unhealthy|not (?:set|ready|running|installed|supported|allowed|valid|enough))\b/i, score: 46, says: 'Something that is needed is not there.' },
  { topic: 'general', pattern: /\b(?:failed|failure|FAIL)\b/, score: 36, says: 'Something failed.' },
]

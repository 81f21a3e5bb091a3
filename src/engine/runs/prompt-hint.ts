/** Choices: nothing but a question ends with one. */
const CHOICES: readonly RegExp[] = [
  // [Y/n], (yes/no), [y/N/a], (yes/no/[fingerprint]), (Y/I/N/O/D/Z) [default=N] ?
  /[[(](?:y|yes|n|no)\/[^\])\s]{1,40}\]?[\])]\s*(?:\[?default[= ][^\]]*\]?)?\s*[?:>]*$/i,
  /\((?:y|n|yes|no)\)\s*[?:>]*$/i,
  /\[(?:y|n|yes|no)\]\s*(?:\?|:|>+)$/i,
  // [yes|no], ([y]/n)?, [y]es, [n]o, [A]ll
  /[[(]\[?(?:y|yes|n|no)\]?[|/]\[?(?:y|yes|n|no)\]?[\])]\s*[?:>]*$/i,
  /\[\w\]\w*(?:, ?(?:or )?\[\w\]\w*)+\s*[?:>]$/i,
  /^\? .{3,120}[›»].{0,80}$/,
  /\(y\)es?\/\(n\)o\s*[?:>]*$/i,
  // The shell's own `select`
  /^#\?$/,
]
/** What ends a line that asks, and hardly one that only tells. Each of these is a shape of its own. */
const QUESTIONS: readonly RegExp[] = [
  // Secrets and names
  /\b(?:password|pass ?phrase|passcode|pin|username|login|token|otp|verification code)\b[^!]{0,100}:$/i,
  // A key to go on
  /\b(?:press|hit|type|push)\b.{1,40}\b(?:key|enter|return|space|q|yes)\b.{0,40}$/i,
  /^-- ?more ?--|^--More--\(\d+%\)$|^\(END\)$|^lines \d+-\d+(?:\/\d+)?(?: \(END\)| \d+%)?$|^Manual page .* line \d+/i,
  // Choosing and entering
  /^(?:please )?(?:select|choose|enter|pick|type|specify|provide|input)\b[^.!]*[?:>]$/i,
  /^(?:geographic area|time zone|country of origin for the keyboard|keyboard layout|your (?:choice|selection|answer|name|email)|choice|selection|option|answer)\b[^.!]{0,40}[?:>]$/i,
  /\b(?:default|leave empty|blank)\b[^.!]{0,40}[\])]\s*[:?>]$/i,
  /^[A-Z][\w ]{2,40} \[(?:None|[a-z][\w.-]*)\]:$/,
  // Questions in words
  /\b(?:continue|proceed)(?: anyway)?\?$/i,
  /\b(?:remove|replace|overwrite|override|overriding)\b[^.!]*(?:'[^']*')?[^!]{0,40}\?$/i,
  /^(?:\? |\W{0,3}\s?)?(?:do|does|did|are|is|would|will|should|shall|can|could|may|have|what|which|where|who|how|ok|okay|proceed|continue|overwrite|replace|remove|delete|install|restart|abort|retry|accept|agree|keep|save|use)\b[^.!]*\?(?: ›.*| \(.{0,60}\)| \[.{0,60}\])?:?$/i,
  /^\? .{3,120}(?:\(use arrow keys\)|›|»|:|\?)(?: .{0,20})?$/i,
]
/** Ends like a question, and tells what is being done; or is a report, an address or progress. */
const DOING = /^\W*(?!verifying\b)(?:re-?|un)?[a-z]+ing\b/i
const REPORTS = /https?:\/\/\S*[^\s:'"]$|^\s*(?:error|warning|warn|fatal|note|info|debug|usage|hint)\b|\d+(?:\.\d+)?\s*%|\b(?:eta|kb\/s|mb\/s|mib\/s)\b/i

/**
 * Whether an unterminated last line looks like a question to a person: a hint, never more, and rather silent
 * than wrong. `line` is what a terminal shows, without colours.
 */
export function looksLikePrompt(line: string): boolean {
  const text = line.trim()
  if (text.length === 0 || text.length > 400 || REPORTS.test(text)) return false
  return CHOICES.some((one) => one.test(text)) || (!DOING.test(text) && QUESTIONS.some((one) => one.test(text)))
}

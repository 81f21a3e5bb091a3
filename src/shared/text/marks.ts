import type { Mark } from '../model'
import { formatBytes } from './units'

/**
 * What a mark says, as one sentence. The engine writes it as the text of the mark's line, so that it is
 * found, copied and read aloud like any line; the pane draws the same sentence over that row.
 */
export function markSentence(mark: Mark): string {
  switch (mark.kind) {
    case 'gap':
      return `Skipped ${formatBytes(mark.to - mark.from)} that was written faster than it could be shown.`
    case 'gone':
      if (mark.unrecorded) return `${formatBytes(mark.to - mark.from)} was not recorded. While its workspace is open it is read from there.`
      return mark.to > mark.from
        ? `${formatBytes(mark.to - mark.from)} is gone: it was destroyed before it could be read.`
        : 'Some of this log is gone: it was destroyed before it could be read.'
    case 'epoch':
      return EPOCHS[mark.cause]
    case 'apart':
      return '⋯'
    case 'line-cut-before':
      return 'The line below is longer than can be shown. Its earlier part is left out.'
  }
}

const EPOCHS = {
  truncated: 'The log was truncated here. What follows is new.',
  replaced: 'The log was replaced by a new file here. What follows is new.',
  rewritten: 'The log was written again from its beginning. What follows is new.',
} as const

import type { FilterStatus } from '@shared/contract/filter'
import { formatBytes, formatCount } from '@shared/text/units'

/** `214 of 3,020 lines`; of what was read, as long as that is not all. */
export function countWords(status: FilterStatus): string {
  const lines = `${formatCount(status.shown)} of ${formatCount(status.judged)} lines`
  return status.judgedBytes >= status.totalBytes ? lines : `${lines} in ${formatBytes(status.judgedBytes)}`
}

/** What stands where text would be when nothing passes. */
export function nothingPasses(status: FilterStatus): { sentence: string; detail: string; isPath: false } {
  if (status.waiting) {
    return { sentence: `Nothing passes the filter in ${formatBytes(status.judgedBytes)}.`, detail: 'Go on to read more of the log, or show all lines.', isPath: false }
  }
  if (status.judgedBytes < status.totalBytes) {
    return { sentence: 'Filtering the log.', detail: `${formatBytes(status.judgedBytes)} of ${formatBytes(status.totalBytes)} read.`, isPath: false }
  }
  return { sentence: 'Nothing passes the filter.', detail: 'Choose a lower level or another text, or show all lines.', isPath: false }
}

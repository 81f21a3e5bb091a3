import { maskSecrets } from '@shared/text/mask'

/** One visible line of at most `maxChars` letters, without colours and secrets: fit for a notice and a menu. */
export function noticeLine(text: string, maxChars: number): string {
  // Cut first: the rest costs in proportion to what is kept.
  const visible = text
    .slice(0, maxChars * 8)
    // eslint-disable-next-line no-control-regex -- ESC is what such a sequence begins with.
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  const letters = [...maskSecrets(visible)]
  return letters.length <= maxChars ? letters.join('') : `${letters.slice(0, maxChars - 1).join('')}…`
}

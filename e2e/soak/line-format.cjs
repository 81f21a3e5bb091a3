// @ts-check
/*
 * A line that says of itself what it is: `soak LOG EPOCH NUMBER text #hash`. So one that is shown twice, left out,
 * changed or put elsewhere is known by itself. CommonJS without imports, since the page runs it too.
 */

/**
 * FNV-1a over the text's UTF-16 units, eight hex digits.
 * @param {string} text
 */
function hashOf(text) {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/**
 * One line without its newline.
 * @param {number} log @param {number} epoch @param {number} number @param {string} text without line breaks
 */
function writeLine(log, epoch, number, text) {
  const body = `soak ${log} ${epoch} ${number} ${text}`
  return `${body} #${hashOf(body)}`
}

/**
 * What a line says it is; null when it is no such line, or not whole.
 * @param {string} line @returns {{ log: number, epoch: number, number: number } | null}
 */
function readLine(line) {
  const cut = line.lastIndexOf(' #')
  const body = line.slice(0, cut)
  const found = /^soak (\d+) (\d+) (\d+) /.exec(body)
  if (cut < 0 || !found || hashOf(body) !== line.slice(cut + 2)) return null
  return { log: Number(found[1]), epoch: Number(found[2]), number: Number(found[3]) }
}

module.exports = { hashOf, writeLine, readLine }

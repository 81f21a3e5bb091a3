import { createHash } from 'node:crypto'
import { colourRules, escapeHtml, lineHtml } from './sgr-html'

/** The 16 colours on the page's dark ground, each with a contrast of 4.5 or more. */
const SIXTEEN = ['#7b8694', '#ff7b78', '#5ec998', '#f0b445', '#6cabff', '#d49bf5', '#5cc8d7', '#d5dae1', '#8a94a1', '#ff9a97', '#86dcb3', '#f7cd7c', '#98c5ff', '#e3bdfa', '#8fdde8', '#f4f6f9']

const STYLE = `
body{margin:0;background:#14171c;color:#d5dae1;font:13px/20px system-ui,sans-serif}
header{padding:20px 24px 8px}h1{font-size:17px;line-height:24px;margin:0}h2{font-size:14px;margin:0;padding:16px 24px 8px}
p{margin:4px 0;color:#a5adb8}
ol{list-style:none;margin:0 0 16px;padding:0;font:12.5px/19px "JetBrains Mono",ui-monospace,monospace}
li{display:flex}li:target{background:#2b3340}
li>a{flex:none;width:7ch;padding-right:2ch;text-align:right;color:#7b8694;text-decoration:none;user-select:none}li>a:hover{color:#d5dae1}
li>span{white-space:pre-wrap;overflow-wrap:anywhere;min-width:0}
.gap{padding:2px 24px 2px 9ch;color:#f0b445;font-style:italic}
.b{font-weight:700}.d{opacity:.7}.i{font-style:italic}.u{text-decoration:underline}.s{text-decoration:line-through}.r{filter:invert(1)}
${colourRules(SIXTEEN)}
`

/**
 * The beginning of a page that needs nothing: no script, no font, no picture, and a policy that would let none in. Its one
 * style is named by its hash.
 */
export function pageBegin(title: string, facts: readonly string[]): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeHtml(title)}</h1>${facts.map((fact) => `<p>${escapeHtml(fact)}</p>`).join('')}</header>`,
    '',
  ].join('\n')
}

export function logBegin(title: string): string {
  return `<h2>${escapeHtml(title)}</h2>\n<ol>\n`
}

/** @param prefix of its anchor, apart for each log of the page: `[a-z0-9-]` */
export function logLine(prefix: string, number: number, text: string): string {
  if (number === 0) return `<li class="gap">${escapeHtml(text)}</li>\n`
  const id = `${prefix}L${number}`
  return `<li id="${id}"><a href="#${id}">${number}</a><span>${lineHtml(text)}</span></li>\n`
}

export const LOG_END = '</ol>\n'
export const PAGE_END = '</body>\n</html>\n'

// @ts-check
/*
 * Electron's main process loads this before the app (`electron -r`). It has a preload of its own put a tap into every page
 * before the page's scripts run: what the engine sends to panes is read there as it arrives, before the terminal, and kept
 * as stretches of lines. `soakTap.report()` gives them.
 */
const { mkdtempSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { app } = require('electron')
const { hashOf, readLine } = require('./line-format.cjs')

/** Runs in the page. @param {typeof readLine} read */
function tap(read) {
  const life = Math.random().toString(36).slice(2)
  /** @type {Record<string, { path: string, batches: number, stretches: any[], open: { at: number, text: string } | null }>} */
  const panes = {}
  /** @type {Record<string, { sentBytes: number, ackedBytes: number, view: any, status: any }>} What was said last of each pane, for who looks into a pane that stands still. */
  const talk = {}
  const talkOf = (/** @type {string} */ id) => (talk[id] ??= { sentBytes: 0, ackedBytes: 0, view: null, status: null })
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()

  /** @param {any} batch */
  function take(batch) {
    const pane = (panes[batch.paneId] ??= { path: batch.checkpoint.path, batches: 0, stretches: [], open: null })
    pane.path = batch.checkpoint.path
    pane.batches++
    talkOf(batch.paneId).sentBytes += batch.text.length
    const { stretches } = pane
    if (batch.kind === 'rewrite') {
      stretches.push({ kind: 'window' })
      pane.open = null
    }
    if (batch.replacesOpenLine) pane.open = null
    if (batch.offsets.length === 0) return
    if (pane.open) {
      stretches.push({ kind: 'text', from: pane.open.at, text: pane.open.text })
      pane.open = null
    }
    const lines = decoder.decode(batch.text).split('\n')
    if (lines.length > batch.offsets.length) lines.pop()
    const marks = new Map(batch.marks.map((/** @type {any} */ one) => [one.line, one.mark]))
    for (const [index, text] of lines.entries()) {
      const from = batch.offsets[index]
      const mark = marks.get(index)
      if (mark) stretches.push({ kind: 'mark', mark })
      else if (batch.open && index === lines.length - 1) pane.open = { at: from, text }
      else line(stretches, from, text)
    }
  }

  /** @param {any[]} stretches @param {number} from @param {string} text */
  function line(stretches, from, text) {
    const what = read(text)
    if (!what) return void stretches.push({ kind: 'text', from, text })
    const to = from + encoder.encode(text).length + 1
    const last = stretches.at(-1)
    if (last?.kind === 'lines' && last.log === what.log && last.epoch === what.epoch && last.last + 1 === what.number && last.to === from) {
      last.last = what.number
      last.to = to
    } else stretches.push({ kind: 'lines', log: what.log, epoch: what.epoch, first: what.number, last: what.number, from, to })
  }

  const hear = (/** @type {MessageEvent} */ { data }) => {
    if (data?.type !== 'event') return
    if (data.event === 'pane.batch') take(data.batch)
    if (data.event === 'pane.status') talkOf(data.status.paneId).status = data.status
  }
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...more) {
    if (message?.name === 'pane.view' || message?.name === 'pane.open') talkOf(message.params.paneId).view = message.params
    if (message?.name === 'pane.ack') talkOf(message.params.paneId).ackedBytes += message.params.bytes
    postMessage.call(this, message, ...more)
  }
  const setter = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...setter,
    set(listener) {
      if (listener) this.addEventListener('message', hear)
      setter?.set?.call(this, listener)
    },
  })

  /** What stands on screen, by path of the log. */
  function screen() {
    return [...document.querySelectorAll('[data-testid="pane"]')].flatMap((element) => {
      const pane = /** @type {HTMLElement} */ (element)
      // The layout keeps a hidden tab in its place, only invisible.
      if (!pane.checkVisibility({ visibilityProperty: true })) return []
      const rows = [...pane.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent ?? '')
      return [{ path: pane.dataset['logPath'] ?? '', condition: pane.dataset['condition'] ?? '', says: pane.innerText.slice(0, 300), rows }]
    })
  }
  Object.assign(window, { soakTap: { report: () => ({ life, panes, talk, screen: screen() }) } })
}

const source = `${hashOf.toString()}\n${readLine.toString()}\n(${tap.toString()})(readLine)`
const preload = join(mkdtempSync(join(tmpdir(), 'tap-')), 'preload.js')
writeFileSync(preload, `require('electron').webFrame.executeJavaScript(${JSON.stringify(`(() => {${source}})()`)})`)
app.on('session-created', (session) => {
  if ('registerPreloadScript' in session) session.registerPreloadScript({ type: 'frame', filePath: preload })
  else /** @type {Electron.Session} */ (session).setPreloads([preload])
})

// @ts-nocheck: loaded into Electron's main process by its -r, ahead of the app.
'use strict'

/*
 * Prints one line when the first window answers: its page shows BENCH_READY (a selector), two frames have
 * passed, the window is shown, and the page has handled a click that came through the window's own input.
 */
const { app } = require('electron')

const selector = process.env['BENCH_READY'] ?? 'body'
const page = `new Promise((done) => {
  const answer = () => {
    if (!document.querySelector(${JSON.stringify(selector)})) return requestAnimationFrame(answer)
    requestAnimationFrame(() => requestAnimationFrame(done))
  }
  answer()
})`
const listen = `window.benchClicked = new Promise((done) => document.addEventListener('mousedown', () => requestAnimationFrame(done), { once: true, capture: true })); 0`

app.once('browser-window-created', (_event, window) => {
  const shown = new Promise((resolve) => window.once('show', resolve))
  window.webContents.once('dom-ready', async () => {
    const { mainFrame } = window.webContents
    await Promise.all([shown, mainFrame.executeJavaScript(page)])
    await mainFrame.executeJavaScript(listen)
    // In the middle of nothing: a click that the page hears and that changes nothing.
    for (const type of ['mouseDown', 'mouseUp']) window.webContents.sendInputEvent({ type, x: 700, y: 5, button: 'left', clickCount: 1 })
    await mainFrame.executeJavaScript('window.benchClicked')
    process.stdout.write(`bench-answers ${Date.now()}\n`)
  })
})

'use strict'

/*
 * Run by Electron itself, on any screen: draws an SVG at each size with Chromium's canvas and writes `NxN.png` files.
 *   electron draw-icons --svg=FILE --to=FOLDER --sizes=N,N…
 */
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

/** @param {string} name */
const given = (name) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? ''
const svg = given('svg')
const folder = given('to')
const sizes = given('sizes').split(',')

async function draw() {
  mkdirSync(folder, { recursive: true })
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
  await window.loadURL('about:blank')
  const source = `data:image/svg+xml;base64,${readFileSync(svg).toString('base64')}`
  for (const size of sizes.map(Number)) {
    const png = await window.webContents.executeJavaScript(`(async () => {
      const picture = new Image(${size}, ${size})
      picture.src = ${JSON.stringify(source)}
      await picture.decode()
      const canvas = new OffscreenCanvas(${size}, ${size})
      canvas.getContext('2d').drawImage(picture, 0, 0, ${size}, ${size})
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    })()`)
    writeFileSync(join(folder, `${size}x${size}.png`), Buffer.from(png, 'base64'))
  }
}

app.disableHardwareAcceleration()
app
  .whenReady()
  .then(draw)
  .then(
    () => app.exit(0),
    (error) => {
      console.error(error)
      app.exit(1)
    },
  )

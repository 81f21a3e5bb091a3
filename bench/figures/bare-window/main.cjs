'use strict'

/* The least that is an Electron app with a window: what a cold start of any app costs here. */
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

const profile = app.commandLine.getSwitchValue('user-data-dir')
if (profile) app.setPath('userData', profile)

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false })
  window.once('ready-to-show', () => window.show())
  return window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())

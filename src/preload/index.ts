import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Bridge, EnginePortMessage, InvokeName, PageCall, PushName } from '@shared/contract/channels'
import type { Result } from '@shared/model'

/**
 * The bridge between the page and main: named calls and named pushes, nothing else. The
 * names are spelled out, so that the schema library stays out of the preload; the types
 * make the lists complete.
 */
const calls: Record<PageCall, true> = {
  'settings.get': true,
  'settings.change': true,
  'settings.export': true,
  'settings.import': true,
  'clipboard.write': true,
  'save.choose': true,
  'launch.get': true,
  'import.choose': true,
  'coder.sign-in': true,
  'coder.sign-out': true,
  'passphrases.list': true,
  'passphrases.refusal': true,
  'passphrases.forget': true,
  'page.painted': true,
  'command.main': true,
  'engine.connect': true,
  'watch.front': true,
  'watch.mute': true,
  'files.choose': true,
  'files.recent': true,
  'files.forget-recent': true,
  'files.opened': true,
  'searches.get': true,
  'searches.keep': true,
}
const pushes: Record<PushName, true> = {
  'settings.changed': true,
  'engine.health': true,
  'command.run': true,
  'launch.more': true,
  'agent.show': true,
  'watch.muted': true,
  'notice.show': true,
  'files.offered': true,
  'link.open': true,
}

async function ask<T>(name: InvokeName, params: unknown): Promise<T> {
  const answer = (await ipcRenderer.invoke(name, params)) as Result<T>
  if (!answer.ok) throw new Error(answer.failure.sentence)
  return answer.value
}

const bridge: Bridge = {
  async invoke(name, params) {
    if (!Object.hasOwn(calls, name)) throw new Error('There is no such call.')
    return ask(name, params)
  },
  // A page cannot make up a path: only a file that Chromium itself handed to it has one. Others give an empty text.
  offerDropped: (files) => ask('files.dropped', { paths: files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '') }),
  on(name, listener) {
    if (!Object.hasOwn(pushes, name)) throw new Error('There is no such push.')
    const hear = (_event: unknown, payload: Parameters<typeof listener>[0]): void => listener(payload)
    ipcRenderer.on(name, hear)
    return () => void ipcRenderer.off(name, hear)
  },
}

contextBridge.exposeInMainWorld('tailpane', bridge)

// A port cannot cross the bridge; it goes to the page as a message of its own window.
ipcRenderer.on('engine.port', (event, nonce: string) => {
  const message: EnginePortMessage = { tailpaneEnginePort: nonce }
  window.postMessage(message, location.origin, event.ports)
})

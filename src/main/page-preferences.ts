/**
 * What a window of the app lets its page be (Electron's `webPreferences`). Each is said, also where Electron's default is the same
 * today: a default may change, and a window that is made elsewhere must not be weaker.
 */
export function pagePreferences(preload: string, isPackaged: boolean) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    plugins: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    devTools: !isPackaged,
  } as const
}

import { expect, it } from 'vitest'
import { headerPolicy, metaPolicy } from './page-policy'
import { pagePreferences } from './page-preferences'

it('gives a page nothing of Node, a sandbox, and no developer tools in a package', () => {
  expect(pagePreferences('/preload.js', true)).toEqual({
    preload: '/preload.js',
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
    devTools: false,
  })
  expect(pagePreferences('/preload.js', false).devTools).toBe(true)
})

it('has a policy without a way for text to become code', () => {
  expect(headerPolicy.startsWith(metaPolicy)).toBe(true)
  const rules = new Map(headerPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]))
  expect(Object.fromEntries(rules)).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
  expect(headerPolicy).not.toMatch(/unsafe-eval|\*|https?:/)
})

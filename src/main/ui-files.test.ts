import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findUiFile, isBelow } from './ui-files'

const root = `${sep}app${sep}ui`
const at = (path: string): string | undefined => findUiFile(`tailpane-app://ui${path}`, root)?.file

describe('findUiFile', () => {
  it('finds files of the interface and their types', () => {
    expect(findUiFile('tailpane-app://ui/', root)).toEqual({ file: [root, 'index.html'].join(sep), contentType: 'text/html; charset=utf-8' })
    expect(at('/assets/main-a1B2.js')).toBe([root, 'assets', 'main-a1B2.js'].join(sep))
    expect(at('/assets/two%20words.css')).toBe([root, 'assets', 'two words.css'].join(sep))
    expect(at('/assets/main.js?v=1#top')).toBe([root, 'assets', 'main.js'].join(sep))
    expect(findUiFile('tailpane-app://ui/a.woff2', root)?.contentType).toBe('font/woff2')
  })

  it.each([
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/assets\\..\\..\\secret.js',
    '/%5c%5cserver%5cshare%5cx.js',
    '//etc/x.js',
    '/%2fetc/x.js',
    '/C:/x.js',
    '/C%3a/x.js',
    '/index.html::$DATA.js',
    '/.../secret.js',
    '/.hidden.js',
    '/assets/.%20/x.js',
    '/assets/x.js%00.html',
    '/assets/%00/x.js',
    '/x.js%0a',
    '/assets./x.js',
    '/nul.js',
    '/COM1.js',
    '/assets//x.js',
    '/assets/x.js/',
    '/%',
    '/%ff.js',
    '/%c0%ae%c0%ae/secret.js',
  ])('refuses %s', (path) => expect(at(path)).toBeUndefined())

  it.each(['/../secret.js', '/%2e%2e/secret.js', '/.%2e/secret.js', '/assets/%2E%2e/../../secret.js'])(
    'stays in the folder where the URL itself takes the dots away: %s',
    (path) => expect(at(path)).toBe([root, 'secret.js'].join(sep)),
  )

  it('compares folders with a separator', () => {
    expect(isBelow(root, [root, 'index.html'].join(sep))).toBe(true)
    for (const file of [root, `${root}-secrets`, [`${root}-secrets`, 'x.js'].join(sep), `${root}.js`]) expect(isBelow(root, file)).toBe(false)
  })

  it('decodes once only', () => {
    // A second decoding would make these `../secret.js`.
    expect(at('/%252e%252e/secret.js')).toBe([root, '%2e%2e', 'secret.js'].join(sep))
    expect(at('/%252e%252e%252fsecret.js')).toBe([root, '%2e%2e%2fsecret.js'].join(sep))
  })

  it.each([
    'https://ui/index.html',
    'file:///app/ui/index.html',
    'tailpane-app://other/index.html',
    'tailpane-app://ui:80/index.html',
    'tailpane-app://someone@ui/index.html',
    'tailpane-app://someone:x@ui/index.html',
    'tailpane-app:index.html',
    'tailpane-app:///index.html',
    'index.html',
    '',
  ])('serves its own address only: %s', (url) => expect(findUiFile(url, root)).toBeNull())

  it.each(['/assets', '/package', '/x.node', '/x.exe', '/x.js.map', '/x.htm'])('serves known types only: %s', (path) =>
    expect(at(path)).toBeUndefined(),
  )
})

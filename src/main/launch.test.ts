import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DECLARED_ELECTRON_MAJOR, parseArguments, readSecondLaunch, runtimeNote, shownVersion, wantsVerdict, wantsWindow } from './launch'

describe('parseArguments', () => {
  it('asks for nothing by default, whatever Electron and Chromium put there', () => {
    expect(parseArguments(['electron', '--inspect=0', '--no-sandbox', '-r', 'loader.js', '.', '--user-data-dir=/p'], '/cwd', '/cwd')).toEqual({
      demo: false,
      files: [],
      hidden: false,
      shotFile: null,
      shotName: '',
      links: [],
      unread: { links: 0, files: 0 },
      targets: [],
    })
  })

  it('takes the demo, the picture and the targets', () => {
    expect(parseArguments(['electron', '.', '--demo', '--shot=out/a b.png', '--', 'me@box:2222', 'build-box'], '/cwd', '/cwd')).toEqual({
      demo: true,
      files: [],
      hidden: false,
      shotFile: resolve('/cwd', 'out/a b.png'),
      shotName: 'out/a b.png',
      links: [],
      unread: { links: 0, files: 0 },
      targets: ['me@box:2222', 'build-box'],
    })
  })

  it('takes switches only before the double dash and targets only after it', () => {
    expect(parseArguments(['tailpane', 'host', '--', '--demo', '--shot=x', '--'], '/cwd')).toMatchObject({
      demo: false,
      hidden: false,
      shotFile: null,
      targets: ['--demo', '--shot=x', '--'],
    })
  })

  it('leaves out targets that no request would take', () => {
    expect(parseArguments(['tailpane', '--', '', 'x'.repeat(513), 'ok'], '/cwd').targets).toEqual(['ok'])
    expect(parseArguments(['tailpane', '--', ...Array<string>(100).fill('h')], '/cwd').targets).toHaveLength(64)
  })

  it('takes files by their names, relative to where it was started, and paths behind the double dash', () => {
    expect(parseArguments(['/opt/tailpane', 'a.log', '--hidden', '../b c.log', '--', 'box', '/var/log/syslog', './d.log'], '/cwd/in')).toMatchObject({
      files: ['/cwd/in/a.log', '/cwd/b c.log', '/var/log/syslog', '/cwd/in/d.log'],
      targets: ['box'],
    })
    expect(parseArguments(['electron', '-r', 'loader.js', '/app', 'x.log'], '/cwd', '/app').files).toEqual(['/cwd/x.log'])
    expect(parseArguments(['electron', 'x.log'], '/cwd', '/app').files).toEqual([])
    expect(parseArguments(['tailpane', ...Array<string>(100).fill('f'), 'a\0b', 'y'.repeat(5000)], '/').files).toHaveLength(64)
  })

  it('takes addresses of files of this machine, as a desktop hands them over, and no link for a file', () => {
    const link = 'tailpane://open?v=1&target=box&agent=a&log=%2Fa&offset=0'
    expect(parseArguments(['tailpane', 'file:///var/log/a%20b.log', link, '--', 'file:///c.log', 'box'], '/cwd')).toMatchObject({
      files: ['/var/log/a b.log', '/c.log'],
      targets: ['box'],
      links: [{ target: 'box' }],
      unread: { links: 0, files: 0 },
    })
    expect(parseArguments(['tailpane', 'file://server/share/a.log', 'tailpane://garbage'], '/cwd')).toMatchObject({ files: [], links: [], unread: { links: 1, files: 1 } })
  })

  it('starts hidden when asked to, but never for a picture', () => {
    expect(parseArguments(['tailpane', '--hidden'], '/cwd').hidden).toBe(true)
    expect(parseArguments(['tailpane', '--hidden', '--shot=a.png'], '/cwd').hidden).toBe(false)
  })

  it('takes an empty picture name for none', () => expect(parseArguments(['tailpane', '--shot='], '/cwd').shotFile).toBeNull())
})

describe('readSecondLaunch', () => {
  it('reads what a second start handed over', () =>
    expect(readSecondLaunch({ demo: false, targets: ['a'], shotFile: null })).toEqual({ demo: false, targets: ['a'], files: [] }))

  it('takes files by their absolute paths only', () => {
    expect(readSecondLaunch({ demo: false, targets: [], files: ['/a.log'] })?.files).toEqual(['/a.log'])
    expect(readSecondLaunch({ demo: false, targets: [], files: ['a.log'] })).toBeNull()
    expect(readSecondLaunch({ demo: false, targets: [], files: ['/a\0'] })).toBeNull()
  })

  it.each([null, undefined, {}, { demo: true }, { demo: 'yes', targets: [] }, { demo: false, targets: [] }, { demo: false, targets: [1] }])(
    'makes nothing of %j',
    (data) => expect(readSecondLaunch(data)).toBeNull(),
  )
})

it('brings the window forward for a second start, unless that start is a hidden one', () => {
  expect(wantsWindow({ demo: false, targets: [] })).toBe(true)
  expect(wantsWindow(null)).toBe(true)
  expect(wantsWindow({ hidden: true, targets: [] })).toBe(false)
})

describe('runtimeNote', () => {
  it('is silent on the declared Electron and says so on another one', () => {
    expect(runtimeNote(`${DECLARED_ELECTRON_MAJOR}.1.2`)).toBeNull()
    expect(runtimeNote('33.2.1')).toBe('Runs on Electron 33 (stand-in)')
  })

  it('knows the major version that package.json declares', () => {
    const declared = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { devDependencies: { electron: string } }
    expect(declared.devDependencies.electron).toMatch(new RegExp(`^\\D*${DECLARED_ELECTRON_MAJOR}\\.`))
  })
})

it('takes `verdict FILE…` for a question, and a host or a folder of that name for none', () => {
  expect(wantsVerdict(['/opt/tailpane', 'verdict', 'a.log'], null, '/cwd')).toBe(true)
  expect(wantsVerdict(['/opt/tailpane', '--no-sandbox', 'verdict', 'a.log'], null, '/cwd')).toBe(true)
  expect(wantsVerdict(['electron', '-r', 'loader.js', '--no-sandbox', '.', 'verdict', 'a.log'], '/cwd', '/cwd')).toBe(true)
  expect(wantsVerdict(['electron', 'verdict'], '/cwd/verdict', '/cwd')).toBe(false)
  expect(wantsVerdict(['/opt/tailpane', '--', 'verdict'], null, '/cwd')).toBe(false)
  expect(wantsVerdict(['/opt/tailpane', '--demo'], null, '/cwd')).toBe(false)
})

describe('shownVersion', () => {
  it('marks what runs on another Electron than the declared one', () => {
    expect(shownVersion('0.1.0', `${DECLARED_ELECTRON_MAJOR}.4.1`)).toBe('0.1.0')
    expect(shownVersion('0.1.0', '33.2.1')).toBe('0.1.0~standin')
  })
})

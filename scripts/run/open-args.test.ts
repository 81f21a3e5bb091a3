import { describe, expect, it } from 'vitest'
import { appArgs, readOpenArgs } from './open-args.mjs'

const seen = { display: true, cwd: '/home/kim' }
const unseen = { display: false, cwd: '/home/kim' }

describe('readOpenArgs', () => {
  it('opens a window by default', () => {
    expect(readOpenArgs([], seen)).toEqual({ ok: true, request: { demo: false, shot: undefined, files: [], targets: [] } })
  })

  it('takes targets and a picture in any order, both ways to write it', () => {
    const request = { demo: false, shot: '/home/kim/a.png', files: [], targets: ['kim@box:2222', 'coder.dev'] }
    expect(readOpenArgs(['kim@box:2222', '--shot', 'a.png', 'coder.dev'], seen)).toEqual({ ok: true, request })
    expect(readOpenArgs(['--shot=a.png', 'kim@box:2222', 'coder.dev'], unseen)).toEqual({ ok: true, request })
  })

  it('takes what begins as a path for a file', () => {
    expect(readOpenArgs(['./a.log', 'box', '/var/log/b.log'], seen)).toMatchObject({ request: { files: ['/home/kim/a.log', '/var/log/b.log'], targets: ['box'] } })
  })

  it('takes a picture of the demo where nobody would see a window', () => {
    expect(readOpenArgs(['--demo'], unseen)).toMatchObject({ ok: true, request: { demo: true, shot: '/home/kim/demo.png' } })
    expect(readOpenArgs(['--demo'], seen)).toMatchObject({ ok: true, request: { demo: true, shot: undefined } })
  })

  it('refuses with a sentence what cannot work', () => {
    expect(readOpenArgs(['box'], unseen)).toMatchObject({ ok: false, why: expect.stringContaining('no display') })
    expect(readOpenArgs(['--shot'], seen)).toMatchObject({ ok: false, why: expect.stringContaining('--shot needs a file name') })
    expect(readOpenArgs(['--shot', '--demo'], seen)).toMatchObject({ ok: false })
    expect(readOpenArgs(['--no-sandbox'], seen)).toMatchObject({ ok: false, why: expect.stringContaining('no option --no-sandbox') })
  })
})

describe('appArgs', () => {
  it('puts targets behind --', () => {
    expect(appArgs({ demo: true, shot: '/a.png', files: [], targets: [] })).toEqual(['--demo', '--shot=/a.png'])
    expect(appArgs({ demo: false, shot: undefined, files: ['/x.log'], targets: ['a', 'b'] })).toEqual(['/x.log', '--', 'a', 'b'])
  })
})

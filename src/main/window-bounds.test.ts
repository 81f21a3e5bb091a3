import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SIZE, placeWindow, readWindow, saveWindow } from './window-bounds'

const laptop = { x: 0, y: 0, width: 1920, height: 1080 }
const right = { x: 1920, y: -200, width: 2560, height: 1440 }

describe('placeWindow', () => {
  it('has a first size, cut to a small display', () => {
    expect(placeWindow(null, [laptop])).toEqual(DEFAULT_SIZE)
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 })
    expect(placeWindow(null, [])).toEqual(DEFAULT_SIZE)
  })

  it('comes back where it was, on any display', () => {
    const saved = { x: 2000, y: -100, width: 1000, height: 700 }
    expect(placeWindow(saved, [laptop, right])).toEqual(saved)
  })

  it('keeps the size only when its display is gone', () => {
    expect(placeWindow({ x: 2000, y: -100, width: 1000, height: 700 }, [laptop])).toEqual({ width: 1000, height: 700 })
  })

  it('does not hide its head above the display, nor nearly all of itself beside it', () => {
    expect(placeWindow({ x: 100, y: -30, width: 800, height: 600 }, [laptop])).toEqual({ width: 800, height: 600 })
    expect(placeWindow({ x: 1850, y: 100, width: 800, height: 600 }, [laptop])).toEqual({ width: 800, height: 600 })
    expect(placeWindow({ x: -600, y: 100, width: 800, height: 600 }, [laptop])).toMatchObject({ x: -600 })
  })

  it('is never smaller than the least usable size', () => {
    expect(placeWindow({ x: 0, y: 0, width: 10, height: 10 }, [laptop])).toEqual({ width: 480, height: 360 })
  })
})

describe('the remembered place', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tailpane-window-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is read as it was written', () => {
    const file = join(folder, 'window.json')
    const saved = { x: 1, y: 2, width: 900, height: 600, maximized: true }
    saveWindow(file, saved)
    expect(readWindow(file)).toEqual(saved)
  })

  it.each(['', '{}', '{"x":"1","y":2,"width":3,"height":4,"maximized":false}', '{"x":1e300,"y":2,"width":3,"height":4,"maximized":false}'])(
    'is nothing when the file makes no sense: %j',
    (text) => {
      const file = join(folder, 'window.json')
      writeFileSync(file, text)
      expect(readWindow(file)).toBeNull()
    },
  )

  it('is nothing when there is no file', () => expect(readWindow(join(folder, 'none.json'))).toBeNull())
  it('is not worth an error when it cannot be written', () => saveWindow(join(folder, 'no', 'such', 'folder.json'), { x: 0, y: 0, width: 1, height: 1, maximized: false }))
})

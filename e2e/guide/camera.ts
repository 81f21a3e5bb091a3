import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { AppWindow } from '../pages/app-window'

/** A picture of the guide is no larger than this (bytes). */
const MOST_BYTES = 150_000
const QUALITY = 0.86

/** Takes a picture of the window as WebP, into the folder of artifacts that `npm run guide` takes them from; also among those that a person looks at. */
export async function take(window: AppWindow, name: string): Promise<void> {
  const { page } = window
  await window.picture(`guide-${name}`)
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64')
  const coded = await page.evaluate(
    async ([text, quality]) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))]))
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer())
      let out = ''
      for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192))
      return btoa(out)
    },
    [png, QUALITY] as const,
  )
  const bytes = Buffer.from(coded, 'base64')
  expect(bytes.subarray(8, 12).toString('latin1'), 'what Chromium wrote').toBe('WEBP')
  expect(bytes.length, `bytes of ${name}`).toBeLessThan(MOST_BYTES)
  const folder = join(process.env['TAILPANE_ARTIFACTS'] ?? 'artifacts', 'guide')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.webp`), bytes)
}

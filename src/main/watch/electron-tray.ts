import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import { encodePng } from './png'
import type { TraySurface } from './tray'
import { drawTray } from './tray-picture'
import type { TrayAction, TrayItem, TrayLook } from './tray-state'

/** Bars are about this high (pixels at scale 1); Windows asks for 16. */
const SIZE = process.platform === 'linux' ? 22 : process.platform === 'win32' ? 16 : 18

/** Electron's tray. The app must be ready before it is shown. */
export function createElectronTray(): TraySurface {
  let tray: Tray | null = null
  return {
    show({ look, tooltip, menu }, run) {
      const picture = pictureOf(look)
      if (tray) tray.setImage(picture)
      else {
        tray = new Tray(picture)
        tray.on('click', () => run({ kind: 'open' }))
      }
      tray.setToolTip(tooltip)
      // On Linux a menu takes no changes once it is set.
      tray.setContextMenu(Menu.buildFromTemplate(menu.map((item) => toMenuItem(item, run))))
    },
    remove() {
      tray?.destroy()
      tray = null
    },
  }
}

function pictureOf(look: TrayLook): NativeImage {
  const picture = nativeImage.createEmpty()
  for (const scaleFactor of [1, 2]) {
    const size = SIZE * scaleFactor
    picture.addRepresentation({ scaleFactor, width: size, height: size, buffer: encodePng(drawTray(look, size), size) })
  }
  return picture
}

function toMenuItem(item: TrayItem, run: (action: TrayAction) => void): MenuItemConstructorOptions {
  if (item === 'separator') return { type: 'separator' }
  const { action } = item
  // An ampersand would mark a letter for the keyboard.
  const label = item.label.replaceAll('&', '&&')
  return action ? { label, click: () => run(action) } : { label, enabled: false }
}

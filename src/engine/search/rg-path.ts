import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'

/**
 * The ripgrep that comes with the app (`@vscode/ripgrep`, whose own index finds it in the same way but throws where there is
 * none); null where there is none for this platform. In a package it lies beside the archive, since a program cannot be
 * started from inside one.
 */
export function rgPath(): string | null {
  found ??= find()
  return found || null
}

let found: string | null = null

function find(): string {
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}/bin/${process.platform === 'win32' ? 'rg.exe' : 'rg'}`
  try {
    const path = unpacked(createRequire(join(__dirname, 'rg-path.js')).resolve(name))
    return existsSync(path) ? path : ''
  } catch {
    return ''
  }
}

/** `…/app.asar/node_modules/…` stands for `…/app.asar.unpacked/node_modules/…` on the disk. */
export function unpacked(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`)
}

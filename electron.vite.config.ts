import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import react from '@vitejs/plugin-react'
import { metaPolicy } from './src/main/page-policy'

/**
 * Main and preload stay CommonJS (a sandboxed preload must be one CommonJS file).
 * Everything but Electron itself is bundled, so a package carries no node_modules;
 * ssh2's native add-ons are left out because they are bound to Node's ABI, and ssh2
 * falls back to its JavaScript code without them.
 */
const native = ['cpu-features', /\.node$/]

/**
 * What the first picture needs, in one file: split by who else uses it, it would be nine, and each
 * is a question to main while main is busy starting (cold-start in bench/).
 */
const firstPicture =
  /node_modules.(react|react-dom|scheduler|zustand|valibot)[^a-z]|src.shared|renderer.(bridge|ui.(?!Dialog|Menu))|features.(workspaces|sidebar.(?!RowMenu)|status-bar|commands|tabs.(tab-store|agent-connections)|dialogs|notices)/

/**
 * Puts a package's files beside the code that loads them when they are needed; WebAssembly cannot be bundled.
 */
function besideTheChunks(name: string, folder: string) {
  return {
    name: `copy-${folder}`,
    generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string }) {
      const from = dirname(require.resolve(name))
      for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
        if (/\.(?:js|wasm)$/.test(file)) this.emitFile({ type: 'asset', fileName: `chunks/${folder}/${file}`, source: readFileSync(join(from, file)) })
      }
    },
  }
}

/** The built page carries its policy in itself as well; the development server's page has inline scripts and goes without. */
const policyInPage = {
  name: 'policy-in-page',
  apply: 'build' as const,
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy }, injectTo: 'head-prepend' as const },
  ],
}

export default defineConfig({
  main: {
    resolve: { alias: { '@shared': resolve('src/shared') } },
    plugins: [besideTheChunks('@bokuweb/zstd-wasm', 'zstd-wasm')],
    build: {
      externalizeDeps: false,
      rolldownOptions: { external: native },
      minify: true,
    },
  },
  preload: {
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: {
      externalizeDeps: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].js' } },
      minify: true,
    },
  },
  renderer: {
    root: 'src/renderer',
    resolve: { alias: { '@shared': resolve('src/shared'), '@': resolve('src/renderer') } },
    plugins: [react(), policyInPage],
    build: {
      minify: true,
      // The page's policy takes fonts and pictures from files only, not from data: URLs.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: resolve('src/renderer/index.html'),
        output: { codeSplitting: { groups: [{ name: 'first', test: firstPicture }] } },
      },
    },
  },
})

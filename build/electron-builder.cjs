'use strict'

/*
 * What a package holds, on every system (electron-builder 26). `npm run dist` fills in the runtime and calls it; docs/release.md
 * says what each target needs. The .deb is made of the unpacked folder by scripts/dist/deb.mjs, since fpm is a download.
 */

/** @type {import('electron-builder').Configuration} */
const configuration = {
  appId: 'dev.tailpane.Tailpane',
  productName: 'Tailpane',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'build' },
  // Everything is bundled, save programs and modules that must be files of their own (src says which by a path into node_modules).
  files: ['out/**', 'package.json', '!node_modules/**', 'node_modules/@vscode/ripgrep*/**', '!**/*.map', '!out/.built-from'],
  asar: true,
  asarUnpack: ['node_modules/@vscode/ripgrep*/**'],
  extraResources: [
    { from: 'dist/.parts/THIRD-PARTY-LICENSES.txt', to: 'THIRD-PARTY-LICENSES.txt' },
    { from: 'dist/.parts/sbom.cdx.json', to: 'sbom.cdx.json' },
  ],
  electronLanguages: ['en-US'],
  npmRebuild: false,
  publish: null,
  // scripts/dist/fuses.mjs holds the same list against the built binary.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  protocols: [{ name: 'Tailpane link', schemes: ['tailpane'] }],
  fileAssociations: [
    { ext: 'log', name: 'Log', mimeType: 'text/x-log', role: 'Viewer' },
    { ext: 'zst', name: 'Zstandard archive', mimeType: 'application/zstd', role: 'Viewer' },
  ],
  linux: {
    executableName: 'tailpane',
    icon: 'dist/.parts/icons',
    category: 'Development',
    synopsis: 'Reads and follows the logs of remote workspaces',
    // A line of the control file of rpm and of electron-builder's own deb; scripts/dist/maintainer.mjs has the same.
    maintainer: process.env.DEBFULLNAME && process.env.DEBEMAIL ? `${process.env.DEBFULLNAME} <${process.env.DEBEMAIL}>` : 'Local build without a maintainer <nobody@tailpane.invalid>',
    vendor: 'Tailpane',
    extraResources: [{ from: 'build/linux/apparmor-profile', to: 'apparmor-profile' }],
  },
  appImage: { artifactName: 'Tailpane-${version}-${arch}.AppImage' },
  rpm: { depends: ['gtk3', 'nss', 'alsa-lib', 'at-spi2-core', 'libdrm', 'mesa-libgbm', 'libXcomposite', 'libXdamage', 'libXrandr', 'libxkbcommon', 'cups-libs'] },
  mac: {
    icon: 'dist/.parts/icons/1024x1024.png',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    target: ['dmg'],
  },
  dmg: { title: 'Tailpane ${version}' },
  win: { icon: 'dist/.parts/icons/256x256.png', target: ['nsis'] },
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
}

module.exports = configuration

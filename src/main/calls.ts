import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { app, BrowserWindow, dialog, type WebContents } from 'electron'
import type { MainCommand } from '@shared/commands'
import type { TokenKeeper } from './coder-tokens'
import type { EngineHost } from './engine'
import { chooseFiles } from './choose-files'
import type { FileTickets } from './file-tickets'
import type { Desk } from './watch'
import type { CallHandlers } from './ipc'
import type { PassphraseKeeper } from './passphrases'
import type { RecordingKeysKeeper } from './recording-keys'
import { runtimeNote, shownVersion, type LaunchArguments } from './launch'
import { exportSettings, importSettings } from './settings-dialogs'
import type { SavedSearchStore } from './saved-searches'
import type { SettingsStore } from './settings'
import { unreadWords } from './unread-arguments'
import { writeClipboard } from './write-clipboard'

/** What a further window opens at its start: the workspaces are there already. */
const NOTHING_ASKED = { demo: false, targets: [], files: [], links: [], unread: { links: 0, files: 0 } }

/** What answers the calls of windows. */
export interface CallPorts {
  settings: SettingsStore
  tokens: TokenKeeper
  passphrases: PassphraseKeeper
  recordingKeys: RecordingKeysKeeper
  engine: EngineHost
  files: FileTickets
  searches: SavedSearchStore
  desk: Desk
  launch: LaunchArguments
  /** A page says that it is painted. */
  onPage(): void
  runMain(command: MainCommand, window: BrowserWindow | null): void
  /** The number of a window; 1 is the first. */
  slotOf(window: WebContents): number
}

/** What main does for a window. */
export function createCalls({ settings, tokens, passphrases, recordingKeys, engine, files, searches, desk, launch, onPage, runMain, slotOf }: CallPorts): CallHandlers {
  let started: number | null = null
  return {
    'settings.get': () => settings.get(),
    'settings.change': async ({ change }) => {
      const why = change['recordSealed'] === true && !settings.get().recordSealed ? await recordingKeys.ensure() : null
      if (why === null) return settings.change(change)
      return { ok: false, failure: { code: 'SETTING_OUT_OF_RANGE', sentence: `Recordings cannot be encrypted here, since their key could not be kept. ${why}`, nextStep: 'They stay as they are; set up a keyring first.' } }
    },
    'settings.export': (_params, from) => exportSettings(BrowserWindow.fromWebContents(from), settings.get()),
    'settings.import': (_params, from) => importSettings(BrowserWindow.fromWebContents(from), settings.get()),
    'clipboard.write': async ({ text, html }) => {
      await writeClipboard(text, html)
      return null
    },
    'save.choose': async ({ name }, from) => {
      const window = BrowserWindow.fromWebContents(from)
      if (!window) return { ticket: null }
      const { canceled, filePath } = await dialog.showSaveDialog(window, { title: 'Save as', defaultPath: basename(name) })
      if (canceled || !filePath) return { ticket: null }
      const ticket = randomBytes(16).toString('hex')
      engine.allowSave(ticket, filePath)
      return { ticket }
    },
    'import.choose': async (_params, from) => {
      const window = BrowserWindow.fromWebContents(from)
      if (!window) return { ticket: null }
      const filters = [{ name: 'Recordings and support bundles', extensions: ['zip'] }]
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { title: 'Import', properties: ['openFile'], filters })
      const [path] = filePaths
      if (canceled || !path) return { ticket: null }
      const ticket = randomBytes(16).toString('hex')
      engine.allowSave(ticket, path)
      return { ticket }
    },
    'launch.get': (_params, from) => {
      // The command line is the first window's, also when that is loaded again.
      started ??= from.id
      const asked = from.id === started ? launch : NOTHING_ASKED
      return {
        slot: slotOf(from),
        demo: asked.demo,
        targets: asked.targets,
        reopened: asked === launch ? files.lastOpen() : [],
        files: files.offer(asked.files),
        links: asked.links,
        unread: unreadWords(asked.unread),
        version: shownVersion(app.getVersion(), process.versions.electron),
        runtimeNote: runtimeNote(process.versions.electron),
      }
    },
    'files.choose': async (_params, from) => ({ tickets: files.offer(await chooseFiles(from)) }),
    'files.dropped': ({ paths }) => ({ tickets: files.offer(paths) }),
    'files.recent': () => ({ recent: files.recent() }),
    'files.forget-recent': () => {
      files.forgetRecent()
      return null
    },
    'files.opened': ({ tickets }) => {
      files.noteOpen(tickets)
      return null
    },
    'searches.get': () => ({ searches: searches.get() }),
    'searches.keep': ({ searches: kept }) => searches.keep(kept),
    'coder.sign-in': ({ url, token }) => tokens.signIn(url, token),
    'coder.sign-out': async ({ url }) => {
      await tokens.signOut(url)
      return null
    },
    'passphrases.list': () => ({ kept: passphrases.list() }),
    'passphrases.refusal': async () => ({ refusal: await passphrases.refusal() }),
    'passphrases.forget': async ({ keyId }) => {
      await passphrases.forget(keyId)
      return null
    },
    'page.painted': () => {
      onPage()
      return null
    },
    'command.main': ({ command }, from) => {
      runMain(command, BrowserWindow.fromWebContents(from))
      return null
    },
    'engine.connect': ({ nonce }, from) => {
      engine.connect(from, nonce)
      return null
    },
    'watch.front': ({ agentId }, from) => {
      desk.setFront(from.id, agentId)
      return { mutedUntilMs: desk.mutedUntilMs() }
    },
    'watch.mute': ({ muted }) => {
      desk.mute(muted)
      return null
    },
  }
}

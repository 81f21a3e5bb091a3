import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { app, session, type BrowserWindow } from 'electron'
import { MAIN_COMMANDS, type CommandId, type MainCommand } from '@shared/commands'
import { createCalls } from './calls'
import { keepCrashReports, noteLostProcesses, pruneCrashReports } from './crash'
import { openTokenKeeper } from './coder-tokens'
import { openDiary } from './diary'
import { createEngineHost } from './engine'
import { openFileTickets } from './file-tickets'
import { claimProfile } from './identity'
import { push, pushTo, registerCalls } from './ipc'
import { parseArguments, readSecondLaunch, shownVersion, wantsVerdict, wantsWindow } from './launch'
import { runInMain } from './main-commands'
import { createMainWindows } from './main-window'
import { setMenu, setMenuBar } from './menu'
import { brokenLinks, linksOf, linksOfSecond } from './links'
import { lockNavigation } from './navigation'
import { pageAddress } from './page-address'
import { openPassphraseKeeper } from './passphrases'
import { denyPermissions } from './permissions'
import { catchProcessErrors } from './process-errors'
import { openRecordingKeys } from './recording-keys'
import { registerUiScheme, serveUi } from './protocol'
import { watchPower } from './power'
import { watchNetwork } from './network'
import { openSavedSearches } from './saved-searches'
import { saveDiagnostics } from './save-diagnostics'
import { openSettings } from './settings'
import { applyTheme } from './theme'
import { systemVault } from './vault'
import { unreadWords, unreadWordsOfSecond } from './unread-arguments'
import { watchWake } from './wake'
import { answerVerdict } from './verdict'
import { createDesk } from './watch'
import { frontWindow, MOST_WINDOWS, watchFront } from './windows'
import { wantsWords, wordsOf } from './words'

// The order of start-up, from top to bottom. The window waits for nothing that can come later.

// 0. `tailpane verdict FILE…` and questions for words need no app: they are answered, and the process ends.
const appFolder = app.isPackaged ? null : app.getAppPath()
if (wantsVerdict(process.argv, appFolder, process.cwd())) answerVerdict()

const words = wantsWords(process.argv)
if (words !== null) {
  const { electron, chrome, node } = process.versions
  writeSync(1, wordsOf(words, { app: shownVersion(app.getVersion(), electron), electron, chrome, node }))
  process.exit(0)
}

// 1. What was asked for, who we are, and a diary before anything can go wrong.
const launch = parseArguments(process.argv, process.cwd(), appFolder)
const profile = claimProfile()
const diary = openDiary(join(profile, 'logs'))
catchProcessErrors(diary, launch.shotFile !== null)
keepCrashReports()

// 2. The walls that must stand before the app is ready.
// Root in a container cannot have the sandbox: `--no-sandbox` is then given by hand, and
// insisting here would leave every process of the app unable to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerUiScheme()

// 3. One app per profile: a second start hands over what it was asked for.
if (app.requestSingleInstanceLock({ ...launch })) start()
else yieldToFirst()

function start(): void {
  // 4. What the window needs to look right from its first frame.
  const page = pageAddress(process.env['ELECTRON_RENDERER_URL'], app.isPackaged)
  const settings = openSettings(join(profile, 'settings.json'), { note: diary.note, now: () => new Date() })
  applyTheme(settings.get().theme)
  lockNavigation(page.url)
  noteLostProcesses(diary.note)

  const tokens = openTokenKeeper(join(profile, 'coder-tokens.json'), { vault: systemVault, note: diary.note })
  const passphrases = openPassphraseKeeper(join(profile, 'passphrases.json'), { vault: systemVault, note: diary.note })
  const recordingKeys = openRecordingKeys(join(profile, 'recording-keys.json'), { vault: systemVault, note: diary.note })
  const files = openFileTickets(join(profile, 'recent-files.json'), diary.note)
  const searches = openSavedSearches(join(profile, 'saved-searches.json'), diary.note)
  const desk = createDesk({ profile, settings: settings.get, openWindow: () => window.focus(), push, note: diary.note })
  const engine = createEngineHost({
    userDataDir: profile,
    settings: settings.get,
    coderTokens: tokens.all,
    passphrases: passphrases.all,
    recordingKeys: recordingKeys.all,
    files: files.all,
    onHealth: (health) => {
      push('engine.health', { health })
      desk.setEngine(health)
    },
    onNews: (news) => {
      if (news.type === 'outcome') return desk.take(news.outcome)
      if (news.type === 'summary') return desk.setSummary(news.summary)
      if (news.type === 'passphrase.forget') return void passphrases.forget(news.keyId)
      void passphrases.keep(news.keyId, news.path, news.passphrase).then((why) => {
        if (why !== null) push('notice.show', { text: `The passphrase stays in memory until Tailpane is closed. ${why}` })
      })
    },
    note: diary.note,
  })
  let exitCode = 0
  let shortcuts = JSON.stringify(settings.get().shortcuts)
  // 6. The engine, once the page is painted: side by side they would share the processors, and
  // the window would be later. Loading the page again is a new chance for one that was given up.
  const onPage = (): void => {
    showMenu()
    engine.start()
    // A picture says nothing to the desktop.
    if (launch.shotFile === null) desk.start(launch.hidden)
  }
  const window = createMainWindows({
    page: page.url,
    launch,
    diary,
    onPage,
    mayClose: desk.mayClose,
    exit: (code) => {
      exitCode = code
      app.quit()
    },
  })

  const runMain = (command: MainCommand, asked: BrowserWindow | null): void =>
    runInMain(command, asked, {
      quit: desk.quit,
      mute: () => desk.mute(true),
      newWindow: () => void (window.open() || push('notice.show', { text: `There are ${MOST_WINDOWS} windows, which is as many as there may be. Close one first.` })),
      saveDiagnostics: (window) => void saveDiagnostics(window, profile, settings.get()).then((text) => text !== null && push('notice.show', { text })),
    })
  const fromMenu = (command: CommandId): void => {
    const asked = frontWindow()
    const own = MAIN_COMMANDS.find((one) => one === command)
    if (own) runMain(own, asked)
    else if (asked) pushTo(asked, 'command.run', { command })
  }

  const showMenu = (): void => setMenu(settings.get().shortcuts, fromMenu, { recent: files.recent, open: (ticket) => push('files.offered', { tickets: [ticket] }) })

  // 5. The window, at once.
  void app.whenReady().then(() => {
    if (page.built) serveUi(join(__dirname, '../renderer'), (text) => diary.note('warn', text))
    registerCalls(createCalls({ settings, tokens, passphrases, recordingKeys, engine, files, searches, desk, launch, onPage, runMain, slotOf: window.slotOf }), page.origin, diary.note)
    denyPermissions(app, session.defaultSession)
    watchFront()
    setMenuBar()
    window.show()
    files.onChange(showMenu)
    watchWake(engine.wake)
    watchPower(engine.applyPower)
    watchNetwork({ onChange: engine.networkChanged })
    // 7. What was kept for deployments and keys; a keyring may take its time.
    void tokens.load()
    void passphrases.load()
    void recordingKeys.load().then(sealing)
    void pruneCrashReports(app.getPath('crashDumps'), Date.now())
  })

  // Where recordings are to be encrypted and cannot be, none are made, and the person is told.
  const sealing = async (): Promise<void> => {
    const why = settings.get().recordSealed ? await recordingKeys.ensure() : null
    if (why !== null) push('notice.show', { text: `Runs are not recorded now, since they cannot be encrypted. ${why}` })
  }
  tokens.onChange(engine.applyTokens)
  passphrases.onChange(engine.applyPassphrases)
  recordingKeys.onChange(engine.applyRecordingKeys)
  files.onChange(engine.applyFiles)
  settings.onChange((changed) => {
    applyTheme(changed.theme)
    engine.applySettings(changed)
    desk.applySettings(changed)
    push('settings.changed', changed)
    const keys = JSON.stringify(changed.shortcuts)
    if (keys !== shortcuts) showMenu()
    shortcuts = keys
  })
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    if (wantsWindow(data)) window.focus()
    const more = readSecondLaunch(data)
    for (const link of linksOfSecond(data)) push('link.open', { link })
    const unread = unreadWordsOfSecond(data)
    if (unread !== null) push('notice.show', { text: unread })
    if (!more) return
    const tickets = files.offer(more.files)
    if (tickets.length > 0) push('files.offered', { tickets })
    if (more.demo || more.targets.length > 0) push('launch.more', { demo: more.demo, targets: more.targets })
  })
  // macOS hands links over by this event, also those that started the app.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    for (const link of linksOf([url])) {
      if (app.isReady()) push('link.open', { link })
      else launch.links.push(link)
    }
    const broken = brokenLinks([url])
    const unread = unreadWords({ links: broken, files: 0 })
    if (!app.isReady()) launch.unread.links += broken
    else if (unread !== null) push('notice.show', { text: unread })
  })
  app.on('activate', () => window.focus())
  // macOS hands a file over so, also at the start.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    push('files.offered', { tickets: files.offer([path]) })
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', desk.ending)
  // The engine closes its connections and ends what it started; then the app goes.
  app.on('will-quit', (event) => {
    event.preventDefault()
    void engine.stop().finally(() => app.exit(exitCode))
  })
}

function yieldToFirst(): void {
  if (launch.shotFile === null) return app.quit()
  // A picture of somebody else's window would be the wrong one.
  process.stderr.write('tailpane: another Tailpane has this profile open; close it or give --user-data-dir.\n', () => app.exit(1))
}

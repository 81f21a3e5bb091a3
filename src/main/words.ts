/** What the command line may ask for that is printed and needs no app. */
export type Words = 'help' | 'version'

/** Reads `--help` and `--version`, which are the app's only where they stand before `--`; null when neither is there. */
export function wantsWords(argv: readonly string[]): Words | null {
  const dashes = argv.indexOf('--')
  const switches = argv.slice(1, dashes < 0 ? undefined : dashes)
  if (switches.includes('--help')) return 'help'
  return switches.includes('--version') ? 'version' : null
}

export interface Versions {
  /** As it is shown: with its suffix, where there is one. */
  app: string
  electron: string
  chrome: string
  node: string
}

/** The text for the terminal. */
export function wordsOf(words: Words, { app, electron, chrome, node }: Versions): string {
  if (words === 'version') return `tailpane ${app} (Electron ${electron}, Chromium ${chrome}, Node ${node})\n`
  return `Usage: tailpane [OPTION]… [FILE…] [-- TARGET…]
       tailpane verdict FILE…

Opens Tailpane, or brings its window forward, and these logs and workspaces: FILE is a log, an archive of logs or a folder
of this machine; TARGET is what you would give to ssh, [user@]host[:port] or a Host of your ssh configuration.
\`verdict\` opens no window: it prints what saved logs prove as JSON.

  --demo                 open the embedded demo workspace
  --hidden               start without showing the window
  --shot=FILE            write a picture of the settled window to FILE and end
  --user-data-dir=FOLDER keep the profile in FOLDER
  --help, --version      print this, or the versions, and end
`
}

import { verdictCommand } from './verdict-command'

/*
 * What main runs instead of the app for `tailpane verdict FILE…`: no window, no engine, no display. It ends the process.
 */
process.exit(verdictCommand(process.argv.slice(process.argv.indexOf('verdict') + 1), 'tailpane verdict'))

import { createRequire } from 'node:module'
import entryPath from '../engine/runs/verdict-entry?modulePath'

/** Judges the saved logs that the command line names and ends the process, before there is anything of the app. */
export function answerVerdict(): void {
  createRequire(__filename)(entryPath)
}

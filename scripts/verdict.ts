import { verdictCommand } from '../src/engine/runs/verdict-command'

/*
 * npm run verdict -- FILE…: prints what saved logs prove of an agent's starts as JSON (docs/verdict.md).
 */
process.exit(verdictCommand(process.argv.slice(2), 'npm run verdict --'))

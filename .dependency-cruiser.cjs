'use strict'

/*
 * The rooms of the house and who may enter which (docs/architecture.md). A rule that is
 * broken names the import; move the code to where it belongs rather than the rule.
 */

/** Inside the engine a folder imports only folders before it, through their index.ts. */
const engineOrder = [['process'], ['ssh', 'coder'], ['source'], ['marks'], ['window', 'runs'], ['search'], ['compare', 'recordings'], ['workspaces'], ['watch'], ['serve']]
/** What stands apart: the demo workspace is a machine to look at, and only who answers the window starts it. */
const engineApart = ['demo']
const engineFolders = [...engineOrder.flat(), ...engineApart]

/** Types written for everyone may be taken from their file; it holds no code. */
const contracts = '^src/(engine/[^/]+/types\\.ts|engine/create-engine\\.ts|renderer/bridge/types\\.ts)$'
/** Tests, and what only tests use; they may also import the peers in e2e/. */
const tests = '\\.test(-kit)?\\.tsx?$'

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @param {string} room @param {string[]} allowed folders of src */
const room = (room, ...allowed) =>
  forbid(
    `${room}-imports`,
    `src/${room} may import ${allowed.length > 0 ? `src/${allowed.join(', src/')}` : 'no other room'}.`,
    { path: `^src/${room}/`, pathNot: tests },
    { path: '^(src|e2e|bench|scripts)/', pathNot: [room, ...allowed].map((name) => `^src/${name}(/|$)`) },
  )

const engineSteps = engineOrder.map((step, index) => {
  const later = [...engineOrder.slice(index + 1).flat(), ...step.filter(() => step.length > 1), ...(step.includes('serve') ? [] : engineApart)]
  return step.map((folder) =>
    forbid(
      `engine-${folder}-order`,
      'In the engine the order is process, ssh and coder, source, marks, window and runs, search, compare and recordings, workspaces, watch, serve, create-engine: a folder imports only folders before it.',
      { path: `^src/engine/${folder}/`, pathNot: tests },
      { path: `^src/engine/(${later.filter((name) => name !== folder).join('|')}|create-engine|host)(/|\\.ts$)`, pathNot: contracts },
    ),
  )
})

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two modules that need each other are one module, or need a third.', { path: '^src/' }, { circular: true }),
    forbid(
      'no-orphans',
      'Nobody imports this module.',
      { orphan: true, pathNot: ['\\.d\\.ts$', tests, '^src/(main|preload)/index\\.ts$', '^src/engine/(host|runs/verdict-entry)\\.ts$', '^src/renderer/main\\.tsx$'] },
      {},
    ),
    forbid('no-unresolvable', 'This import leads nowhere.', {}, { couldNotResolve: true, pathNot: ['\\?', '\\.css$'] }),
    forbid('no-test-imports', 'Code does not lean on tests.', { pathNot: tests }, { path: tests }),
    forbid(
      'tools-stay-outside',
      'Development dependencies are not in the app.',
      { path: '^src/', pathNot: [tests, '^src/engine/test-peers/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/(electron|@types|electron-vite|vite)/' },
    ),
    room('shared'),
    room('preload', 'shared'),
    room('renderer', 'shared'),
    room('engine', 'shared'),
    forbid(
      'main-imports',
      'src/main may import src/shared, and the engine by its entries only.',
      { path: '^src/main/', pathNot: tests },
      { path: '^(src|e2e|bench|scripts)/', pathNot: ['^src/(main|shared)/', '^src/engine/(host|runs/verdict-entry)\\.ts'] },
    ),
    forbid(
      'shared-is-pure',
      'src/shared runs everywhere: nothing of Node, the browser or Electron, and no package but valibot.',
      { path: '^src/shared/', pathNot: tests },
      { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '^node_modules/valibot/' },
    ),
    forbid('renderer-without-node', 'The renderer is sandboxed.', { path: '^src/renderer/', pathNot: tests }, { dependencyTypes: ['core'] }),
    ...engineSteps.flat(),
    forbid(
      'engine-demo-apart',
      'The demo workspace is the other side of the wire and shares no code with this one.',
      { path: '^src/engine/demo/', pathNot: tests },
      { path: '^src/engine/(?!demo/)' },
    ),
    forbid(
      'engine-through-index',
      "A folder of the engine is entered through its index.ts (or its types).",
      { path: '^src/engine/([^/]+)/', pathNot: tests },
      { path: `^src/engine/(${engineFolders.join('|')})/`, pathNot: ['^src/engine/[^/]+/(index|types)\\.ts$', '^src/engine/$1/'] },
    ),
    forbid(
      'engine-top-through-index',
      'A folder of the engine is entered through its index.ts (or its types).',
      { path: '^src/engine/[^/]+$', pathNot: tests },
      { path: '^src/engine/[^/]+/', pathNot: '^src/engine/[^/]+/(index|types)\\.ts$' },
    ),
    forbid('xterm-in-terminal', 'The terminal belongs to src/renderer/terminal.', { path: '^src/', pathNot: ['^src/renderer/terminal/', tests] }, { path: '^node_modules/@xterm/' }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], mainFields: ['module', 'main', 'types'] },
    progress: { type: 'none' },
  },
}

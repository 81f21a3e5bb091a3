import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/*
 * Beside the usual rules, these hold the walls between the rooms: each powerful thing has
 * one place where it may be used. Which folder imports which is check:imports' business.
 */

const code = ['**/*.ts', '**/*.tsx', '**/*.mjs', '**/*.cjs', '**/*.js']

/** What only some places may import, and why. */
const walls = {
  electron: { name: 'electron', message: 'Electron belongs to src/main, src/preload, src/engine/host.ts, window-port.ts beside it and e2e.' },
  ipcMain: { name: 'electron', importNames: ['ipcMain'], message: 'Channels are registered in src/main/ipc.ts only.' },
  ipcRenderer: { name: 'electron', importNames: ['ipcRenderer'], message: 'The bridge is src/preload/index.ts.' },
  spawning: ['child_process', 'node:child_process'].map((name) => ({ name, message: 'Processes are started by src/engine/process only.' })),
  xterm: { group: ['@xterm/*'], message: 'The terminal belongs to src/renderer/terminal.' },
}

/**
 * One setting of the import rule; a later block replaces an earlier one as a whole.
 * @param {(object | object[])[]} paths @param {object[]} patterns
 */
function mayNotImport(paths, patterns = []) {
  return { '@typescript-eslint/no-restricted-imports': ['error', { paths: paths.flat(), patterns }] }
}

const { electron, ipcMain, ipcRenderer, spawning, xterm } = walls

export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'dist/', 'artifacts/', 'coverage/'] },
  {
    files: code,
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='shell'][property.name='openExternal']",
          message: 'Links are opened by src/main/external-links.ts only.',
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      // A filter for control characters has to name them, and then says so.
      'no-control-regex': 'error',
      ...mayNotImport([electron, ipcMain, ipcRenderer, spawning], [xterm]),
    },
  },
  {
    files: ['src/renderer/**/*.ts', 'src/renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // A promise that nobody waits for loses its error.
    files: ['src/**/*.ts', 'src/**/*.tsx', 'e2e/**/*.ts', 'bench/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ['src/main/**'], rules: mayNotImport([ipcMain, ipcRenderer, spawning], [xterm]) },
  { files: ['src/main/ipc.ts'], rules: mayNotImport([ipcRenderer, spawning], [xterm]) },
  { files: ['src/main/external-links.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/preload/**'], rules: mayNotImport([ipcMain, ipcRenderer, spawning], [xterm]) },
  { files: ['src/preload/index.ts'], rules: mayNotImport([ipcMain, spawning], [xterm]) },
  { files: ['src/engine/host.ts', 'src/engine/window-port.ts'], rules: mayNotImport([ipcMain, ipcRenderer, spawning], [xterm]) },
  { files: ['src/engine/process/**'], rules: mayNotImport([electron], [xterm]) },
  { files: ['src/renderer/terminal/**'], rules: mayNotImport([electron, spawning]) },
  { files: ['**/*.test.ts', '**/*.test.tsx', '**/*.test-kit.ts'], rules: mayNotImport([electron]) },
  { files: ['scripts/**', 'bench/**', 'e2e/**'], rules: mayNotImport([ipcMain, ipcRenderer]) },
  {
    // Tools read their configuration from a default export.
    files: ['*.config.ts', '*.config.mjs', 'e2e/*.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.cjs'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-nocheck': 'allow-with-description' }],
    },
  },
)

/**
 * The words of the project as types. `docs/architecture.md` has the glossary; these
 * are the shapes that cross a process border. No behaviour.
 */
export * from './agent'
export * from './failure'
export * from './link'
export * from './log'
export * from './recording'
export * from './run'
export * from './workspace'

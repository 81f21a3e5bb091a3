export { AgentSession } from './agent-session'
export { Prompts } from './prompts'
export { WorkspaceRegistry } from './registry'

export { Announcer } from './Announcer'
export { agentFact, headSentence, isWorkspace, linkNotice, type RowFact, type Tone } from './facts'
export { closedRecents } from './recents'
export {
  closeWorkspace,
  forgetTarget,
  openDemo,
  openRecent,
  openTarget,
  reconnect,
  reconnectAgent,
  removeWorkspace,
  showFailure,
} from './workspace-actions'
export { findAgent, useAgent, useWorkspaces, type PlacedAgent } from './workspace-store'

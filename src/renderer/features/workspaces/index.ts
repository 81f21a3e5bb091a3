export { Announcer } from './Announcer'
export { buildFact, buildSentence, canStart, notRunningWords, type BuildFact } from './build-words'
export { deploymentHost, listNote } from './deployment-words'
export { agentFact, awakeWords, headSentence, isQuiet, isWorkspace, linkNotice, type LinkNotice, type RowFact, type Tone } from './facts'
export { favouriteWorkspaces, toggleFavourite, withFavourite } from './favourites'
export { keepsStarts, toggleKeptStarts } from './kept-starts'
export { closedRecents } from './recents'
export { useNow } from './use-now'
export {
  closeWorkspace,
  forgetTarget,
  onWorkspaceOpened,
  openDemo,
  openRecent,
  openTarget,
  reconnect,
  reconnectAgent,
  refreshLists,
  removeWorkspace,
  showFailure,
  stopTrying,
} from './workspace-actions'
export { findAgent, useAgent, useWorkspace, useWorkspaces, type PlacedAgent } from './workspace-store'

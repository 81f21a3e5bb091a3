/* TabsArea is not exported here: it brings the layout library and the terminal, and is loaded after the first paint. */
export { startAgentConnections } from './agent-connections'
export { paneIdOf } from './pane-ids'
export { splitActiveTab } from './split-request'
export { closeActiveTab, closeAgentTab, nextTab, previousTab, showAgent, showWorkspace, startTabs, useTabs } from './tab-store'

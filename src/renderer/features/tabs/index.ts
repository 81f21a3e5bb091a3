/* TabsArea is not exported here: it brings the layout library and the terminal, and is loaded after the first paint. */
export { splitActiveTab } from './split-request'
export { closeActiveTab, nextTab, previousTab, showAgent, startTabs, useTabs } from './tab-store'

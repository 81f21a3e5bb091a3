/* SearchPanel is not exported here: it is loaded after the first paint. */
export { closeSearchPanel, openSearchPanel, useSearchPanel } from './panel-store'

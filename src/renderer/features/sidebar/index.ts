export { focusFilter } from './focus-filter'
export { Sidebar } from './Sidebar'

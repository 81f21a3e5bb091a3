export { focusFilter } from './focus-filter'
export { Sidebar } from './Sidebar'
export { closeDrawer, setSidebarVisible, toggleSidebar, useSidebarVisible } from './visibility'

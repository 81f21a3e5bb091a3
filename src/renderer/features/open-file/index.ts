import './dropping.css'
export { chooseFiles, forgetRecentFiles, isFile, openTickets, startOpenFiles } from './open-files'
export { RecentFiles } from './RecentFiles'

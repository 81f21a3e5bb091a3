import './dropping.css'
export { chooseFiles, forgetRecentFiles, isFile, keepOpenFiles, openTickets, startOpenFiles } from './open-files'
export { RecentFiles } from './RecentFiles'

export { StartWorkspaceDialog } from './StartWorkspaceDialog'

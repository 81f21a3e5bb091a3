export { AddWorkspaceDialog } from './AddWorkspaceDialog'
export { suggestions } from './suggestions'

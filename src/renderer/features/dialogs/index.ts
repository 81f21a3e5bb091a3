export { closeDialog, openDialog, useDialogs, type OpenDialog } from './dialog-store'

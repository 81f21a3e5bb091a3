export { closeDialog, openDialog, useDialogs, type DialogName } from './dialog-store'

import { create } from 'zustand'

export type DialogName = 'add-workspace' | 'settings' | 'about'

interface DialogState {
  open: DialogName | null
}

/** Which of the app's own dialogs is open; questions from the engine are not among them. */
export const useDialogs = create<DialogState>()(() => ({ open: null }))

export function openDialog(name: DialogName): void {
  useDialogs.setState({ open: name })
}

export function closeDialog(): void {
  useDialogs.setState({ open: null })
}

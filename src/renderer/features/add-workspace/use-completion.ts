import { useState, type HTMLAttributes, type InputHTMLAttributes } from 'react'

export interface Completion {
  items: readonly string[]
  open: boolean
  inputProps: InputHTMLAttributes<HTMLInputElement>
  listProps: HTMLAttributes<HTMLUListElement>
  itemProps(index: number): HTMLAttributes<HTMLLIElement>
}

/** A text field with a list under it, after the combobox pattern of WAI-ARIA: arrows choose, Enter takes, Escape hides. */
export function useCompletion(items: readonly string[], take: (item: string) => void): Completion {
  const [shown, setShown] = useState(false)
  const [index, setIndex] = useState(-1)
  const open = shown && items.length > 0
  const at = index < items.length ? index : -1

  const choose = (item: string) => {
    take(item)
    setShown(false)
    setIndex(-1)
  }
  return {
    items,
    open,
    inputProps: {
      role: 'combobox',
      autoComplete: 'off',
      autoCapitalize: 'off',
      spellCheck: false,
      'aria-expanded': open,
      'aria-controls': 'completion-list',
      'aria-autocomplete': 'list',
      ...(open && at >= 0 ? { 'aria-activedescendant': `completion-${at}` } : {}),
      onInput: () => {
        setShown(true)
        setIndex(-1)
      },
      onBlur: () => setShown(false),
      onKeyDown: (event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault()
          if (!open) return setShown(true)
          const step = event.key === 'ArrowDown' ? 1 : -1
          setIndex(at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length)
        } else if (event.key === 'Enter' && open && at >= 0) {
          event.preventDefault()
          choose(items[at] ?? '')
        } else if (event.key === 'Escape' && open) {
          // The first Escape hides the list, the next one closes the dialog.
          event.stopPropagation()
          event.nativeEvent.stopImmediatePropagation()
          setShown(false)
        }
      },
    },
    listProps: { id: 'completion-list', role: 'listbox', 'aria-label': 'Hosts of your ssh config' },
    itemProps: (own) => ({
      id: `completion-${own}`,
      role: 'option',
      'aria-selected': own === at,
      // Before the field loses the focus, which would hide the list.
      onPointerDown: (event) => {
        event.preventDefault()
        choose(items[own] ?? '')
      },
    }),
  }
}

import * as Radix from '@radix-ui/react-dropdown-menu'
import { createPortal } from 'react-dom'
import './menu.css'

export interface MenuItem {
  label: string
  shortcut?: string | null | undefined
  disabled?: boolean
  run: () => void
}

export interface MenuAtProps {
  /** What it stands in; the page's main part unless it is said. A dialog's own menu stands in the dialog. */
  within?: HTMLElement | null
  /** Where the menu opens, in CSS pixels of the window. */
  at: { x: number; y: number }
  /** A key asked for it: its first item has the focus. */
  byKey?: boolean
  /** Read aloud as the menu's name. */
  label: string
  items: readonly (MenuItem | 'separator')[]
  onClose: () => void
  /** Gets the focus back when the menu closes. */
  returnFocus?: HTMLElement | null
}

/** A menu at a point, open as long as it is mounted: one serves a whole list of rows. */
export function MenuAt({ at, label, items, onClose, returnFocus, within = null, byKey = false }: MenuAtProps) {
  // A row that is not painted while it is out of view would have it fixed to itself.
  const anchor = <Radix.Trigger className="menu-anchor" style={{ left: at.x, top: at.y }} tabIndex={-1} aria-hidden />
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      {within ? createPortal(anchor, within) : anchor}
      {/* In a landmark, as everything on the page is. */}
      <Radix.Portal container={within ?? document.querySelector('main')}>
        <Radix.Content
          className="menu"
          aria-label={label}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          // Radix does so only for keys that it heard itself.
          onFocus={({ target, currentTarget, relatedTarget }) => {
            if (byKey && target === currentTarget && !currentTarget.contains(relatedTarget)) currentTarget.querySelector<HTMLElement>('[role="menuitem"]:not([data-disabled])')?.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // Where an item took the focus elsewhere, it stays there; a dialog takes what is lost to itself.
            if (returnFocus?.isConnected && (document.activeElement === document.body || document.activeElement === within)) returnFocus.focus()
          }}
        >
          {items.map((item, index) =>
            item === 'separator' ? (
              <Radix.Separator key={index} className="menu-separator" />
            ) : (
              <Radix.Item key={item.label} className="menu-item" disabled={item.disabled ?? false} onSelect={item.run}>
                {item.label}
                {item.shortcut && <kbd>{item.shortcut}</kbd>}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

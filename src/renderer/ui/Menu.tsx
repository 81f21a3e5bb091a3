import * as Radix from '@radix-ui/react-dropdown-menu'
import './menu.css'

export interface MenuItem {
  label: string
  shortcut?: string | null | undefined
  disabled?: boolean
  run: () => void
}

export interface MenuAtProps {
  /** Where the menu opens, in CSS pixels of the window. */
  at: { x: number; y: number }
  /** Read aloud as the menu's name. */
  label: string
  items: readonly (MenuItem | 'separator')[]
  onClose: () => void
  /** Gets the focus back when the menu closes. */
  returnFocus?: HTMLElement | null
}

/** A menu at a point, open as long as it is mounted: one serves a whole list of rows. */
export function MenuAt({ at, label, items, onClose, returnFocus }: MenuAtProps) {
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger className="menu-anchor" style={{ left: at.x, top: at.y }} tabIndex={-1} aria-hidden />
      {/* In a landmark, as everything on the page is. */}
      <Radix.Portal container={document.querySelector('main')}>
        <Radix.Content
          className="menu"
          aria-label={label}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (returnFocus?.isConnected && document.activeElement === document.body) returnFocus.focus()
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

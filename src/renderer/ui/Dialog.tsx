import * as Radix from '@radix-ui/react-dialog'
import { X } from 'lucide-react'
import { useState, type ReactNode, type RefObject } from 'react'
import { IconButton } from './Button'
import './dialog.css'

export interface DialogProps {
  title: string
  /** One or two plain sentences under the title; read aloud when the dialog opens. */
  description?: ReactNode
  /** Gets the focus when the dialog opens; without it the first control does. */
  initialFocus?: RefObject<HTMLElement | null>
  onClose: () => void
  /** `alertdialog` for a question that must be answered. It has no ✕ and a click outside does not close it. */
  role?: 'dialog' | 'alertdialog'
  /** Its body may be longer than the window is high; nothing in it may need to reach beyond its edges. */
  tall?: boolean
  /** For lists whose rows have two ends. */
  wide?: boolean
  /** Escape was pressed; false keeps the dialog open. */
  onEscape?: () => boolean
  children: ReactNode
}

/** A modal dialog that is open as long as it is mounted. */
export function Dialog({ title, description, initialFocus, onClose, role = 'dialog', tall = false, wide = false, onEscape, children }: DialogProps) {
  // Dialogs are opened by commands, not by a trigger that Radix would know to go back to.
  const [opener] = useState(() => document.activeElement)
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-scrim">
          <Radix.Content
            className={['dialog', tall && 'tall', wide && 'wide'].filter(Boolean).join(' ')}
            role={role}
            {...(description ? {} : { 'aria-describedby': undefined })}
            onEscapeKeyDown={(event) => onEscape?.() === false && event.preventDefault()}
            onOpenAutoFocus={(event) => {
              if (!initialFocus?.current) return
              event.preventDefault()
              initialFocus.current.focus()
            }}
            onCloseAutoFocus={(event) => {
              if (!(opener instanceof HTMLElement) || !opener.isConnected) return
              event.preventDefault()
              opener.focus()
            }}
            onPointerDownOutside={(event) => role === 'alertdialog' && event.preventDefault()}
          >
            <div className="dialog-head">
              <Radix.Title className="dialog-title">{title}</Radix.Title>
              {role === 'dialog' && <IconButton label="Close" icon={<X size={16} aria-hidden />} onClick={onClose} />}
            </div>
            {description && (
              <Radix.Description asChild>
                <div className="dialog-description">{description}</div>
              </Radix.Description>
            )}
            <div className="dialog-body">{children}</div>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}

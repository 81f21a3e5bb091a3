import { isMac } from '@/features/commands/shortcuts'
import { writeShortcut } from '@shared/keys'

/** Keys that cannot be changed, since they mean the same in every program. */
const fixed: readonly { what: string; keys: readonly string[] }[] = [
  { what: 'Scroll by a line, by a screen', keys: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'] },
  { what: 'Copy the selection, select all', keys: ['Mod+C', 'Mod+A'] },
  { what: 'Close what is open in front', keys: ['Escape'] },
  { what: 'Menu of what has the focus', keys: ['Shift+F10'] },
  { what: 'Next and previous control', keys: ['Tab', 'Shift+Tab'] },
]

export function FixedKeys() {
  return (
    <section aria-labelledby="shortcuts-fixed">
      <h3 id="shortcuts-fixed" className="shortcuts-group">
        Always
      </h3>
      <ul>
        {fixed.map(({ what, keys }) => (
          <li key={what} className="shortcut-row">
            <span className="shortcut-title">{what}</span>
            <span className="shortcut-keys">
              {keys.map((key) => (
                <kbd key={key} className="key">
                  {writeShortcut(key, isMac)}
                </kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

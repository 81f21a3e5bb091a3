import * as Menu from '@radix-ui/react-dropdown-menu'
import { Check, ChevronDown, Clock, Search, WrapText } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LogInfo, PaneCondition } from '@shared/model'
import { formatBytes } from '@shared/text/units'
import { useLabel } from '@/features/commands/shortcuts'
import { Chip, IconButton } from '@/ui'
import '@/ui/menu.css'
import { conditionWord, logFacts, splitPath, storeWords } from './pane-words'
import './pane-header.css'

export interface PaneHeaderProps {
  log: LogInfo
  logs: readonly LogInfo[]
  condition: PaneCondition
  /** In place of the word for the condition, where more is to be said, e.g. since when. */
  said?: string | null
  sizeBytes: number | null
  /** What is shown will not grow, so there is nothing to follow. */
  ended: boolean
  extra: ReactNode
  /** Where the view stands. */
  place: ReactNode
  onShowLog: (logId: string) => void
  onAddPath: () => void
  onOpenMenu: () => void
  onFind: () => void
  onToggleFollow: () => void
  /** Secrets of this log are shown, which they are only while somebody looks for one. */
  secretsShown: boolean
  onHideSecrets: () => void
  /** Long lines go on in the next row. */
  wrap: boolean
  /** How times are shown, where that is not as written. */
  times: string | null
  onWrap: () => void
  onTimes: () => void
}

/** Which log this is, how it stands, and the way to another one. */
export function PaneHeader(props: PaneHeaderProps) {
  const { log, condition, said, sizeBytes, ended, extra, place, wrap, times, secretsShown, onHideSecrets, onFind, onToggleFollow, onWrap, onTimes } = props
  const { folder, name } = splitPath(log.path)
  const store = storeWords(log.store)
  const { word, tone } = conditionWord(condition)
  const findLabel = useLabel('Find in this log', 'find')
  const followLabel = useLabel(condition === 'paused' ? 'Follow the end' : 'Pause here', 'follow.toggle')
  const secretsLabel = useLabel('Hide the secrets of this log', 'secrets.toggle')
  const canToggle = condition === 'following' || condition === 'paused' || condition === 'gap'
  return (
    <header className="pane-header">
      <LogMenu {...props} />
      {store ? (
        <span className="pane-store ellipsis" title={store.long} data-store={log.store}>
          {store.short}
        </span>
      ) : (
        <span className="pane-path mono" title={log.path}>
          <span className="pane-path-folder">{folder}</span>
          <span className="pane-path-name">{name}</span>
        </span>
      )}
      {extra}
      <span className="pane-chips">
        {secretsShown && (
          <button type="button" className="chip pane-follow" data-tone="warn" title={secretsLabel} onClick={onHideSecrets}>
            secrets shown
          </button>
        )}
        {place}
        {sizeBytes !== null && <Chip title="Size of this log">{formatBytes(sizeBytes)}</Chip>}
        {canToggle && ended ? (
          <Chip title="This part of the log is complete">ended</Chip>
        ) : canToggle ? (
          <button
            type="button"
            className="chip pane-follow"
            data-tone={tone}
            title={followLabel}
            onClick={onToggleFollow}
          >
            {word}
          </button>
        ) : (
          <Chip tone={tone}>{said ?? word}</Chip>
        )}
      </span>
      <span className="pane-reading">
        <IconButton size="small" label={`Times of lines (T)${times === null ? '' : `: ${times}`}`} icon={<Clock size={14} />} onClick={onTimes} />
        <IconButton size="small" label={wrap ? 'Do not wrap long lines (Z)' : 'Wrap long lines (Z)'} icon={<WrapText size={14} />} data-on={wrap} onClick={onWrap} />
      </span>
      <IconButton size="small" label={findLabel} icon={<Search size={14} />} onClick={onFind} />
    </header>
  )
}

function LogMenu({ log, logs, onShowLog, onAddPath, onOpenMenu }: PaneHeaderProps) {
  return (
    <Menu.Root modal={false} onOpenChange={(open) => open && onOpenMenu()}>
      <Menu.Trigger className="pane-title" aria-label={`${log.title}. Choose another log`} data-testid="log-menu">
        <span className="ellipsis">{log.title}</span>
        <ChevronDown size={13} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu log-menu" align="start" sideOffset={4} collisionPadding={8} aria-label="Logs of this agent">
          <Menu.RadioGroup value={log.id} onValueChange={onShowLog}>
            {logs.map((one) => (
              <Menu.RadioItem key={one.id} value={one.id} className="menu-item log-item">
                <span className="log-item-check">
                  <Menu.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </Menu.ItemIndicator>
                </span>
                <span className="log-item-text">
                  <span>{one.title}</span>
                  {one.store === 'file' && (
                    <span className="log-item-path mono" title={one.path}>
                      {one.path}
                    </span>
                  )}
                  <span className="log-item-facts">{storeWords(one.store)?.short ?? logFacts(one, Date.now())}</span>
                </span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className="menu-separator" />
          <Menu.Item className="menu-item log-add" onSelect={onAddPath}>
            Add a path…
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  )
}

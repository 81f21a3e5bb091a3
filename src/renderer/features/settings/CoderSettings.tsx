import { X } from 'lucide-react'
import { useId, useState, type FormEvent } from 'react'
import { Button, IconButton } from '@/ui'
import { folderRefusal } from './setting-text'
import { changeSetting, useSettings } from './settings-store'

/** Where the `coder` program is. */
export function ProgramRow() {
  const value = useSettings((state) => state.settings.coderPath)
  const [draft, setDraft] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const id = useId()
  const commit = async () => {
    if (draft === null) return
    const path = draft.trim()
    const refused = path === '' ? null : folderRefusal(path, [])
    if (refused) return setRefusal(refused)
    const result = await changeSetting({ coderPath: path })
    setRefusal(result.ok ? null : result.failure.sentence)
    if (result.ok) setDraft(null)
  }
  return (
    <div className="setting-row setting-wide">
      <label htmlFor={id}>The coder program</label>
      <input
        id={id}
        className="text-input mono"
        placeholder="The first on the PATH"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? value}
        aria-invalid={refusal !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setDraft(event.target.value)
          setRefusal(null)
        }}
        onBlur={() => void commit()}
        onKeyDown={(event) => event.key === 'Enter' && void commit()}
      />
      <p id={`${id}-hint`} className={refusal ? 'field-error' : 'field-hint'} role={refusal ? 'alert' : undefined}>
        {refusal ?? 'Its full path, where it is not on the PATH.'}
      </p>
    </div>
  )
}

/** Which of its config folders are looked at. */
export function FolderList() {
  const folders = useSettings((state) => state.settings.coderFolders)
  const [draft, setDraft] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const id = useId()
  const keep = async (next: string[]): Promise<boolean> => {
    const result = await changeSetting({ coderFolders: next })
    setRefusal(result.ok ? null : result.failure.sentence)
    return result.ok
  }
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const folder = draft.trim()
    if (folder === '') return
    const refused = folderRefusal(folder, folders)
    if (refused) return setRefusal(refused)
    if (await keep([...folders, folder])) setDraft('')
  }
  return (
    <form className="setting-row setting-wide" onSubmit={(event) => void add(event)}>
      <label htmlFor={id}>Further config folders</label>
      {folders.length > 0 && (
        <ul className="setting-list">
          {folders.map((folder) => (
            <li key={folder}>
              <span className="mono ellipsis" title={folder}>
                {folder}
              </span>
              <IconButton
                size="small"
                label={`Remove ${folder}`}
                icon={<X size={13} aria-hidden />}
                onClick={() => void keep(folders.filter((one) => one !== folder))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="setting-add">
        <input
          id={id}
          className="text-input mono"
          placeholder="/home/me/.config/coder-other"
          autoComplete="off"
          spellCheck={false}
          value={draft}
          aria-invalid={refusal !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setDraft(event.target.value)
            setRefusal(null)
          }}
        />
        <Button type="submit">Add</Button>
      </div>
      <p id={`${id}-hint`} className={refusal ? 'field-error' : 'field-hint'} role={refusal ? 'alert' : undefined}>
        {refusal ?? 'Each is another login of the coder program, as with its --global-config.'}
      </p>
    </form>
  )
}

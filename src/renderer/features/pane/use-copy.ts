import { useEffect, useRef, useState } from 'react'
import type { TextRange } from '@shared/contract/places'
import { formatBytes } from '@shared/text/units'
import type { EngineClient } from '@/bridge'
import { copyColoured, copySelection, rangeOf } from './pane-copy'
import { savedWords, savedName } from './pane-words'
import type { PaneNoticeProps } from './PaneNotice'
import type { LivePane } from './use-pane'

export interface CopyPorts {
  /** Puts plain text on the clipboard, with HTML beside it where colours are wanted. */
  onCopy: (text: string, html?: string) => void
  /** Lets the person choose a file; the answer is the ticket that the engine takes for it, null when they did not. */
  onChooseFile: (name: string) => Promise<string | null>
}

export interface Copying {
  copy: () => void
  /** With HTML beside the plain text. */
  copyColoured: () => void
  /** Writes the selection into a file that the person chooses. */
  saveSelection: () => void
  /** Writes all of the log into a file that the person chooses. */
  saveLog: () => void
  notice: PaneNoticeProps | null
}

/** Copies the selection of a pane, and saves what is too long for the clipboard; `notice` is what there is to say about it. */
export function useCopy(client: EngineClient, live: LivePane | null, logName: string, ports: CopyPorts): Copying {
  const [notice, setNotice] = useState<PaneNoticeProps | null>(null)
  const latest = useRef(ports)
  latest.current = ports
  /** What is on its way into a file. */
  const saving = useRef<string | null>(null)
  const dismiss = { onDismiss: () => setNotice(null) }

  useEffect(() => {
    setNotice(null)
    if (!live) return
    const paneId = live.session.id
    return client.onEvent((event) => {
      if (event.event !== 'pane.saving' || event.paneId !== paneId || saving.current === null) return
      const percent = Math.floor((100 * event.doneBytes) / event.totalBytes)
      setNotice(savingNotice(saving.current, `${percent}% of ${formatBytes(event.totalBytes)}.`, () => void client.request('pane.save-cancel', { paneId })))
    })
  }, [client, live])

  const save = async ({ session }: LivePane, range: TextRange | null) => {
    const ticket = await latest.current.onChooseFile(savedName(logName, range === null))
    if (ticket === null) return
    saving.current = range ? 'Saving the selection.' : 'Saving the log, up to where it ended when this began.'
    setNotice(savingNotice(saving.current, 'It has begun.', () => void client.request('pane.save-cancel', { paneId: session.id })))
    const result = await client.request('pane.save', { paneId: session.id, range, ticket })
    saving.current = null
    if (result.ok) setNotice({ tone: 'quiet', sentence: 'Saved.', nextStep: savedWords(result.value), ...dismiss })
    else setNotice({ tone: 'warn', ...{ sentence: result.failure.sentence, nextStep: result.failure.nextStep }, ...dismiss })
  }
  const copy = async (pane: LivePane, take: typeof copyColoured) => {
    const copied = await take(client, pane.session, pane.terminal, pane.rail.model.snapshot().from)
    if (copied.kind === 'text') latest.current.onCopy(copied.text, copied.html ?? undefined)
    if (saving.current !== null) return
    if (copied.kind === 'too-long') {
      const { range } = copied
      setNotice({ tone: 'warn', sentence: copied.sentence, nextStep: 'It can be saved as a file.', action: { label: 'Save as…', run: () => void save(pane, range) }, ...dismiss })
    } else if (copied.kind === 'failed') setNotice({ tone: 'warn', sentence: 'Not copied.', nextStep: copied.sentence, ...dismiss })
    else setNotice(null)
  }
  const saveSelection = () => {
    const selected = live?.terminal.selected()
    if (live && selected) void save(live, rangeOf(selected, live.rail.model.snapshot().from, live.terminal.columns))
  }
  return {
    copy: () => live && void copy(live, copyPlain),
    copyColoured: () => live && void copy(live, copyColoured),
    saveSelection,
    saveLog: () => live && void save(live, null),
    notice,
  }
}

function savingNotice(sentence: string, progress: string, cancel: () => void): PaneNoticeProps {
  return { tone: 'quiet', sentence, nextStep: progress, action: { label: 'Cancel', run: cancel } }
}

const copyPlain: typeof copyColoured = async (...of) => {
  const copied = await copySelection(...of)
  return copied.kind === 'text' ? { ...copied, html: null } : copied
}

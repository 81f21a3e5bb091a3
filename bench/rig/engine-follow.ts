import { rmSync, writeFileSync } from 'node:fs'
import type { PaneBatch } from '@shared/contract/port'
import { PaneText, testEngine } from '../../src/engine/engine.test-kit'
import type { Host } from './host'
import { writeAtRate, type WriterOptions } from './writer'

export interface LineCheck {
  /** Numbered lines that arrived. */
  lines: number
  /** Lines whose number was not that of the line before plus one. */
  wrong: number
  /** Gap rows and other marks. */
  marks: number
}

/** Checks each numbered line as it arrives and keeps none. */
class NumberedPane extends PaneText {
  readonly check: LineCheck = { lines: 0, wrong: 0, marks: 0 }
  ended = false
  private rest = ''

  constructor(private readonly lastLine: string) {
    super()
  }

  override take(batch: PaneBatch): void {
    this.check.marks += batch.marks.length
    const text = Buffer.from(batch.text).toString('latin1')
    // An open line comes again, whole, with the batch that replaces it.
    const lines = ((batch.replacesOpenLine ? '' : this.rest) + text).split('\n')
    this.rest = batch.open ? (lines.pop() ?? '') : ''
    for (const line of lines) {
      if (line === this.lastLine) this.ended = true
      const number = /^(\d+): /.exec(line)?.[1]
      if (number === undefined) continue
      if (Number(number) !== this.check.lines) this.check.wrong++
      this.check.lines = Number(number) + 1
    }
  }
}

/** Follows a writer with the engine in this process and a window without a screen that looks at every line. */
export async function followWithEngine(host: Host, path: string, writer: WriterOptions): Promise<LineCheck> {
  writeFileSync(path, '')
  const { engine, window, dir } = testEngine(host.home.env)
  try {
    const opened = await window.request('workspace.open', { target: 'box1' })
    if (!opened.ok) throw new Error(opened.failure.sentence)
    await window.until('the workspace is connected', () => window.workspaces[0]?.agents[0]?.link.phase === 'connected')
    const log = await window.request('log.add', { agentId: window.workspaces[0]?.agents[0]?.id ?? '', path })
    if (!log.ok) throw new Error(log.failure.sentence)
    const pane = new NumberedPane(writer.lastLine)
    window.panes.set('p', pane)
    await window.request('pane.open', { paneId: 'p', logId: log.value.id, columns: 120, windowRows: 2000, visible: true, resume: null })
    await window.until('the pane follows', () => pane.status?.condition === 'following')
    await writeAtRate(writer)
    await window.until('the last line arrived', () => pane.ended)
    return pane.check
  } finally {
    await engine.stop()
    rmSync(dir, { recursive: true, force: true })
    rmSync(path)
  }
}

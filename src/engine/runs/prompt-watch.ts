import { SftpError, type Disposable } from '../ssh'
import type { ByteSource } from '../source'
import { lastOpenLine } from './last-line'
import { looksLikePrompt } from './prompt-hint'

/** A question counts as waiting when nothing followed it for this long (ms). */
const QUIET_MS = 2500
const TAIL_BYTES = 1024

/** Tells whether a script log's last line, without a newline and quiet, looks like a prompt. */
export class PromptWatch {
  private readonly subscription: Disposable
  private timer: NodeJS.Timeout | null = null
  private size = -1
  private value = false
  private stopped = false

  constructor(
    private readonly source: ByteSource,
    private readonly onChange: (atPrompt: boolean) => void,
  ) {
    this.subscription = source.onChange(() => this.changed())
    this.changed()
  }

  dispose(): void {
    this.stopped = true
    this.subscription.dispose()
    if (this.timer) clearTimeout(this.timer)
  }

  private changed(): void {
    if (this.source.size() === this.size) return
    this.size = this.source.size()
    this.set(false)
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.look(), QUIET_MS)
  }

  private async look(): Promise<void> {
    const from = Math.max(this.source.epochStart(), this.size - TAIL_BYTES)
    let tail = ''
    try {
      for (let at = from; at < this.size; ) {
        const result = await this.source.read(at, this.size - at, 'bulk')
        if (result.kind === 'gone' || result.bytes.length === 0) return
        tail += result.bytes.toString('utf8')
        at += result.bytes.length
      }
    } catch (error) {
      if (error instanceof SftpError) return
      throw error
    }
    if (!this.stopped && this.source.size() === this.size) this.set(looksLikePrompt(lastOpenLine(tail)))
  }

  private set(value: boolean): void {
    if (value === this.value) return
    this.value = value
    this.onChange(value)
  }
}

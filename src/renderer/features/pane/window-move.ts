import type { Destination, PaneBatch } from '@shared/contract/port'

/** Which move of a pane's window is under way. It ends with the text that it brings: asking twice would bring twice as much. */
export class WindowMove {
  private kind: Destination['kind'] | null = null
  private to: number | null = null
  private rewriting = false

  get underWay(): boolean {
    return this.kind !== null
  }

  /** Offset (bytes) of the place that the window is on its way to; null while it goes to none. */
  get offset(): number | null {
    return this.kind === 'offset' ? this.to : null
  }

  begin(to: Destination): void {
    this.kind = to.kind
    this.to = to.kind === 'offset' ? to.offset : null
  }

  end(): void {
    this.kind = null
  }

  /** This batch is parsed. @returns whether another window is shown in full with it */
  arrived(batch: Pick<PaneBatch, 'kind' | 'complete'>): boolean {
    // A rewrite may take several batches, all but the first of them appended.
    this.rewriting ||= batch.kind === 'rewrite'
    if (this.rewriting ? batch.complete : this.kind === 'newer') this.end()
    const rewritten = this.rewriting && batch.complete
    if (batch.complete) this.rewriting = false
    return rewritten
  }

  /** Behind what is shown lie so many bytes. */
  noteAfter(afterBytes: number): void {
    if (this.kind === 'newer' && afterBytes === 0) this.end()
  }
}

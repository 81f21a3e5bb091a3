import { PANE_CREDIT_BYTES } from '@shared/contract/port'

/** What a pane may still be sent before it acknowledges (bytes). */
export class Credit {
  private outstanding = 0

  /** A batch larger than the whole credit may go when nothing is outstanding. */
  allows(bytes: number): boolean {
    return this.outstanding === 0 || this.outstanding + bytes <= PANE_CREDIT_BYTES
  }

  spend(bytes: number): void {
    this.outstanding += bytes
  }

  giveBack(bytes: number): void {
    this.outstanding = Math.max(0, this.outstanding - bytes)
  }
}

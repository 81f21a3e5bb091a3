import { Socket } from 'node:net'

/**
 * A TCP socket whose writes of one turn leave together. ssh2 without its native add-on
 * writes each packet in several small pieces; with Nagle's algorithm off each would be a
 * segment of its own, and with it on every request would wait for a delayed
 * acknowledgement (44 ms). Corking until the end of the turn avoids both.
 */
export class BurstSocket extends Socket {
  #corked = false

  constructor() {
    super()
    this.setNoDelay(true)
  }

  override connect(...args: unknown[]): this {
    Reflect.apply(super.connect, this, args)
    // Node puts its own `write` on a socket that connects, over the one below.
    Reflect.deleteProperty(this, 'write')
    return this
  }

  override write(...args: unknown[]): boolean {
    if (!this.#corked && !this.connecting && !this.destroyed) {
      this.#corked = true
      this.cork()
      process.nextTick(() => {
        this.#corked = false
        this.uncork()
      })
    }
    return Reflect.apply(super.write, this, args) as boolean
  }
}

import { describe, expect, it } from 'vitest'
import { followVisibility } from './panel-visible'

/** A panel whose listeners are called one after the other, as the layout calls them. */
class FakePanel {
  isVisible = true
  readonly visibility = new Set<() => void>()
  readonly group = new Set<() => void>()
  readonly active = new Set<() => void>()
  private hear(listeners: Set<() => void>) {
    return (listener: () => void) => (listeners.add(listener), { dispose: () => void listeners.delete(listener) })
  }
  onDidVisibilityChange = this.hear(this.visibility)
  onDidGroupChange = this.hear(this.group)
  onDidActiveChange = this.hear(this.active)
  set(visible: boolean): void {
    this.isVisible = visible
    for (const listener of [...this.visibility]) listener()
  }
}

describe('followVisibility', () => {
  it('ends with what the panel is, though it is shown again while it is still being told that it is hidden', () => {
    const panel = new FakePanel()
    panel.visibility.add(() => panel.isVisible || panel.set(true))
    const told: boolean[] = []
    followVisibility(panel, (visible) => told.push(visible))
    panel.set(false)
    expect(told.at(-1)).toBe(true)
  })

  it('looks again where a panel moves or comes forward without a word of its visibility, until it is ended', () => {
    const panel = new FakePanel()
    const told: boolean[] = []
    const end = followVisibility(panel, (visible) => told.push(visible))
    panel.isVisible = false
    for (const listener of panel.group) listener()
    panel.isVisible = true
    for (const listener of panel.active) listener()
    expect(told).toEqual([true, false, true])
    end()
    expect(panel.visibility.size + panel.group.size + panel.active.size).toBe(0)
  })
})

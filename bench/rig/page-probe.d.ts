/** What page-probe.js puts on the page's `window`. Times are of `Date.now()`, durations in ms. */
export interface PageProbe {
  watchMarks(): void
  /** All marks, once so many were shown. */
  whenMarks(count: number): Promise<{ name: string; sentMs: number; seenMs: number }[]>
  whenShown(text: string): Promise<number>
  fromClickTo(text: string): Promise<number>
  /** Measures the next click in the pane of a log. */
  watchMove(path: string): void
  /** From that click until the pane had another first row on screen (ms). */
  whenMoved(): Promise<number>
  /** Measures the next click or key to other first rows in the panes; `now` does not wait for one. */
  watchRows(now?: boolean): void
  /** Measures the next click or key to an element. */
  watchElement(selector: string): void
  /** From that click or key to the frame after (ms). */
  whenSeen(): Promise<number>
  /** Durations of all frames of so many ms. */
  framesFor(ms: number): Promise<number[]>
  /** Resolves with the time at which the find bar of a log's pane shows an exact total over the whole log. */
  whenCounted(path: string): Promise<number>
  watchClicks(): void
  /** Clicks so far, and the duration of those that took 16 ms or more. */
  clicks(): { clicks: number; slowMs: number[] }
  watchConditions(): void
  conditions(): string[]
}

declare global {
  interface Window {
    benchProbe: PageProbe
    /** What hidden-panes.js puts there; resolves once every log is followed. */
    benchHiddenPanes(logs: { workspace: string; path: string }[]): Promise<void>
  }
}

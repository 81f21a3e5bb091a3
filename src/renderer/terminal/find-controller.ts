import { SearchAddon, type ISearchOptions } from '@xterm/addon-search'
import type { IDisposable, Terminal } from '@xterm/xterm'
import type { FindColours } from './theme'

export interface FindQuery {
  text: string
  caseSensitive: boolean
  wholeWord: boolean
  regex: boolean
}

export interface FindState {
  /** Matches in the lines held; `HIGHLIGHT_LIMIT` means that many or more. */
  count: number
  /** The current match, from 1; null when there is none or it lies beyond the limit. */
  current: number | null
  /** Why the query cannot be searched, as a sentence. */
  problem: string | null
}

/** The add-on stops counting here; each highlight is a marker that every new line has to move. */
export const HIGHLIGHT_LIMIT = 1000

const NOTHING: FindState = { count: 0, current: null, problem: null }

/** `3 of 12`, `1,000+`, `No match`, or nothing for an empty query. */
export function findCountText(state: FindState, query: FindQuery): string {
  if (query.text === '' || state.problem !== null) return ''
  if (state.count === 0) return 'No match'
  const total = state.count >= HIGHLIGHT_LIMIT ? `${HIGHLIGHT_LIMIT.toLocaleString('en-US')}+` : String(state.count)
  return state.current === null ? total : `${state.current} of ${total}`
}

/** Why a query cannot be searched; null when it can. */
export function queryProblem(query: FindQuery): string | null {
  if (!query.regex || query.text === '') return null
  try {
    const pattern = new RegExp(query.text)
    // A pattern that matches nothing at all matches everywhere, and the search would never move on.
    return pattern.test('') ? 'This pattern also matches empty text. Add something that must be there.' : null
  } catch {
    return 'This is not a valid regular expression.'
  }
}

export interface FindPorts {
  colours(): FindColours
  /** Remembers the selection of now and returns what selects it again. */
  keepSelection(): () => void
  /** The view was taken to a match. */
  moved(): void
  /** Matches are shown, or no longer. */
  opened(open: boolean): void
}

/** Finds text in the lines that a terminal holds. */
export class FindController implements IDisposable {
  private readonly search = new SearchAddon({ highlightLimit: HIGHLIGHT_LIMIT })
  private query: FindQuery | null = null
  private state: FindState = NOTHING
  private searching = false
  private ownSelection = false
  private restoreSelection: (() => void) | null = null
  private readonly listeners = new Set<(state: FindState) => void>()
  private readonly results: IDisposable

  constructor(
    private readonly terminal: Terminal,
    private readonly ports: FindPorts,
  ) {
    terminal.loadAddon(this.search)
    this.results = this.search.onDidChangeResults(({ resultIndex, resultCount }) => {
      // New output makes the add-on search again and select a match; what the person selected must not go for that.
      if (!this.searching) this.restoreSelection?.()
      this.publish({ count: resultCount, current: resultIndex < 0 ? null : resultIndex + 1, problem: null })
    })
  }

  /** Searches while the person types: the match at or after the selection. */
  type(query: FindQuery): void {
    if (this.query === null) this.ports.opened(true)
    this.query = query
    const problem = queryProblem(query)
    if (query.text === '' || problem !== null) {
      this.search.clearDecorations()
      this.terminal.clearSelection()
      this.publish({ ...NOTHING, problem })
      return
    }
    // The add-on notices a change of the text only, and would keep the matches of the old case, word and pattern rules.
    this.search.clearDecorations()
    // Without a selection the add-on starts at the first line held; a person starts from what they see.
    if (!this.terminal.hasSelection()) this.terminal.select(0, this.terminal.buffer.active.viewportY, 1)
    this.run(() => this.search.findNext(query.text, { ...this.options(query), incremental: true }))
  }

  next(): void {
    this.step((query) => this.search.findNext(query.text, this.options(query)))
  }

  previous(): void {
    this.step((query) => this.search.findPrevious(query.text, this.options(query)))
  }

  /** Selects the first match in the rows `[from, to]` of one line, or all of the line where it shows none (it was drawn over, say). */
  selectIn(from: number, to: number): void {
    const { query } = this
    // The add-on goes on from the end of what is selected: that is put right before the line.
    if (from === 0) this.terminal.clearSelection()
    else this.terminal.select(this.terminal.cols - 1, from - 1, 1)
    if (query !== null && query.text !== '' && queryProblem(query) === null) {
      this.run(() => this.search.findNext(query.text, { ...this.options(query), incremental: true }))
    }
    const row = this.terminal.getSelectionPosition()?.start.y ?? -1
    if (this.ownSelection && row >= from && row <= to) return
    this.terminal.select(0, from, this.terminal.cols * (to - from + 1))
    this.ownSelection = true
    this.ports.moved()
  }

  /** Takes the highlights away; the query is kept by whoever shows it. */
  close(): void {
    if (this.query !== null) this.ports.opened(false)
    this.query = null
    this.restoreSelection = null
    this.search.clearDecorations()
    // The match was selected to be seen; what the person selected stays.
    if (this.ownSelection) this.terminal.clearSelection()
    this.ownSelection = false
    this.publish(NOTHING)
  }

  /** Whether what is selected is a match, and not the person's own choice. */
  get selectedMatch(): boolean {
    return this.ownSelection
  }

  /** The person selected text of their own, perhaps while matches are shown. */
  personSelected(): void {
    this.ownSelection = false
    this.restoreSelection = this.query === null ? null : this.ports.keepSelection()
  }

  onState(listener: (state: FindState) => void): IDisposable {
    this.listeners.add(listener)
    listener(this.state)
    return { dispose: () => this.listeners.delete(listener) }
  }

  dispose(): void {
    this.results.dispose()
    this.search.dispose()
    this.listeners.clear()
  }

  private step(find: (query: FindQuery) => boolean): void {
    const query = this.query
    if (query === null || query.text === '' || queryProblem(query) !== null) return
    this.run(() => find(query))
  }

  private run(find: () => boolean): void {
    this.searching = true
    this.restoreSelection = null
    try {
      this.ownSelection = find()
      if (this.ownSelection) this.ports.moved()
      else this.publish({ ...NOTHING })
    } finally {
      this.searching = false
    }
  }

  private publish(state: FindState): void {
    this.state = state
    for (const listener of this.listeners) listener(state)
  }

  private options(query: FindQuery): ISearchOptions {
    const colours = this.ports.colours()
    return {
      caseSensitive: query.caseSensitive,
      wholeWord: query.wholeWord,
      regex: query.regex,
      decorations: {
        matchBackground: colours.match,
        activeMatchBackground: colours.active,
        matchOverviewRuler: colours.ruler,
        activeMatchColorOverviewRuler: colours.activeRuler,
      },
    }
  }
}

import type { WorkspaceInfo } from '@shared/model'
import { buildFact, buildSentence, notRunningWords, useNow } from '@/features/workspaces'
import { EmptyState, StateGlyph } from '@/ui'
import { StartButton } from './StartButton'

/** The tab of a workspace that has no agents now: how its build stands, and the one thing to do. */
export function WorkspacePanel({ workspace }: { workspace: WorkspaceInfo }) {
  const now = useNow(30_000)
  const fact = buildFact(workspace.coder, now)
  const sentence = buildSentence(workspace.coder, now)
  const words = notRunningWords(workspace) ?? {
    title: 'This workspace has no agent.',
    text: 'Its template gives it none, so there is nothing to connect to.',
  }
  return (
    <section className="agent-panel" aria-label={workspace.name} data-workspace={workspace.id}>
      {fact && sentence && (
        <header className="agent-head">
          <StateGlyph kind={fact.glyph} size={18} />
          <h2 className="agent-sentence selectable">
            <strong>{sentence.strong}</strong>
            {sentence.rest}
          </h2>
        </header>
      )}
      <div className="no-logs" role="status">
        <EmptyState title={words.title} text={words.text} action={<StartButton workspace={workspace} />} />
      </div>
    </section>
  )
}

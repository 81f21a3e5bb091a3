import { useMemo } from 'react'
import { hideIn, maskSecrets, secretsOf } from '@shared/text/mask'
import { useSettings } from '@/features/settings'

/** A text that quotes a log, with marks for what looks like a secret unless the settings say otherwise. Panes hide theirs in the engine. */
export function useHiddenSecrets(text: string): string {
  const hide = useSettings((state) => state.settings.hideSecrets)
  const own = useSettings((state) => state.settings.ownMasks)
  return useMemo(() => (hide ? maskSecrets(text, { own }) : text), [text, hide, own])
}

/** The same for a text of which other parts are told of by their places. */
export function useHiddenIn<S extends { from: number; to: number }>(text: string, spans: readonly S[]): { text: string; spans: S[] } {
  const hide = useSettings((state) => state.settings.hideSecrets)
  const own = useSettings((state) => state.settings.ownMasks)
  return useMemo(() => hideIn(text, hide ? secretsOf(text, { own }) : [], spans), [text, spans, hide, own])
}

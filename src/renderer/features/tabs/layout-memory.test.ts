import { expect, it } from 'vitest'
import { agentOf, workspaceOf } from '@/features/workspaces/fixtures'
import { noLayout, rememberedLayout, rememberLayout, tabKey } from './layout-memory'

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

it('knows a tab by its workspace and agent, whatever their ids are', () => {
  const list = [workspaceOf('box', [agentOf('id-1', { name: 'main' }), agentOf('id-2', { name: 'gpu' })])]
  expect(tabKey(list, 'id-2')).toBe('box\ngpu')
  expect(tabKey(list, 'w:box')).toBe('box')
  expect(tabKey(list, 'id-3')).toBeNull()
})

it('remembers which tabs stood beside the others, also of those that are not open now', () => {
  const kept = storage()
  const first = rememberLayout(noLayout, { first: ['a'], second: ['b'] }, kept)
  const next = rememberLayout({ ...first, share: 0.7 }, { first: ['c'], second: ['d'] }, kept)
  expect(rememberedLayout(kept)).toEqual(next)
  expect(next).toEqual({ beside: ['b', 'd'], direction: 'right', share: 0.7 })
  expect(rememberLayout(next, { first: ['b', 'd'], second: [] }, kept).beside).toEqual([])
})

it('takes nothing that is damaged or out of bounds', () => {
  for (const text of ['', '{', '[]', '{"beside":[1],"direction":"right","share":0.5}', '{"beside":[],"direction":"up","share":0.5}', '{"beside":[],"direction":"right","share":7}']) {
    expect(rememberedLayout({ getItem: () => text })).toEqual(noLayout)
  }
})

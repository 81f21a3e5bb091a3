import { expect, it } from 'vitest'
import { agentOf, coderOf, listedOf, workspaceOf } from '@/features/workspaces/fixtures'
import { openNow, readLastOpen } from './last-open'

it('remembers hosts by their targets and tabs of a list by workspace and agent', () => {
  const list = [workspaceOf('box', [agentOf('a1')]), coderOf('dev', [listedOf('c1', { name: 'main' }), listedOf('c2', { name: 'gpu' })]), workspaceOf('demo', [agentOf('d1')], 'demo')]
  expect(openNow(list, ['a1', 'c2', 'd1'], 'c2')).toEqual({ hosts: ['box'], tabs: ['coder:dev\ngpu'], front: 'coder:dev\ngpu' })
  expect(openNow([], [], null)).toEqual({ hosts: [], tabs: [], front: null })
})

it('reads back what it wrote, and nothing that is damaged', () => {
  const last = { hosts: ['box'], tabs: [], front: 'box\na1' }
  expect(readLastOpen({ getItem: () => JSON.stringify(last) })).toEqual(last)
  for (const text of [null, '', '{}', '{"hosts":[""],"tabs":[],"front":null}', '{"hosts":"box","tabs":[],"front":null}']) expect(readLastOpen({ getItem: () => text })).toBeNull()
})

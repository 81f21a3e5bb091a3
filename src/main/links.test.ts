import { expect, it } from 'vitest'
import { writeLink } from '@shared/links'
import { linksOf, linksOfSecond } from './links'

const place = { target: 'box', agent: 'main', path: '/tmp/a.log', offset: 12, runMs: null }

it('takes links wherever they stand in a command line, and leaves out broken ones', () => {
  expect(linksOf(['tailpane', '--demo', writeLink(place), '--', 'tailpane://open?v=9', 'host'])).toEqual([place])
})

it('takes from a second start what is of the right form only', () => {
  expect(linksOfSecond({ demo: false, links: [place] })).toEqual([place])
  expect(linksOfSecond({ links: [{ ...place, path: 'a.log' }] })).toEqual([])
  expect(linksOfSecond(null)).toEqual([])
})

import { describe, expect, it } from 'vitest'
import { noticeLine } from './notice-text'

describe('noticeLine', () => {
  it('is one visible line without colours and direction marks', () => {
    expect(noticeLine('\u001b[31mE:\u001b[0m bad\n\tline\u202e end\u0007', 80)).toBe('E: bad line end')
  })

  it('is no longer than asked for, counted in letters', () => {
    expect(noticeLine('😀'.repeat(50), 10)).toBe('😀'.repeat(9) + '…')
  })

  it('masks before it cuts, so that no half of a secret stays', () => {
    const secret = 'hunter2hunter2'
    for (let length = 12; length < 40; length++) expect(noticeLine(`login password=${secret}`, length)).not.toMatch(/hunter/)
  })
})

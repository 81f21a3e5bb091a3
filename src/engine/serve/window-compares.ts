import type { CompareState } from '@shared/contract/compare'
import type { RequestParams, RequestResults } from '@shared/contract/port'
import type { Result } from '@shared/model'
import { Comparison } from '../compare'
import { DONE, notFound } from './answers'
import type { CompareSidesOf } from './compare-sides'

/** Comparisons that one window may have at a time, since each holds both its logs; the oldest ends when there is one more. */
const MOST_COMPARES = 3

export interface WindowComparesPorts {
  sides: CompareSidesOf
  send(state: CompareState): void
  onDefect(error: unknown): void
}

/** The comparisons of one window. */
export class WindowCompares {
  private readonly compares = new Map<string, Comparison>()
  private readonly opening = new Set<string>()

  constructor(private readonly ports: WindowComparesPorts) {}

  async sides({ agentId }: RequestParams<'compare.sides'>): Promise<Result<RequestResults['compare.sides']>> {
    const sides = await this.ports.sides.list(agentId)
    return sides ? { ok: true, value: sides } : notFound('agent')
  }

  async start({ compareId, agentId, left, right, masks }: RequestParams<'compare.start'>): Promise<Result<null>> {
    this.end({ compareId })
    this.opening.add(compareId)
    const [one, other] = await Promise.all([this.ports.sides.open(agentId, left), this.ports.sides.open(agentId, right)])
    // It was ended while its sides were looked for.
    if (!this.opening.delete(compareId)) return DONE
    if (!one || !other) {
      return { ok: false, failure: { code: 'NOT_FOUND', sentence: 'One of the two runs is not kept any more.', nextStep: 'Choose another one.' } }
    }
    const [oldest] = this.compares.keys()
    if (this.compares.size >= MOST_COMPARES && oldest !== undefined) this.end({ compareId: oldest })
    const { send, onDefect } = this.ports
    this.compares.set(compareId, new Comparison({ compareId, left: one, right: other, masks, exitCode: other.exitCode, send, onDefect }))
    return DONE
  }

  end({ compareId }: { compareId: string }): Result<null> {
    this.opening.delete(compareId)
    this.compares.get(compareId)?.end()
    this.compares.delete(compareId)
    return DONE
  }

  rows({ compareId, view, from, count }: RequestParams<'compare.rows'>): Result<RequestResults['compare.rows']> {
    const compare = this.compares.get(compareId)
    return compare ? { ok: true, value: { rows: compare.rows(view, from, count) } } : notFound('comparison')
  }

  step({ compareId, view, from, direction }: RequestParams<'compare.step'>): Result<RequestResults['compare.step']> {
    const compare = this.compares.get(compareId)
    return compare ? { ok: true, value: compare.step(view, from, direction) ?? { row: null } } : notFound('comparison')
  }

  place({ compareId, from, to, row }: RequestParams<'compare.place'>): Result<RequestResults['compare.place']> {
    const compare = this.compares.get(compareId)
    return compare ? { ok: true, value: { row: compare.place(row, from, to) } } : notFound('comparison')
  }

  close(): void {
    for (const compareId of [...this.compares.keys()]) this.end({ compareId })
    this.opening.clear()
  }
}

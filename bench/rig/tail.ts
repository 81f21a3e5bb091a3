import type { Host } from './host'

interface Mark {
  name: string
  sentMs: number
  seenMs: number
}

export interface Tail {
  marks(): Mark[]
  /** Resolves when the mark has been read. */
  heard(name: string): Promise<void>
  stop(): void
}

/** Reads `ssh HOST tail -F FILE` and keeps when each `@@name:time@@` arrived; resolves once its connection stands. */
export async function watchTail(host: Host, name: string, path: string): Promise<Tail> {
  const child = host.ssh(name, `tail -n 1 -F ${path}`)
  const marks = new Map<string, Mark>()
  const waiting = new Map<string, () => void>()
  let rest = ''
  const first = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => reject(new Error('ssh tail -F ended')))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const seenMs = Date.now()
      resolve()
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, mark, sent] = /@@([^:@]+):(\d+)@@/.exec(line) ?? []
        if (mark === undefined) continue
        marks.set(mark, { name: mark, sentMs: Number(sent), seenMs })
        waiting.get(mark)?.()
      }
    })
  })
  await first
  return {
    marks: () => [...marks.values()],
    heard: (mark) => (marks.has(mark) ? Promise.resolve() : new Promise((resolve) => waiting.set(mark, resolve))),
    stop: () => void child.kill(),
  }
}

import { expect, it } from 'vitest'
import { MemorySource } from '../../source/memory-source.test-kit'
import { ScriptOutput } from './script-output'
import { looksLikeServer, silenceOf } from './silence'
import { StepFinder, type Step } from './step-finder'
import { StepHistory, timedSteps } from './step-history'
import { VolumeCurve } from './volume'

function stepsOf(text: string, cuts: readonly number[] = [], atMs: number | null = 5): Step[] {
  const bytes = Buffer.from(text)
  const finder = new StepFinder()
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    finder.take(bytes.subarray(from, cut), from, atMs)
    from = cut
  }
  return finder.steps
}

it('finds steps by headings of every kind, and commands of a trace, with their offsets', () => {
  const text = [
    'hello',
    '::group::Install tools',
    'section_start:1783674801:deps[collapsed=true]\r\x1b[0K\x1b[36mDependencies\x1b[0m',
    '==> Cloning repositories',
    '=== Editor ===',
    '[2/9] Linking',
    'Step 3/7 : RUN make',
    '+ apt-get update',
    "+ echo 'no step'",
    '+ FOO=bar',
    '2026-07-10T09:13:40Z ==> Stamped',
    '=====================',
    '100%',
    '',
  ].join('\n')
  const names = stepsOf(text).map(({ name }) => name)
  expect(names).toEqual(['Install tools', 'Dependencies', 'Cloning repositories', 'Editor', '[2/9] Linking', 'Step 3/7 : RUN make', 'apt-get update', 'Stamped'])
  expect(stepsOf(text)[0]).toMatchObject({ offset: 6, kind: 'heading', startedMs: 5 })
  expect(stepsOf(text)[1]).toMatchObject({ startedMs: 1783674801000 })
  expect(stepsOf(text, [], null).find((one) => one.name === 'Stamped')?.startedMs).toBe(Date.UTC(2026, 6, 10, 9, 13, 40))
})

it('finds the same steps however the bytes are cut, and holds little back of a line without end', () => {
  const text = 'x\n==> One\ny\n::group::Zwei ü\nend\n'
  for (let cut = 0; cut < Buffer.byteLength(text); cut++) expect(stepsOf(text, [cut])).toEqual(stepsOf(text))
  expect(stepsOf('x'.repeat(200_000) + '\n==> After\n').map(({ name }) => name)).toEqual(['After'])
  expect(stepsOf('==> a\n'.repeat(5000)).length).toBe(300)
})

it('marks a step that takes much longer than it did before', () => {
  const at = (name: string, startedMs: number | null): Step => ({ name, offset: 0, startedMs, kind: 'heading' })
  const history = new StepHistory()
  history.add(timedSteps([at('deps', 0), at('build', 4000)], 10_000), 2000)
  history.add(timedSteps([at('deps', 0), at('build', 5000)], 10_000), 90_000)
  const [deps, build] = history.compare([at('deps', 0), at('build', 30_000)], null, 31_000)
  expect(deps).toMatchObject({ endedMs: 30_000, usualMs: 5000, unusual: true })
  expect(build).toMatchObject({ endedMs: null, unusual: false })
  expect(history.longestQuietMs).toBe(90_000)
  // Nobody saw when they began: then nothing is said of their length.
  expect(history.compare([at('deps', null), at('build', null)], 10_000, 10_000).map((one) => one.unusual)).toEqual([false, false])
})

it('keeps headings rather than commands, and of many the longest', () => {
  const command = (name: string, startedMs: number): Step => ({ name, offset: 0, startedMs, kind: 'command' })
  const history = new StepHistory()
  expect(history.compare([command('quick', 0), command('slow', 10), command('last', 9000)], 9500, 0).map(({ name }) => name)).toEqual(['slow', 'last'])
  expect(history.compare([command('slow', 0), { ...command('Heading', 8000), kind: 'heading' }], 9500, 0).map(({ name }) => name)).toEqual(['Heading'])
  const many = Array.from({ length: 40 }, (_, n) => ({ ...command(`h${n}`, n * 1000 + (n > 30 ? 5000 : 0)), kind: 'heading' as const }))
  const shown = history.compare(many, 60_000, 0)
  expect(shown).toHaveLength(12)
  expect(shown.map(({ name }) => name)).toContain('h30')
})

it('draws volume in buckets that grow wider, and loses no byte', () => {
  const curve = new VolumeCurve()
  expect(curve.curve).toBeNull()
  for (let second = 0; second < 3600; second++) curve.add(1_000_000 + second * 1000, 10)
  const { bytes, bucketMs, fromMs } = curve.curve!
  expect(bytes.length).toBeLessThanOrEqual(120)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBe(36_000)
  expect({ fromMs, reaches: bucketMs * 120 >= 3_600_000 }).toEqual({ fromMs: 1_000_000, reaches: true })
})

it('tells silences apart: a prompt, a server, one longer than before, and none worth a word', () => {
  expect(silenceOf(3000, 'prompt', 0).kind).toBe('prompt')
  expect(silenceOf(59_000, null, 0).kind).toBe('busy')
  expect(silenceOf(61_000, null, 0).kind).toBe('quiet')
  expect(silenceOf(100_000, null, 90_000).kind).toBe('busy')
  expect(looksLikeServer('[2026-07-10T09:13:30Z] info  HTTP server listening on http://127.0.0.1:13337/\n[..] info    - Not serving HTTPS\n')).toBe(true)
  expect(looksLikeServer('Cloning https://git.example.com/a.git\nlistening to nobody\n')).toBe(false)
})

it('watches what a script writes from its beginning on', async () => {
  const source = new MemorySource()
  let now = 100_000
  const output = new ScriptOutput(source, () => undefined, (error) => { throw error }, true, () => now)
  expect(output.silence(now, 0)).toBeNull()
  source.append('==> One\n')
  now = 104_000
  source.append('work\n==> Two\n')
  await expect.poll(() => output.found.length).toBe(2)
  expect(output.found.map(({ startedMs }) => startedMs)).toEqual([100_000, 104_000])
  expect(output.longestQuietMs).toBe(4000)
  expect(output.curve?.bytes.reduce((sum, one) => sum + one, 0)).toBe(21)
  now = 170_000
  expect(output.silence(now, 0)).toEqual({ kind: 'quiet', quietMs: 66_000 })
  source.begin('rewritten')
  expect(output.found).toEqual([])
  output.dispose()
})

it('does not claim to know when something was written that was there before', async () => {
  const source = new MemorySource()
  source.append('==> Old\n')
  const output = new ScriptOutput(source, () => undefined, (error) => { throw error }, false, () => 9000)
  await expect.poll(() => output.found.length).toBe(1)
  expect(output.found[0]?.startedMs).toBeNull()
  expect(output.curve).toBeNull()
  output.dispose()
})

it('sees a prompt once nothing follows it', async () => {
  const source = new MemorySource()
  const output = new ScriptOutput(source, () => undefined, (error) => { throw error }, true)
  source.append('Continue? [Y/n] ')
  await expect.poll(() => output.silence(Date.now(), 0)?.kind, { timeout: 15_000 }).toBe('prompt')
  source.append('y\n')
  expect(output.silence(Date.now(), 0)?.kind).toBe('busy')
  output.dispose()
})

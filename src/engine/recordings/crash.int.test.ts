import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from 'vite'
import { content, readAll, remove, temporaryFolder, unpacked } from './log-writer.test-kit'
import { openRecording } from './open-recording'
import { recoverRecording } from './recover'

const MOMENTS = 200
const AT_ONCE = 2
let folder: string
let program: string

beforeAll(async () => {
  folder = await temporaryFolder()
  // Built once: a start takes a tenth of what it takes when each one compiles it.
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': resolve('src/shared') } },
    build: { ssr: join(import.meta.dirname, 'crash-program.test-kit.ts'), outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'program.cjs' } } },
    ssr: { noExternal: true },
  })
  cpSync(dirname(createRequire(import.meta.url).resolve('@bokuweb/zstd-wasm')), join(folder, 'zstd-wasm'), { recursive: true })
  program = join(folder, 'program.cjs')
})
afterAll(() => remove(folder))

/** Kills the program after it has said `words` things, and within it at whatever it does then. Gives back what it had said was saved. */
function killAt(run: string, seed: number, words: number): Promise<{ head: number; tail: number }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, run, String(seed), '120000'], { cwd: resolve('.'), stdio: ['ignore', 'pipe', 'pipe'] })
    const saved = { head: 0, tail: 0 }
    let text = ''
    let heard = 0
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const lines = text.split('\n')
      text = lines.pop()!
      for (const line of lines) {
        const [what, at] = line.split(' ')
        saved[what as 'head' | 'tail'] = Number(at)
        if (++heard >= words) child.kill('SIGKILL')
      }
    })
    child.once('error', failed)
    child.once('close', (_, signal) => (signal === 'SIGKILL' ? done(saved) : failed(new Error(errors || 'it ended by itself'))))
  })
}

it(`opens with everything that was saved after a kill at any of ${MOMENTS} moments`, async () => {
  const moments = Array.from({ length: MOMENTS }, (_, index) => index)
  const next = async (): Promise<void> => {
    for (let moment = moments.shift(); moment !== undefined; moment = moments.shift()) {
      const run = join(folder, `run-${moment}`)
      mkdirSync(run)
      const saved = await killAt(run, moment, 1 + ((moment * 37) % 30))
      for (const recovered of [false, true]) {
        if (recovered) expect(await recoverRecording(run)).toBe(true)
        const opened = await openRecording(run)
        if (!opened.ok) throw new Error(opened.failure.sentence)
        const parts = await readAll(opened.value.source('startup')!)
        opened.value.close()
        for (const { from, bytes } of parts) expect(bytes.equals(content(from, from + bytes.length))).toBe(true)
        const first = parts[0]
        const last = parts.at(-1)
        if (saved.head > 0) expect(first).toMatchObject({ from: 0 })
        expect(first?.bytes.length ?? 0).toBeGreaterThanOrEqual(saved.head)
        expect(last ? last.from + last.bytes.length : 0).toBeGreaterThanOrEqual(saved.tail)
      }
      if (moment % 20 === 0) unpacked(run)
      remove(run)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
}, 300_000)

it('opens with everything that was saved when the disk is full', async () => {
  for (const kib of [24, 60, 100, 300]) {
    const run = join(folder, `full-${kib}`)
    mkdirSync(run)
    // A small file system of the test's own, which needs no rights; the program ends when it cannot write, and the files are taken out of it.
    const steps = 'mkdir "$0/disk" && mount -t tmpfs -o size="$1"k none "$0/disk" && { "$2" "$3" "$0/disk" 7 67108864 2>"$0/error" | tee "$0/said" >/dev/null; cp -r "$0/disk" "$0/left"; }'
    execFileSync('unshare', ['-rm', 'sh', '-c', steps, run, String(kib), process.execPath, program], { timeout: 60_000 })
    expect(readFileSync(join(run, 'error'), 'utf8')).toContain('ENOSPC')
    const saved = { head: 0, tail: 0 }
    for (const line of readFileSync(join(run, 'said'), 'utf8').split('\n')) {
      const [what, at] = line.split(' ')
      if (what) saved[what as 'head' | 'tail'] = Number(at)
    }
    expect(saved.head).toBeGreaterThan(0)
    const left = join(run, 'left')
    for (const recovered of [false, true]) {
      if (recovered) await recoverRecording(left)
      const opened = await openRecording(left)
      if (!opened.ok) throw new Error(opened.failure.sentence)
      const parts = await readAll(opened.value.source('startup')!)
      opened.value.close()
      for (const { from, bytes } of parts) expect(bytes.equals(content(from, from + bytes.length))).toBe(true)
      expect(parts[0]!.bytes.length).toBeGreaterThanOrEqual(saved.head)
      expect(parts.at(-1)!.from + parts.at(-1)!.bytes.length).toBeGreaterThanOrEqual(saved.tail)
    }
    unpacked(left)
  }
}, 120_000)

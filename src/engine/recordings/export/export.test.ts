import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openPromise } from 'yauzl'
import { MemorySource } from '../../source/memory-source.test-kit'
import { parseManifest } from '../manifest'
import { emptyManifest, recordedLog } from '../manifest.test-kit'
import { evidenceText, previewMasks, writeExport, type ExportOptions, type ExportSubject } from '.'

const folder = mkdtempSync(join(tmpdir(), 'tailpane-export-'))
afterAll(() => rmSync(folder, { recursive: true }))
const never = new AbortController().signal
const hiding: ExportOptions = { raw: false, masks: {} }
const raw: ExportOptions = { raw: true, masks: {} }
const quiet = (): void => undefined

function subject(text: string, gone?: [number, number]): ExportSubject {
  const source = new MemorySource()
  source.append(text)
  if (gone) source.lose(...gone)
  const size = Buffer.byteLength(text)
  const log = recordedLog('startup', size, gone ? [[0, gone[0]], [gone[1], size]] : [[0, size]])
  const manifest = emptyManifest()
  manifest.logs = [log]
  manifest.run.verdict = { ...manifest.run.verdict, kind: 'failed', sentence: 'Failed with token=hunter2' }
  return { title: 'main of web', facts: ['Failed with token=hunter2'], logs: [{ name: 'startup', title: 'Startup', path: '/tmp/startup.log', source }], manifest }
}

async function written(format: 'text' | 'html', text: string, options = hiding): Promise<string> {
  const path = join(folder, 'out')
  await writeExport(path, subject(text), format, options, never, quiet)
  return readFileSync(path, 'utf8')
}

describe('an export as text', () => {
  it('is the log without colours, redrawn lines in their last state, secrets hidden', async () => {
    expect(await written('text', '\x1b[31mred\x1b[0m\nget 1%\rget 100%\nDB_PASSWORD=hunter2\nlast')).toBe('red\nget 100%\nDB_PASSWORD=•••\nlast\n')
  })

  it('has everything where the person asked for that', async () => {
    expect(await written('text', 'password=hunter2\n', raw)).toBe('password=hunter2\n')
  })

  it('is for the person alone, and leaves nothing beside it', async () => {
    await written('text', 'x\n')
    expect(statSync(join(folder, 'out')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['out'])
  })

  it('hides a secret that lies across what is read at a time', async () => {
    for (const lead of [262_130, 262_136, 262_140, 262_144]) {
      const text = `${'x'.repeat(99)}\n`.repeat(Math.ceil(lead / 100)).slice(0, lead - 1)
      expect(await written('text', `${text}\npassword=hunter2 end\n`)).toMatch(/password=••• end\n$/)
    }
  })

  it('says what was not saved', async () => {
    const path = join(folder, 'gap')
    await writeExport(path, subject(`a\n${'b'.repeat(1998)}\nc\n`, [2, 2000]), 'text', hiding, never, quiet)
    expect(readFileSync(path, 'utf8')).toBe('a\n2.0 kB of this log were not saved.\n\nc\n')
  })

  it('leaves nothing when it is cancelled', async () => {
    const ending = new AbortController()
    const path = join(folder, 'cancelled')
    const cancelled = writeExport(path, subject('line\n'.repeat(200_000)), 'text', hiding, ending.signal, () => ending.abort())
    await expect(cancelled).rejects.toThrow()
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([])
  })
})

describe('an export as a page', () => {
  it('has colours as classes and an anchor a line', async () => {
    const page = await written('html', 'plain\n\x1b[1;31mred\x1b[0m & \x1b[38;5;208morange\x1b[48;2;255;0;0mon red\n')
    expect(page).toContain('<li id="startup-L1"><a href="#startup-L1">1</a><span>plain</span></li>')
    expect(page).toContain('<span class="f1 b">red</span> &amp; <span class="f208">orange</span><span class="f208 g196">on red</span>')
  })

  it('runs nothing, loads nothing, and has no style but the one that its policy names', async () => {
    const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>" ' <style>*{}</style> javascript:alert(1) </span></li></ol> &lt;\n`
    const page = await written('html', hostile)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot; &#39; &lt;style&gt;')
    expect(page.match(/<script|<img|<link|<iframe|<object|\son\w+=(?!alert)|style=|javascript:(?!alert)/gi)).toBeNull()
    expect(page.match(/<style>/g)).toHaveLength(1)
    const style = /<style>([^]*?)<\/style>/.exec(page)![1]!
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`)
  })

  it('hides secrets in what the app says of the log too', async () => {
    const page = await written('html', 'token=hunter2\n')
    expect(page).not.toContain('hunter2')
    expect(page).toContain('Failed with token=•••')
  })
})

describe('an export as a zip', () => {
  async function entries(text: string, options: ExportOptions, gone?: [number, number]): Promise<Map<string, string>> {
    const path = join(folder, 'out.zip')
    await writeExport(path, subject(text, gone), 'zip', options, never, quiet)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
    const out = new Map<string, string>()
    for await (const entry of zip.eachEntry()) {
      let body = ''
      for await (const chunk of await zip.openReadStreamPromise(entry)) body += String(chunk)
      out.set(entry.fileName, body)
    }
    zip.close()
    return out
  }

  it('is a recording that opens, with every place where it was', async () => {
    const text = 'one\npassword=hunter2\nthree\n'
    const files = await entries(text, hiding)
    expect([...files.keys()]).toEqual(['README.txt', 'startup.0.log', 'manifest.json'])
    expect(files.get('startup.0.log')).toBe('one\npassword=*******\nthree\n')
    const manifest = parseManifest(files.get('manifest.json')!)
    if (!manifest.ok) throw new Error(manifest.failure.sentence)
    expect(manifest.value.run.verdict.sentence).toBe('Failed with token=•••')
    expect(manifest.value.logs[0]!.ranges[0]!.sha256).toBe(createHash('sha256').update(files.get('startup.0.log')!).digest('hex'))
    expect([...files.values()].join()).not.toContain('hunter2')
    expect(files.get('README.txt')).toContain('Import it in Tailpane')
  })

  it('has each saved range, and names what is missing', async () => {
    const files = await entries(`${'a'.repeat(99)}\n`.repeat(5), raw, [100, 300])
    expect(files.get('startup.0.log')).toHaveLength(100)
    expect(files.get('startup.300.log')).toHaveLength(200)
    const manifest = parseManifest(files.get('manifest.json')!)
    expect(manifest.ok && manifest.value.logs[0]!.missing).toEqual([{ from: 100, to: 300, why: 'bound' }])
    expect(files.get('README.txt')).toContain('it may hold passwords')
  })
})

describe('previewMasks', () => {
  it('shows every line with something hidden, and counts all', async () => {
    const preview = await previewMasks(subject(`a\n\x1b[31mtoken=hunter2\x1b[0m https://kim:pw12@h/\n${'password=x1\n'.repeat(50)}`), hiding, 10, never)
    expect(preview.total).toBe(52)
    expect(preview.byKind).toEqual([
      { kind: 'named', title: 'Password or token, by its name', count: 51 },
      { kind: 'address', title: 'Password in an address', count: 1 },
    ])
    expect(preview.lines).toHaveLength(10)
    expect(preview.lines[0]).toEqual({ log: 'Startup', line: 2, text: 'token=••• https://kim:•••@h/', kinds: ['named', 'address'] })
  })

  it('has e-mail addresses and rules of the person on request', async () => {
    const both = await previewMasks(subject('kim@example.com at Falcon-9\n'), { raw: false, masks: { emails: true, own: ['Falcon-9'] } }, 10, never)
    expect(both.byKind.map(({ kind }) => kind).sort()).toEqual(['email', 'own'])
  })
})

describe('evidenceText', () => {
  it('has the sentence, the cause and twenty lines with the one that proves it marked, secrets hidden', async () => {
    const source = new MemorySource()
    const text = Array.from({ length: 60 }, (_, index) => `line ${index + 1}${index === 39 ? ' E: failed, token=hunter2' : ''}`).join('\n')
    source.append(`${text}\n`)
    const offset = text.indexOf('line 40')
    const out = await evidenceText({ title: 'main of web', sentence: 'Startup failed with exit 100', cause: 'apt said password=abc', log: { title: 'Startup script', source, offset } }, hiding, never)
    const lines = out.split('\n')
    expect(lines.slice(0, 4)).toEqual(['main of web: Startup failed with exit 100', 'apt said password=•••', '', 'Startup script:'])
    expect(lines.slice(4)).toHaveLength(20)
    expect(lines.find((line) => line.startsWith('> '))).toBe('> line 40 E: failed, token=•••')
  })
})

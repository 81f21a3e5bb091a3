import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { MANIFEST_FILE } from '../manifest'
import { emptyManifest, recordedLog } from '../manifest.test-kit'
import { openPlain } from '../plain-recording.test-kit'
import { importRecording, IMPORT_LIMITS } from '.'
import { rawZip, type RawEntry } from './raw-zip.test-kit'

const folder = mkdtempSync(join(tmpdir(), 'tailpane-import-'))
const root = join(folder, 'profile', 'recordings')
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'profile'), { recursive: true })
})

const take = (path: string, limits = IMPORT_LIMITS) =>
  importRecording(path, { root, open: openPlain, app: '0.1.0', nowMs: () => 5000, limits }, new AbortController().signal)

/** A recording of one log, as it lies in an export. */
function recording(text = 'one\ntwo\n', change: (manifest: ReturnType<typeof emptyManifest>) => unknown = (manifest) => manifest): Map<string, Buffer> {
  const bytes = Buffer.from(text)
  const manifest = emptyManifest()
  const log = recordedLog('startup', bytes.length, [[0, bytes.length]])
  log.ranges = [{ from: 0, to: bytes.length, file: 'startup.0.log', storedBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]
  manifest.logs = [log]
  return new Map([
    [MANIFEST_FILE, Buffer.from(JSON.stringify(change(manifest)))],
    ['startup.0.log', bytes],
  ])
}

async function zipOf(files: ReadonlyMap<string, Buffer>, path = join(folder, 'in.zip')): Promise<string> {
  const zip = new ZipFile()
  for (const [name, bytes] of files) zip.addBuffer(bytes, name)
  zip.end()
  await finished((zip.outputStream as Readable).pipe(createWriteStream(path)))
  return path
}

function raw(entries: readonly RawEntry[], claimed?: number): string {
  const path = join(folder, 'hostile.zip')
  writeFileSync(path, rawZip(entries, claimed))
  return path
}

/** All that lies in the test's folder but the archive that was given. */
function everything(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(?:in|hostile|bundle)\b/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

describe('importRecording', () => {
  it('takes the zip of a recording, as it is and below one folder, once', async () => {
    const first = await take(await zipOf(recording()))
    if (!first.ok) throw new Error(first.failure.sentence)
    expect(everything()).toEqual([`profile/recordings/${first.value.id}/manifest.json`, `profile/recordings/${first.value.id}/startup.0.log`])
    expect(statSync(join(root, first.value.id, 'startup.0.log')).mode & 0o777).toBe(0o600)
    expect(statSync(join(root, first.value.id)).mode & 0o777).toBe(0o700)
    const below = new Map([...recording()].map(([name, bytes]) => [`run-7/${name}`, bytes]))
    expect(await take(await zipOf(below))).toEqual(first)
    expect(readdirSync(root)).toEqual([first.value.id])
  })

  it('takes the folder of a recording, and nothing else that lies in it', async () => {
    const from = join(folder, 'in')
    mkdirSync(from)
    for (const [name, bytes] of recording()) writeFileSync(join(from, name), bytes)
    writeFileSync(join(from, 'other.txt'), 'x')
    const taken = await take(from)
    expect(taken.ok && readdirSync(join(root, taken.value.id)).sort()).toEqual(['manifest.json', 'startup.0.log'])
  })

  it('takes a support bundle: its logs, and what the agent log proves', async () => {
    const agent = [
      '2026-07-10 09:14:00.000 [info]  agent is starting now  url=https://coder.example.com  auth=token  version=v2.35.1',
      '2026-07-10 09:14:00.100 [debu]  set lifecycle state  current={"state":"starting","changed_at":"2026-07-10T09:14:00Z"}  last={"state":"created","changed_at":"2026-07-10T09:13:59Z"}',
      '2026-07-10 09:14:00.200 [info]  running agent script  log_source_id=1b671a64-40d5-491e-99b0-da01ff1f3341  log_path=/tmp/coder-startup-script.log  script="exit 7"',
      '2026-07-10 09:14:09.300 [warn]  /tmp/coder-startup-script.log script failed  execution_time=9.1s  exit_code=7  error="exit status 7"',
      '2026-07-10 09:14:09.400 [warn]  startup script(s) failed  error="exit status 7"',
      '2026-07-10 09:14:09.500 [debu]  set lifecycle state  current={"state":"start_error","changed_at":"2026-07-10T09:14:09Z"}  last={"state":"starting","changed_at":"2026-07-10T09:14:00Z"}',
      '',
    ].join('\n')
    const taken = await take(
      await zipOf(
        new Map([
          ['agent/logs.txt.gz', gzipSync(agent)],
          ['agent/startup_logs.txt', Buffer.from('hello\n')],
          ['workspace/build_logs.txt', Buffer.from('terraform\n')],
          ['workspace/workspace.json', Buffer.from('{"name":"web-app"}')],
          ['network/netcheck.json', Buffer.from('{}')],
        ]),
      ),
    )
    if (!taken.ok) throw new Error(taken.failure.sentence)
    const manifest = JSON.parse(readFileSync(join(root, taken.value.id, MANIFEST_FILE), 'utf8')) as ReturnType<typeof emptyManifest>
    expect(manifest.workspace.name).toBe('web-app')
    expect(manifest.logs.map(({ name }) => name)).toEqual(['startup', 'agent', 'build'])
    expect(manifest.run.verdict).toMatchObject({ kind: 'failed', exitCode: 7 })
    expect(readFileSync(join(root, taken.value.id, 'agent.log'), 'utf8')).toBe(agent)
  })

  const good = { name: 'agent/logs.txt', body: Buffer.from('x\n') }
  const outside = 'since a file in it would lie outside of its folder.'
  const name = 'since a file in it has a name that cannot be used.'
  it.each<[string, RawEntry[], string]>([
    ...['../x', 'a/../../x', '/etc/x', '\\\\host\\x', '..\\x', 'a\\..\\..\\x', 'C:/x', 'c:x', '．．/x', 'a／..／x', '.. /x'].map((bad): [string, RawEntry[], string] => [`the name ${bad}`, [good, { name: bad, body: good.body }], outside]),
    ...['a\0b', 'a/./b', 'a//b', 'NUL', 'com1.txt', 'a.', 'a\u202e\n', 'x'.repeat(300), 'ab:c', './x'].map((bad): [string, RawEntry[], string] => [`the name ${JSON.stringify(bad).slice(0, 20)}`, [good, { name: bad, body: good.body }], name]),
    ['a link', [good, { name: 'link', body: Buffer.from('/etc/passwd'), mode: 0o120777 }], 'since a file in it is a link or a device.'],
    ['a device', [good, { name: 'dev', body: good.body, mode: 0o060600 }], 'since a file in it is a link or a device.'],
    ['one name twice', [good, { ...good, name: 'AGENT/logs.txt' }], 'since two of its files have the same name.'],
    ['an encrypted entry', [good, { name: 'b', packed: Buffer.alloc(14), bytes: 2, flags: 1 }], 'since it is encrypted.'],
    ['an unknown way of packing', [good, { ...good, name: 'b', method: 99 }], 'since it is packed in a way that is not known.'],
    ['a bomb by its table', [{ name: 'agent/logs.txt', packed: deflateRawSync(Buffer.alloc(32 * 1024 * 1024)), method: 8, bytes: 32 * 1024 * 1024 }], 'since a file in it unpacks to more than 500 times its size.'],
    ['a bomb that lies about its size', [{ name: 'agent/logs.txt', packed: deflateRawSync(Buffer.alloc(32 * 1024 * 1024)), method: 8, bytes: 40_000 }], 'since it is damaged.'],
    ['a file of terabytes', [{ name: 'agent/logs.txt', packed: Buffer.from('x'), method: 8, bytes: 0xfffffffe }], 'since it is more than can be imported: 1,024 MiB a file and 2,048 MiB in all.'],
    ['entries that lie on each other', [good, { ...good, name: 'b', at: 0 }], 'since two of its files lie on each other.'],
    ['nothing that is known', [{ name: 'readme.txt', body: good.body }], 'no recording and no support bundle'],
    ['damaged packing', [{ name: 'agent/logs.txt', packed: Buffer.from('garbage garbage'), method: 8, bytes: 100 }], 'since it is damaged.'],
    ['a bomb by gzip inside', [{ name: 'agent/logs.txt.gz', body: gzipSync(Buffer.alloc(8 * 1024 * 1024)) }], 'it is more than can be imported'],
  ])('refuses %s with its sentence, and leaves nothing', async (_what, entries, sentence) => {
    const refused = await take(raw(entries), { ...IMPORT_LIMITS, allBytes: _what.includes('gzip') ? 1024 * 1024 : IMPORT_LIMITS.allBytes })
    expect(refused).toMatchObject({ ok: false, failure: { sentence: expect.stringContaining(sentence) as string } })
    expect(everything()).toEqual([])
    expect(existsSync(root) ? readdirSync(root) : []).toEqual([])
  })

  it.each<[string, () => Promise<string> | string, string]>([
    ['a table that is cut off', async () => truncated(await zipOf(recording()), -30), 'since its table of contents is damaged.'],
    ['a million entries', () => raw([], 1_000_000), 'since it has more than 10,000 files.'],
    ['no zip at all', () => file('garbage'), 'since its table of contents is damaged.'],
    ['a file that is not there', () => join(folder, 'nowhere.zip'), 'since it is not there any more.'],
    ['a hash that is wrong', () => zipOf(new Map([...recording(), ['startup.0.log', Buffer.from('one\ntwO\n')]])), 'since a log in it is not the one that was recorded.'],
    ['a log that is shorter', () => zipOf(new Map([...recording(), ['startup.0.log', Buffer.from('one\n')]])), 'since a log in it'],
    ['a missing log', () => zipOf(new Map([...recording()].slice(0, 1))), 'since a file is missing in it.'],
    ['a manifest of the future', () => zipOf(recording('x', (one) => ({ ...one, version: 99 }))), 'made by a newer version'],
    ['a manifest that is none', () => zipOf(new Map([[MANIFEST_FILE, Buffer.from('{"format":1}')]])), 'its manifest is of no recording'],
    ['deep JSON', () => zipOf(new Map([[MANIFEST_FILE, Buffer.from('['.repeat(500_000))]])), 'since its manifest is nested too deeply.'],
    ['a manifest of megabytes', () => zipOf(new Map([[MANIFEST_FILE, Buffer.alloc(5 * 1024 * 1024, ' ')]])), 'since its manifest is larger than any that this app writes.'],
    ['a file name that leads outside', () => zipOf(recording('x', (one) => ({ ...one, logs: one.logs.map((log) => ({ ...log, ranges: log.ranges.map((range) => ({ ...range, file: '../../x.log' })) })) }))), 'its manifest is not as it should be'],
    ['petabytes by the manifest', () => zipOf(recording('x', (one) => ({ ...one, logs: one.logs.map((log) => ({ ...log, sizeBytes: 2 ** 50, ranges: log.ranges.map((range) => ({ ...range, to: 2 ** 50 })) })) }))), 'it is more than can be imported'],
    ['a folder with a link', () => linked(), 'since a file in it is a link.'],
    ['a folder that is no recording', () => folder, 'no recording and no support bundle'],
  ])('refuses %s with its sentence, and leaves nothing', async (_what, make, sentence) => {
    const refused = await take(await make())
    expect(refused).toMatchObject({ ok: false, failure: { sentence: expect.stringContaining(sentence) as string } })
    expect(existsSync(root) ? readdirSync(root) : []).toEqual([])
  })

  it('ends at once when it is cancelled', async () => {
    const ending = new AbortController()
    ending.abort()
    const path = await zipOf(recording())
    expect(await importRecording(path, { root, open: openPlain, app: '0', nowMs: () => 0 }, ending.signal)).toMatchObject({ ok: false, failure: { sentence: expect.stringContaining('cancelled') as string } })
    expect(readdirSync(root)).toEqual([])
  })
})

function file(text: string): string {
  const path = join(folder, 'in.bin')
  writeFileSync(path, text)
  return path
}

function truncated(path: string, by: number): string {
  writeFileSync(path, readFileSync(path).subarray(0, by))
  return path
}

function linked(): string {
  const from = join(folder, 'in')
  mkdirSync(from)
  for (const [name, bytes] of recording()) if (name === MANIFEST_FILE) writeFileSync(join(from, name), bytes)
  symlinkSync('/etc/passwd', join(from, 'startup.0.log'))
  return from
}

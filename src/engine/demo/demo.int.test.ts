import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client, type SFTPWrapper } from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo, type DemoWorkspace } from './index'

const run = promisify(execFile)
const STARTUP = '/var/log/coder-startup-script.log'
const AGENT = '/var/log/coder-agent.log'

let demo: DemoWorkspace
let folder: string
const clients: Client[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailpane-demo-'))
  demo = await startDemo({ speed: 20 })
})

afterAll(async () => {
  for (const client of clients) client.end()
  await demo.stop()
  await rm(folder, { recursive: true, force: true })
})

function connectTo(user: string, port = demo.port): Promise<Client> {
  const client = new Client()
  clients.push(client)
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client))
    client.on('error', reject)
    client.connect({ host: demo.host, port, username: user })
  })
}

async function sftpOf(user: string): Promise<SFTPWrapper> {
  const client = await connectTo(user)
  return new Promise((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))))
}

function read(sftp: SFTPWrapper, path: string): Promise<string> {
  return new Promise((resolve, reject) =>
    sftp.readFile(path, (error, bytes) => (error ? reject(error) : resolve(bytes.toString('utf8')))),
  )
}

/** Reads a log again and again until it holds the text. */
async function readUntil(sftp: SFTPWrapper, path: string, text: string): Promise<string> {
  await expect.poll(() => read(sftp, path).catch(() => ''), { timeout: 15_000, interval: 50 }).toContain(text)
  return read(sftp, path)
}

const sshOptions = (): string[] => [
  '-F',
  '/dev/null',
  '-o',
  'StrictHostKeyChecking=accept-new',
  '-o',
  `UserKnownHostsFile=${join(folder, 'known_hosts')}`,
]

test('main comes up: its log ends in the last line, its agent is ready', async () => {
  const sftp = await sftpOf('main')
  const agentLog = await readUntil(sftp, AGENT, 'set lifecycle state  current={"state":"ready"')
  expect(agentLog.startsWith('20')).toBe(true)
  expect(agentLog).toMatch(/\/var\/log\/coder-startup-script\.log script completed .* execution_time=[\d.]+m?s {2}exit_code=0\n/)
  const startup = await read(sftp, STARTUP)
  expect(startup.startsWith('==> System packages\n')).toBe(true)
  expect(startup.endsWith('==> Ready: code-server listens on port 13337 🚀\n')).toBe(true)
  expect(startup.split('\n').length).toBeGreaterThan(250)
  expect(startup).toContain('\u001b[32m')
  expect(startup).toMatch(/\r100 {2}113M/)
  expect(startup).toContain('カートに入れる')
})

test('gpu fails with exit 100 after an apt error', async () => {
  const sftp = await sftpOf('gpu')
  const agentLog = await readUntil(sftp, AGENT, 'set lifecycle state  current={"state":"start_error"')
  expect(agentLog).toMatch(
    /script failed .* exit_code=100 {2}error="exit status 100"\n.*startup script\(s\) failed \.\.\.\n {4}error= run agent script "/,
  )
  expect((await read(sftp, STARTUP)).endsWith('\nE: Unable to locate package nvidia-cuda-toolkit-13\n')).toBe(true)
})

test('docs stops at a question without a line break and stays in starting', async () => {
  const sftp = await sftpOf('docs')
  const startup = await readUntil(sftp, STARTUP, 'Do you want to continue? [Y/n] ')
  expect(startup.endsWith('\r\nDo you want to continue? [Y/n] ')).toBe(true)
  const agentLog = await readUntil(sftp, AGENT, 'batch update metadata complete')
  expect(agentLog).toContain('current={"state":"starting"')
  expect(agentLog).not.toMatch(/script (completed|failed)|"state":"(ready|start_)/)
})

test('agent logs go on after the start, in entries of ascending time', async () => {
  const sftp = await sftpOf('main')
  const before = await readUntil(sftp, AGENT, '"state":"ready"')
  await expect.poll(async () => (await read(sftp, AGENT)).length, { timeout: 15_000 }).toBeGreaterThan(before.length + 400)
  const stamps =
    (await read(sftp, AGENT)).match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (?=\[(debu|info|warn|erro)\] {2})/gm) ?? []
  expect(stamps.length).toBeGreaterThan(40)
  expect([...stamps].sort()).toEqual(stamps)
})

test('a connection and its sessions leave their traces in the agent log', async () => {
  const watcher = await sftpOf('docs')
  const ends = async (): Promise<number> => (await read(watcher, AGENT)).split('ssh-server: normal ssh session exit').length
  const before = await ends()
  const other = await connectTo('docs')
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) =>
    other.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
  )
  expect(await read(sftp, AGENT)).toMatch(
    /ssh-server: started serving ssh connection {2}remote_addr=\[fd7a:[\da-f:]+\]:\d+ .*\n(.*\n)*.*ssh-server: handling ssh session .* id=[\da-f-]{36}\n/,
  )
  sftp.end()
  await expect.poll(ends).toBe(before + 1)
})

test('the file system is read only and names what is missing', async () => {
  const sftp = await sftpOf('main')
  const attempt = (act: (done: (error?: Error | null) => void) => void): Promise<unknown> =>
    new Promise((resolve) => act((error) => resolve(error && 'code' in error ? error.code : error)))
  expect(await attempt((done) => sftp.open(AGENT, 'a', done))).toBe(3)
  expect(await attempt((done) => sftp.unlink(AGENT, done))).toBe(3)
  expect(await attempt((done) => sftp.mkdir('/var/log/x', done))).toBe(3)
  expect(await attempt((done) => sftp.rename(AGENT, '/tmp/x', done))).toBe(3)
  expect(await attempt((done) => sftp.stat('/var/log/none', done))).toBe(2)
  const handle = await new Promise<Buffer>((resolve, reject) =>
    sftp.open('/proc/self/environ', 'r', (error, opened) => (error ? reject(error) : resolve(opened))),
  )
  const environment = await new Promise<Buffer>((resolve, reject) =>
    sftp.read(handle, Buffer.alloc(4096), 0, 4096, 0, (error, length, bytes) =>
      error ? reject(error) : resolve(bytes.subarray(0, length)),
    ),
  )
  expect(environment.toString().split('\0')).toContain('CODER_AGENT_LOG_DIR=/var/log')
})

test('only the three agents are let in', async () => {
  await expect(connectTo('nobody')).rejects.toMatchObject({ level: 'client-authentication' })
})

test('the real ssh and sftp work with it, and see the key that it names', async () => {
  const target = ['-p', String(demo.port), 'gpu@127.0.0.1']
  const ssh = (...command: string[]) => run('ssh', ['-n', ...sshOptions(), ...target, ...command])
  expect((await ssh('true')).stdout).toBe('')
  expect((await run('ssh-keygen', ['-l', '-f', join(folder, 'known_hosts')])).stdout).toContain(demo.hostKeySha256)

  await readUntil(await sftpOf('gpu'), STARTUP, 'E: Unable to locate')
  const last = [
    'Building dependency tree...',
    'Reading state information...',
    'E: Unable to locate package nvidia-cuda-toolkit-13',
    '',
  ]
  expect((await ssh('tail', '-n', '1', STARTUP)).stdout).toBe(last.slice(2).join('\n'))
  expect((await ssh(`tail -n 3 "${STARTUP}"`)).stdout).toBe(last.join('\n'))
  expect((await ssh('cat', STARTUP)).stdout).toBe(await read(await sftpOf('gpu'), STARTUP))
  await expect(ssh('cat', '/var/log/none')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('/var/log/none does not exist'),
  })
  await expect(ssh('reboot')).rejects.toMatchObject({ code: 127, stderr: expect.stringContaining('knows only') })

  const batch = join(folder, 'batch')
  const copy = join(folder, 'copy.log')
  await writeFile(batch, `ls -l /var/log\nget ${STARTUP} ${copy}\n-put ${batch} /tmp/x\npwd\n`)
  const session = await run('sftp', [...sshOptions(), '-P', String(demo.port), '-b', batch, 'gpu@127.0.0.1'])
  expect(session.stdout).toMatch(/-rw-------.*coder-agent\.log/)
  expect(session.stdout).toContain('Remote working directory: /home/coder')
  expect(session.stderr).toContain('Permission denied')
  expect(await readFile(copy, 'utf8')).toBe(await read(await sftpOf('gpu'), STARTUP))
})

test('after stop nothing listens and nothing is left to do', async () => {
  const other = await startDemo({ speed: 20 })
  const client = await connectTo('main', other.port)
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  client.on('error', () => {})
  await other.stop()
  await closed
  await expect(connectTo('main', other.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

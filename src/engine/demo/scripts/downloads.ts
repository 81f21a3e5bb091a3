import { lines, raw, redrawn, type Chunk } from './output'

const MIB = 1024 * 1024
const ADDRESS = '203.0.113.24'

/** curl's progress meter, which overwrites its line by carriage return. `bytesPerSecond` is what it claims. */
export function curlMeter(totalBytes: number, steps: number, everyMs: number, bytesPerSecond: number): Chunk[] {
  const totalSeconds = totalBytes / bytesPerSecond
  const states = Array.from({ length: steps + 1 }, (_, step) => {
    const part = easeOut(step / steps)
    const bytes = Math.round(totalBytes * part)
    const speed = step === 0 ? 0 : bytesPerSecond * (0.82 + 0.18 * part)
    const seconds = totalSeconds * part
    const percent = String(Math.floor(part * 100)).padStart(3)
    const head = `${percent} ${curlSize(step === 0 ? 0 : totalBytes)}  ${percent} ${curlSize(bytes)}    0     0  ${curlSize(speed)}      0`
    return `${head} ${clock(step === 0 ? 0 : totalSeconds)} ${clock(seconds)} ${clock(step === 0 ? 0 : totalSeconds - seconds)} ${curlSize(speed)}`
  })
  return [
    ...lines(
      20,
      '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
      '                                 Dload  Upload   Total   Spent    Left  Speed',
    ),
    ...redrawn(everyMs, states),
  ]
}

/** A download by `wget --progress=bar:force:noscroll`, time stamps and all. */
export function wgetBar(host: string, path: string, target: string, totalBytes: number, steps: number, everyMs: number): Chunk[] {
  const mib = (bytes: number): string => (bytes / MIB).toFixed(2)
  const name = target.slice(0, 18).padEnd(18)
  const states = Array.from({ length: steps + 1 }, (_, step) => {
    const part = easeOut(step / steps)
    const filled = Math.round(part * 20)
    const bar = filled === 0 ? ' '.repeat(20) : `${'='.repeat(filled - 1)}>`.padEnd(20)
    const speed = step === 0 ? '--.-KB/s' : `${(38 + part * 9).toFixed(1)}MB/s`
    const tail = part === 1 ? '    in 1.0s    ' : step === 0 ? '               ' : '    eta 1s     '
    return `${name}${String(Math.floor(part * 100)).padStart(4)}%[${bar}] ${`${mib(totalBytes * part)}M`.padStart(7)}  ${speed}${tail}`
  })
  const stamp = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')
  return [
    { afterMs: 30, text: (nowMs) => `--${stamp(nowMs)}--  https://${host}${path}\n` },
    ...lines(
      15,
      `Resolving ${host} (${host})... ${ADDRESS}`,
      `Connecting to ${host} (${host})|${ADDRESS}|:443... connected.`,
      'HTTP request sent, awaiting response... 200 OK',
      `Length: ${totalBytes} (${Math.round(totalBytes / MIB)}M) [application/gzip]`,
      `Saving to: ‘${target}’`,
      '',
    ),
    ...redrawn(everyMs, states),
    raw(0, '\n'),
    { afterMs: 10, text: (nowMs) => `${stamp(nowMs)} (47.0 MB/s) - ‘${target}’ saved [${totalBytes}/${totalBytes}]\n\n` },
  ]
}

/** Downloads slow down towards their end. */
function easeOut(part: number): number {
  return 1 - (1 - part) ** 1.4
}

/** Five columns, as curl's meter has them: `98765`, ` 845k`, `12.3M`, ` 120M`. */
function curlSize(bytes: number): string {
  if (bytes < 100_000) return String(Math.round(bytes)).padStart(5)
  if (bytes < 10_000 * 1024) return `${Math.floor(bytes / 1024)}k`.padStart(5)
  if (bytes < 100 * MIB) return `${(Math.floor((bytes / MIB) * 10) / 10).toFixed(1)}M`.padStart(5)
  return `${Math.floor(bytes / MIB)}M`.padStart(5)
}

function clock(seconds: number): string {
  if (seconds < 0.5) return '--:--:--'
  const whole = Math.round(seconds)
  return ` ${Math.floor(whole / 3600)}:${String(Math.floor(whole / 60) % 60).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}

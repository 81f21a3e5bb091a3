import { lines, raw, redrawn, type Chunk } from './output'

export interface Package {
  name: string
  version: string
  arch: 'amd64' | 'all'
  bytes: number
}

const MIRROR = 'http://deb.example.com'
const INDEXES: [path: string, bytes: number][] = [
  ['debian bookworm InRelease', 151_000],
  ['debian bookworm-updates InRelease', 55_400],
  ['debian-security bookworm-security InRelease', 48_000],
  ['debian bookworm/main amd64 Packages', 8_793_000],
  ['debian bookworm-updates/main amd64 Packages', 6_924],
  ['debian-security bookworm-security/main amd64 Packages', 281_000],
]

/** A table of packages from lines of `name version arch bytes`. */
export function packages(table: string): Package[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', version = '', arch = '', bytes = ''] = line.trim().split(/\s+/)
      return { name, version, arch: arch === 'all' ? 'all' : 'amd64', bytes: Number(bytes) }
    })
}

/** Output of `apt-get update` when it does not write to a terminal. */
export function aptUpdate(everyMs: number): Chunk[] {
  const total = INDEXES.reduce((sum, [, bytes]) => sum + bytes, 0)
  return lines(
    everyMs,
    ...INDEXES.map(([path, bytes], index) => `Get:${index + 1} ${MIRROR}/${path} [${aptSize(bytes)}]`),
    `Fetched ${aptSize(total)} in 1s (${aptSize(total * 0.92)}/s)`,
    'Reading package lists...',
  )
}

/** What `apt-get install` says before it downloads: the plan. `done` is what it adds when it writes to a terminal. */
export function aptPlan(wanted: string[], all: Package[], done = ''): Chunk[] {
  const added = all.filter((each) => !wanted.includes(each.name)).map((each) => each.name)
  return lines(
    12,
    ...['Reading package lists...', 'Building dependency tree...', 'Reading state information...'].map((line) => line + done),
    'The following additional packages will be installed:',
    ...inColumns(added),
    'The following NEW packages will be installed:',
    ...inColumns(all.map((each) => each.name)),
    `0 upgraded, ${all.length} newly installed, 0 to remove and 0 not upgraded.`,
    `Need to get ${aptSize(sizeOf(all))} of archives.`,
    `After this operation, ${aptSize(sizeOf(all) * 3.6)} of additional disk space will be used.`,
  )
}

/** The whole of `apt-get install -y`, from the plan to the triggers. */
export function aptInstall(wanted: string[], all: Package[], everyMs: number): Chunk[] {
  const byUse = [...all.filter((each) => !wanted.includes(each.name)), ...all.filter((each) => wanted.includes(each.name))]
  return [
    ...aptPlan(
      wanted,
      [...all].sort((a, b) => (a.name < b.name ? -1 : 1)),
    ),
    ...lines(
      everyMs,
      ...byUse.map(
        (each, index) =>
          `Get:${index + 1} ${MIRROR}/debian bookworm/main amd64 ${each.name} ${each.arch} ${each.version} [${aptSize(each.bytes)}]`,
      ),
      'debconf: delaying package configuration, since apt-utils is not installed',
      `Fetched ${aptSize(sizeOf(all))} in 1s (${aptSize(sizeOf(all) * 0.81)}/s)`,
    ),
    ...byUse.flatMap((each, index) => unpack(each, index, everyMs)),
    ...lines(
      everyMs,
      ...byUse.map((each) => `Setting up ${each.name} (${each.version}) ...`),
      'Processing triggers for libc-bin (2.36-9+deb12u10) ...',
    ),
  ]
}

/** `dpkg` reading its database redraws one line, also when it writes to a file. */
export function readingDatabase(files: number): Chunk[] {
  const states = Array.from({ length: 20 }, (_, index) => `(Reading database ... ${(index + 1) * 5}%`)
  const last = `(Reading database ... ${files} files and directories currently installed.)`
  return [raw(4, '(Reading database ... '), ...redrawn(3, [...states, last])]
}

function unpack(each: Package, index: number, everyMs: number): Chunk[] {
  const number = String(index).padStart(2, '0')
  const file = `${each.name}_${each.version.replace(':', '%3a')}_${each.arch}.deb`
  return [
    ...lines(everyMs, `Selecting previously unselected package ${each.name}.`),
    ...(index === 0 ? readingDatabase(31_442) : []),
    ...lines(everyMs, `Preparing to unpack .../${number}-${file} ...`, `Unpacking ${each.name} (${each.version}) ...`),
  ]
}

function sizeOf(all: Package[]): number {
  return all.reduce((sum, each) => sum + each.bytes, 0)
}

/** Decimal units, as apt prints them: `49.8 kB`, `8793 kB`, `71.2 MB`. */
function aptSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 10_000 && unit < 3) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 100 ? value.toFixed(1) : Math.round(value)} ${['B', 'kB', 'MB', 'GB'][unit]}`
}

/** Names in lines of up to 80 columns, two spaces in. */
function inColumns(names: string[]): string[] {
  const rows: string[] = []
  for (const name of names) {
    const row = rows.at(-1)
    if (row !== undefined && row.length + 1 + name.length < 80) rows[rows.length - 1] = `${row} ${name}`
    else rows.push(`  ${name}`)
  }
  return rows
}

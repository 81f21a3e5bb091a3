/** What differs between any two runs and tells nothing: each is masked before lines are compared, unless it is turned off. */
export const MASK_IDS = ['time', 'duration', 'id', 'hash', 'address', 'progress', 'temp-path', 'size', 'version', 'number'] as const
export type MaskId = (typeof MASK_IDS)[number]

export interface MaskRule {
  id: MaskId
  /** Plural, as in "Times are masked". */
  title: string
  /** What stands for one of them in a compared line. */
  word: string
  /** Pieces of lines that it covers. */
  examples: string
  /** Whether it holds unless the person says otherwise. */
  onByDefault: boolean
}

/** The rules that the app brings, in the order in which they are shown. */
export const MASK_RULES: readonly MaskRule[] = [
  { id: 'time', title: 'Times and dates', word: 'time', examples: '2026-11-24T09:13:02Z, 09:13:02.512, Nov 24 09:13', onByDefault: true },
  { id: 'duration', title: 'Durations', word: 'duration', examples: '1.4s, 350 ms, 2m30s', onByDefault: true },
  { id: 'id', title: 'Ids and process numbers', word: 'id', examples: '5d1c0d3e-0a4b-…, sshd[812], pid 4711', onByDefault: true },
  { id: 'hash', title: 'Hashes', word: 'hash', examples: '9f86d081884c, sha256:…, sha512-…', onByDefault: true },
  { id: 'address', title: 'Addresses', word: 'address', examples: '10.0.3.17:8443, fe80::1, 0x7f3a90, port 41234', onByDefault: true },
  { id: 'progress', title: 'Percentages and progress', word: 'progress', examples: '42%, 12/345, [=====>    ]', onByDefault: true },
  { id: 'temp-path', title: 'Temporary paths', word: 'path', examples: '/tmp/tmp.Xk3b9a, /tmp/pip-build-7f2', onByDefault: true },
  { id: 'size', title: 'Sizes and speeds', word: 'size', examples: '55.4 kB, 12 MiB/s, 1,024 bytes', onByDefault: true },
  { id: 'version', title: 'Versions', word: 'version', examples: 'v20.11.1, 3.0.2-0ubuntu1.10', onByDefault: false },
  { id: 'number', title: 'All other numbers', word: 'number', examples: '42, 1,337', onByDefault: false },
]

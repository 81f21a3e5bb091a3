export interface RuntimeFact {
  name: string
  value: string
}

/** What runs, for people and for reports: versions, and the system as Chromium names it. */
export function runtimeFacts(version: string, userAgent: string): RuntimeFact[] {
  const of = (name: string): string => new RegExp(`${name}/([\\d.]+)`).exec(userAgent)?.[1] ?? 'unknown'
  const system = /\(([^)]*)\)/.exec(userAgent)?.[1] ?? 'unknown'
  return [
    { name: 'Version', value: version === '' ? 'unknown' : version },
    { name: 'Runtime', value: `Electron ${of('Electron')}, Chromium ${of('Chrome')}` },
    { name: 'System', value: system },
  ]
}

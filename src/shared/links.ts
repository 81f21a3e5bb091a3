import * as v from 'valibot'

/*
 * `tailpane://open?v=1&target=…&agent=…&log=…&offset=…[&run=…]`: a link to a line of a log. docs/links.md has the form.
 * It names a place and asks for nothing else; who opens it is asked first.
 */

/** A link is at most this long (characters). */
export const LINK_LENGTH = 8192

/** One visible line: a link is shown to the person before anything is opened. */
const visible = (length: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(length), v.check((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'one visible line'))

export const placeLinkSchema = v.strictObject({
  /** What the workspace is opened by: `[user@]host[:port]`, a Host of ssh_config, a Coder workspace; `demo:` for the demo. */
  target: v.pipe(visible(512), v.check((text) => !text.startsWith('-'), 'no option')),
  agent: visible(256),
  /** Absolute path in the workspace. */
  path: v.pipe(visible(4096), v.startsWith('/')),
  /** Of the line's first byte in the file. */
  offset: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  /** Start of the run that was shown, ms since the epoch; null where it was not known. */
  runMs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))),
})
export type PlaceLink = v.InferOutput<typeof placeLinkSchema>

/** Writes a link; what comes out is read back the same by `readLink`, for places that the schema allows. */
export function writeLink({ target, agent, path, offset, runMs }: PlaceLink): string {
  const parts: [string, string][] = [['v', '1'], ['target', target], ['agent', agent], ['log', path], ['offset', String(offset)]]
  if (runMs !== null) parts.push(['run', new Date(runMs).toISOString()])
  return `tailpane://open?${parts.map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))}`).join('&')}`
}

/** Reads a link from outside; null for one that is no such link or out of bounds. Never throws. */
export function readLink(text: string): PlaceLink | null {
  if (text.length > LINK_LENGTH) return null
  const query = /^tailpane:\/\/open\/?\?(.*)$/is.exec(text)?.[1]
  if (query === undefined) return null
  const values = new Map<string, string>()
  for (const part of query.split('&')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, equals)
    const value = decoded(part.slice(equals + 1))
    // Twice the same name would be read one way here and another way elsewhere.
    if (equals < 1 || value === null || values.has(name)) return null
    values.set(name, value)
  }
  if (values.get('v') !== '1') return null
  const offset = values.get('offset') ?? ''
  const run = values.get('run')
  const link = {
    target: values.get('target'),
    agent: values.get('agent'),
    path: values.get('log'),
    offset: /^\d{1,16}$/.test(offset) ? Number(offset) : NaN,
    runMs: run === undefined ? null : /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(run) ? Date.parse(run) : NaN,
  }
  const parsed = v.safeParse(placeLinkSchema, link)
  return parsed.success ? parsed.output : null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

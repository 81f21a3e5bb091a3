import * as fc from 'fast-check'

/** The parts of a valibot schema that are looked at here. */
export interface Schema {
  kind: string
  type: string
  requirement?: unknown
  entries?: Record<string, Schema>
  options?: unknown[]
  item?: Schema
  items?: Schema[]
  wrapped?: Schema
  literal?: unknown
  key?: Schema
  value?: Schema
  pipe?: Schema[]
}

/** What a schema's own checks of one kind ask for; the last of them, which a pipe around a pipe may have added. */
export function requirementOf(schema: Schema, type: string): unknown {
  const [inner, ...checks] = schema.pipe ?? []
  const own = checks.findLast((one) => one.type === type)
  return own?.requirement ?? (inner === undefined || inner === schema ? undefined : requirementOf(inner, type))
}

/** Values that fit a schema, made of the schema itself, so that each channel is tried as soon as it is there. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'strict_object':
    case 'object': {
      const entries = Object.entries(schema.entries ?? {})
      const optional = entries.filter(([, entry]) => entry.type.includes('optional')).map(([name]) => name)
      return fc.record(Object.fromEntries(entries.map(([name, entry]) => [name, fitting(entry)])), {
        requiredKeys: entries.map(([name]) => name).filter((name) => !optional.includes(name)),
        noNullPrototype: true,
      })
    }
    case 'variant':
    case 'union':
      return fc.oneof(...(schema.options as Schema[]).map(fitting))
    case 'literal':
      return fc.constant(schema.literal)
    case 'picklist':
    case 'enum':
      return fc.constantFrom(...(schema.options as unknown[]))
    case 'boolean':
      return fc.boolean()
    case 'nullable':
    case 'nullish':
      return fc.option(fitting(schema.wrapped as Schema))
    case 'optional':
    case 'exact_optional':
      return fitting(schema.wrapped as Schema)
    case 'array':
      return fc.array(fitting(schema.item as Schema), { minLength: Number(requirementOf(schema, 'min_length') ?? 0), maxLength: Math.min(4, Number(requirementOf(schema, 'max_length') ?? 4)) })
    case 'tuple':
    case 'strict_tuple':
      return fc.tuple(...(schema.items ?? []).map(fitting))
    case 'record':
      // Names that objects have a meaning for are left out of what a check gives on.
      return fc.dictionary((fitting(schema.key as Schema) as fc.Arbitrary<string>).filter((key) => !['__proto__', 'prototype', 'constructor'].includes(key)), fitting(schema.value as Schema), { maxKeys: 3, noNullPrototype: true })
    case 'number':
      return numbers(schema)
    case 'string':
      return strings(schema)
    default:
      return fc.constantFrom(null, 0, 'x', true)
  }
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const min = Number(requirementOf(schema, 'min_value') ?? -1000)
  const max = Number(requirementOf(schema, 'max_value') ?? 1000)
  return requirementOf(schema, 'integer') === undefined ? fc.double({ min, max, noNaN: true }) : fc.integer({ min: Math.max(min, -0x7fffffff), max: Math.min(max, 0x7fffffff) })
}

function strings(schema: Schema): fc.Arbitrary<string> {
  const pattern = requirementOf(schema, 'regex')
  if (pattern instanceof RegExp) return fc.stringMatching(new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')))
  return fc.string({ minLength: Number(requirementOf(schema, 'min_length') ?? 1), maxLength: Math.min(40, Number(requirementOf(schema, 'max_length') ?? 40)) })
}

/** Places in a schema where something without a bound would be taken, e.g. `target: string`. */
export function unbounded(schema: Schema, at = ''): string[] {
  const has = (...types: string[]) => types.some((type) => requirementOf(schema, type) !== undefined)
  switch (schema.type) {
    case 'strict_object':
      return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => unbounded(entry, `${at}.${name}`))
    case 'object':
    case 'loose_object':
      return [`${at}: an object that takes more than it names`]
    case 'variant':
    case 'union':
      return (schema.options as Schema[]).flatMap((one) => unbounded(one, at))
    case 'nullable':
    case 'nullish':
    case 'optional':
    case 'exact_optional':
      return unbounded(schema.wrapped as Schema, at)
    case 'array':
      return [...(has('max_length') ? [] : [`${at}: array`]), ...unbounded(schema.item as Schema, `${at}[]`)]
    case 'tuple':
    case 'strict_tuple':
      return (schema.items ?? []).flatMap((one, index) => unbounded(one, `${at}[${index}]`))
    case 'record':
      return [...(has('max_entries') ? [] : [`${at}: record`]), ...unbounded(schema.key as Schema, `${at} key`)]
    case 'number':
      return has('max_value') && has('min_value') ? [] : [`${at}: number`]
    case 'string': {
      const pattern = requirementOf(schema, 'regex')
      return has('max_length') || (pattern instanceof RegExp && isBounded(pattern)) ? [] : [`${at}: string`]
    }
    default:
      return []
  }
}

/** The pattern fits from the first to the last character and repeats nothing without end. */
function isBounded({ source }: RegExp): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  return bare.startsWith('^') && bare.endsWith('$') && !/[*+]|\{\d+,\}/.test(bare)
}

import fc from 'fast-check'
import { z } from 'zod'
import type { Endpoint } from '#platform/http'
import type { World } from './worlds.ts'

/** A part of a JSON Schema, as far as inputs are made from it. */
type Schema = {
  type?: string | string[]
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  exclusiveMinimum?: number
  minItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  $ref?: string
  $defs?: Record<string, Schema>
}

export type Asked = { method: string; address: string; body: string | undefined }

const shownIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** A good request of this route about this world: its ids in the path, in the query and in the body. */
export function requestFor(each: Endpoint, world: World): Asked {
  const params = (each.params ? sampleOf(each.params, world) : {}) as Record<string, unknown>
  const path = each.path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(shownIn(params[name]) ?? world.id),
  )
  const query = new URLSearchParams(
    Object.entries((each.query ? sampleOf(each.query, world) : {}) as Record<string, unknown>).map(
      ([name, value]) => [name, String(value)],
    ),
  )
  const sent = each.body ? sampleOf(each.body, world) : {}
  return {
    method: each.method.toUpperCase(),
    address: `/api${path}${query.size > 0 ? `?${query}` : ''}`,
    body: each.method === 'get' ? undefined : JSON.stringify(sent),
  }
}

/** Whether a route names anything that belongs to somebody: then it is asked about every world. */
export function namesSomething(each: Endpoint): boolean {
  if (/\{/.test(each.path)) return true
  const schema =
    each.body && JSON.stringify(z.toJSONSchema(each.body, { io: 'input', unrepresentable: 'any' }))
  return schema?.includes('"uuid"') ?? false
}

/** A value the schema takes, as small as it can be; then, where that is refused, with every optional field. */
export function sampleOf(schema: z.ZodType, world: World): unknown {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  const small = fit(json, world, json, false)
  if (schema.safeParse(small).success) return small
  return fit(json, world, json, true)
}

function fit(schema: Schema, world: World, root: Schema, full: boolean): unknown {
  const again = (inner: Schema) => fit(inner, world, root, full)
  if (schema.$ref) return again(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {})
  if (schema.enum) return schema.enum[0]
  if ('const' in schema) return schema.const
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return again(choices[0]!)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(again)) as unknown
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'string') return text(schema, world)
  if (type === 'integer' || type === 'number')
    return Math.max(schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1, 1)
  if (type === 'boolean') return true
  if (type === 'array')
    return Array.from({ length: schema.minItems ?? (full ? 1 : 0) }, () => again(schema.items ?? {}))
  if (type === 'object') {
    const named = Object.entries(schema.properties ?? {}).filter(
      ([name, inner]) =>
        full || schema.required?.includes(name) || inner.format === 'uuid' || isNullableId(inner),
    )
    return Object.fromEntries(
      named.map(([name, inner]) => [
        name,
        isPlain(inner) && /(^|[a-z])(id|Id|person)$/.test(name) ? world.id : again(inner),
      ]),
    )
  }
  return world.word
}

/** An id by its name alone. */
const isPlain = ({ type, format, pattern }: Schema) => type === 'string' && !format && !pattern

const isNullableId = (schema: Schema) => (schema.anyOf ?? []).some(({ format }) => format === 'uuid')

function text({ format, pattern, minLength = 0, maxLength = Infinity }: Schema, world: World): string {
  if (format === 'uuid') return world.id
  if (format === 'date') return '2026-01-01'
  if (format === 'date-time') return '2026-01-01T00:00:00Z'
  if (format === 'email') return `${world.word}@example.org`
  if (format === 'uri') return `https://${world.word}.example/`
  if (pattern !== undefined) {
    const known = [
      world.code,
      world.id,
      'ITA',
      '2026-01-01',
      '09:00',
      world.id.replaceAll('-', ''),
      world.word,
    ]
    const fits = known.find((each) => new RegExp(pattern, 'u').test(each))
    return fits ?? fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 1 })[0]!
  }
  return world.word.padEnd(minLength, '.').slice(0, maxLength)
}

import fc from 'fast-check'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseConfig } from '#platform/config'
import { testFolder } from '#test/stores'
import { openApi, openPlatform, type Platform } from './index.ts'

/** A part of an OpenAPI 3.1 document, as far as inputs are made from it. */
type Schema = {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
}
type Operation = {
  parameters?: { in: string; name: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const publicUrl = 'http://127.0.0.1:8080'
const roles = ['administrator', 'intake_worker', 'case_worker', 'analyst', 'investigator']

let platform: Platform
let api: Hono
let operations: { method: string; path: string; operation: Operation }[]
const cookies: string[] = []
const faults: string[] = []

beforeAll(async () => {
  platform = await openPlatform(parseConfig({ ASYLIA_DATA: testFolder() }), {
    log: (level, event, fields) =>
      void (level === 'error' && faults.push(JSON.stringify({ event, ...fields }))),
  })
  api = openApi(platform)
  const document = await (await api.request('/api/openapi.json')).json()
  operations = Object.entries<Record<string, Operation>>(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    )
    // Begins or ends sessions: the fuzz would sign itself out. They are asked without a session below.
    .filter(({ path }) => !['/api/auth/lock', '/api/auth/sign-out'].includes(path))
  const { id } = await platform.auth.createOrganisation({ name: 'Casa Ficta', kind: 'ngo' })
  for (const role of roles) {
    const email = `${role}@casa-ficta.example`
    await platform.auth.createUser({ name: role, email, role, organisation: id, demo: true })
    const answer = await api.request(await platform.auth.signInLink(email, 600))
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    )
  }
})
afterAll(() => platform.close())

const odd = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  "' or 1=1; --",
  '\u0000',
  '\ud800',
  '\u202e../../etc/passwd',
  '<script>1</script>',
  '${7*7}{{7*7}}',
  '9'.repeat(400),
  'x'.repeat(20_000),
  -1,
  1e308,
  0.1,
  2 ** 53,
  '9999-12-31',
  '2026-02-30',
  [],
  {},
  [[[[]]]],
  true,
)

const formats: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uuid: fc.uuid(),
  date: fc.constantFrom('2026-02-28', '2024-02-29', '0001-01-01'),
  'date-time': fc.constant('2026-03-01T00:00:00Z'),
  email: fc.constantFrom('a@b.example', 'A+b@C.example'),
  uri: fc.constant('https://x.example/'),
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map(likely))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'string') return formats[schema.format ?? ''] ?? fc.string({ unit: 'binary', maxLength: 40 })
  if (type === 'integer') return fc.integer({ min: 0, max: 200 })
  if (type === 'number') return fc.double({ min: -180, max: 180, noNaN: true })
  if (type === 'boolean') return fc.boolean()
  if (type === 'array') return fc.array(likely(schema.items ?? {}), { maxLength: 3 })
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {})
    const fields = fc.record(Object.fromEntries(known.map(([name, inner]) => [name, likely(inner)])), {
      requiredKeys: schema.required ?? [],
    })
    if (typeof schema.additionalProperties !== 'object') return fields
    const more = fc.dictionary(fc.string({ maxLength: 12 }), likely(schema.additionalProperties), {
      maxKeys: 3,
    })
    return fc.tuple(fields, more).map(([a, b]) => ({ ...b, ...a }))
  }
  return fc.jsonValue({ maxDepth: 2 })
}

/** Mostly what the schema asks for, so that it gets past the parser, and now and then something odd. */
function likely(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema) }, { weight: 1, arbitrary: odd })
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
const encoded = (value: unknown) => encodeURIComponent(Buffer.from(text(value)).toString()) || '%20'

/** One request as the document describes it: method, address, body. */
const requests = fc.nat().chain((n) => {
  const { method, path, operation } = operations[n % operations.length] ?? {
    method: 'get',
    path: '/api',
    operation: {},
  }
  const inputs = operation.parameters ?? []
  const body = Object.entries(operation.requestBody?.content ?? {})[0]?.[1].schema
  return fc
    .tuple(
      fc.nat(cookies.length),
      fc.tuple(...inputs.map(({ schema }) => likely(schema))),
      body ? likely(body) : fc.constant(undefined),
    )
    .map(([who, values, sent]) => {
      let address = path
      const query = new URLSearchParams()
      inputs.forEach(({ in: place, name }, i) => {
        if (place === 'path') address = address.replace(`{${name}}`, encoded(values[i]))
        else if (values[i] !== undefined) query.set(name, text(values[i]))
      })
      return { method: method.toUpperCase(), address: `${address}?${query}`, who, sent }
    })
})

it('whatever is sent, no route breaks: every refusal is one of ours', async () => {
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, address, who, sent }) => {
      const response = await api.request(publicUrl + address, {
        method,
        headers: { 'content-type': 'application/json', ...(cookies[who] ? { cookie: cookies[who] } : {}) },
        ...(method === 'GET' ? {} : { body: JSON.stringify(sent ?? {}) }),
      })
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      await response.arrayBuffer()
      expect(`${response.status < 500} ${faults.join('\n')}`).toBe('true ')
    }),
    {
      numRuns: Number(process.env['FUZZ_RUNS'] ?? 300),
      seed: Number(process.env['FUZZ_SEED'] ?? 20261124),
      interruptAfterTimeLimit: 100_000,
    },
  )
  // It went past the parsers and past the checks, or it tested nothing.
  expect(seen.get(200) ?? 0).toBeGreaterThan(15)
  expect(seen.get(400) ?? 0).toBeGreaterThan(15)
}, 180_000)

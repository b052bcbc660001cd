import { Validator } from '@seriousme/openapi-schema-validator'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessTable, STAFF_ROLES } from '#model'
import { parseConfig } from '#platform/config'
import type { Endpoint, RouteAccess } from '#platform/http'
import { noLog } from '#platform/log'
import { testFolder } from '#test/stores'
import { listEndpoints, openApi, openPlatform, type Platform } from './index.ts'

const publicUrl = 'http://127.0.0.1:8080'
const someId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

let platform: Platform
let api: Hono
let endpoints: Endpoint[]

beforeAll(async () => {
  platform = await openPlatform(parseConfig({ ASYLIA_DATA: testFolder() }), { log: noLog })
  api = openApi(platform)
  endpoints = listEndpoints(platform)
})
afterAll(() => platform.close())

const addressOf = ({ path }: Endpoint) => `${publicUrl}/api${path.replaceAll(/\{[^}]*\}/g, someId)}`

async function ask(
  { method, ...rest }: Endpoint,
  cookie?: string,
): Promise<{ status: number; code?: string }> {
  const response = await api.request(addressOf({ method, ...rest }), {
    method: method.toUpperCase(),
    headers: { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) },
    ...(method === 'get' ? {} : { body: '{}' }),
  })
  const isProblem = response.headers.get('content-type') === 'application/problem+json'
  return { status: response.status, ...(isProblem ? { code: (await response.json()).code } : {}) }
}

const mayCall = (role: string, access: RouteAccess) =>
  typeof access === 'string' ||
  accessTable.rules.some(
    (rule) =>
      rule.role === role &&
      rule.resource === access.resource &&
      rule.actions.includes(access.action) &&
      (rule.purposes as readonly string[]).includes(access.purpose),
  )

async function signIn(role: string): Promise<string> {
  const { id } = await platform.auth.createOrganisation({ name: 'Casa Ficta', kind: 'ngo' })
  const email = `${role}@casa-ficta.example`
  const known = await platform.auth.findUser({ email })
  if (!known) await platform.auth.createUser({ name: role, email, role, organisation: id, demo: true })
  const answer = await api.request(await platform.auth.signInLink(email))
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

it('the document is valid OpenAPI 3.1 and holds every operation', async () => {
  const document = await (await api.request('/api/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  const validated = await new Validator().validate(structuredClone(document))
  expect(validated.errors).toBeUndefined()
  expect(validated.valid).toBe(true)
  const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const listed = endpoints.map(({ method, path }) => `${method} /api${path}`)
  expect(operations.toSorted()).toEqual(listed.toSorted())
})

it('both stores are up', async () => {
  const health = await api.request('/healthz')
  expect(await health.json()).toEqual({ status: 'up', records: 'up', observations: 'up' })
})

describe('every route', () => {
  it('that names a right names one of the access table, which some role of staff holds', () => {
    const unknown = endpoints.filter(({ access }) => !STAFF_ROLES.some((role) => mayCall(role, access)))
    expect(unknown.map(({ method, path, access }) => [method, path, access])).toEqual([])
  })

  it('that is not public refuses who is not signed in, before it looks at anything', async () => {
    const closed = endpoints.filter(({ access }) => access !== 'public')
    expect(closed.length).toBeGreaterThan(20)
    for (const each of closed) {
      expect([each.method, each.path, await ask(each)]).toEqual([
        each.method,
        each.path,
        { status: 401, code: 'access.signed-out' },
      ])
    }
  })

  it('that is open to everyone is on this list', () => {
    const open = endpoints.filter(({ access }) => access === 'public').map(({ path }) => path)
    // Published formats, and nothing of anybody.
    expect(open.filter((path) => !path.startsWith('/auth/'))).toEqual([
      '/cases/standards/htcds-plus',
      '/cases/standards/htcds',
    ])
  })

  it('lets through exactly the roles of the access table, and none is a fault', async () => {
    const demanding = endpoints.filter(({ access }) => typeof access !== 'string')
    for (const role of STAFF_ROLES) {
      const cookie = await signIn(role)
      const asked = demanding.map(async (each) => {
        const { status, code } = await ask(each, cookie)
        const where = `${role}: ${each.method} ${each.path} → ${status} ${code}`
        expect(code === 'access.denied', where).toBe(!mayCall(role, each.access))
        expect(status, where).toBeLessThan(500)
      })
      await Promise.all(asked)
    }
  }, 180_000)

  it('leaves a line for what it did and for what it refused', async () => {
    const audit = async () => {
      await platform.audit.advance()
      const answer = await api.request('/api/audit/entries?resource=account&limit=2', {
        headers: { cookie: await signIn('administrator') },
      })
      return (await answer.json()).entries
    }
    const get = async (path: string, role: string) =>
      api.request(`/api${path}`, { headers: { cookie: await signIn(role) } })
    await get('/auth/users', 'administrator')
    await api.request(`/api/auth/users/${someId}/lock`, {
      method: 'POST',
      headers: { cookie: await signIn('lawyer') },
    })
    expect(await audit()).toMatchObject([
      { action: 'account.update.denied', role: 'lawyer', subject: someId },
      { action: 'account.read', role: 'administrator', purpose: 'administration', subject: null },
    ])
  })
})

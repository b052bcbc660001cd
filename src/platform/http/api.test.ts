import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { AccessModel } from '#platform/access'
import { AsyliaError } from '#platform/errors'
import { testDatabase } from '#test/stores'
import { createApi, endpoint, type Endpoint, listen, type Performed } from './index.ts'

const access: AccessModel = {
  roles: ['reader'],
  purposes: ['reading'],
  resources: { book: { about: 'books', tables: {} } },
  rules: [
    {
      role: 'reader',
      resource: 'book',
      actions: ['read'],
      ownership: 'any',
      purposes: ['reading'],
      because: 'x',
    },
  ],
}
const mayRead = { resource: 'book', action: 'read', purpose: 'reading' }
const Book = z.object({ title: z.string().max(10), pages: z.int().min(1) })

const books: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/books/{id}',
    summary: 'One book',
    access: mayRead,
    params: z.object({ id: z.uuid() }),
    answer: z.object({ id: z.uuid(), purpose: z.string() }),
    async handle({ params, actor }) {
      if (params.id.startsWith('0'))
        throw new AsyliaError('books.not-found', `no book ${params.id}`, { id: params.id })
      return { id: params.id, purpose: actor.purpose }
    },
  }),
  endpoint({
    method: 'get',
    path: '/books/newest',
    summary: 'The newest',
    access: 'public',
    query: z.object({ limit: z.coerce.number().int().max(50).default(5) }),
    answer: z.object({ limit: z.int() }),
    handle: async ({ query }) => query,
  }),
  endpoint({
    method: 'post',
    path: '/books',
    summary: 'Add a book',
    access: mayRead,
    body: Book,
    answer: Book,
    status: 201,
    handle: async ({ body }) => body,
  }),
  endpoint({
    method: 'delete',
    path: '/books/{id}',
    summary: 'Burn a book',
    access: { resource: 'book', action: 'delete', purpose: 'reading' },
    status: 204,
    handle: async () => new Response(null, { status: 204 }),
  }),
  endpoint({
    method: 'put',
    path: '/books/{id}/scan',
    summary: 'Upload a scan',
    access: 'signed-in',
    limits: { bytes: 3_000_000 },
    async handle({ context }) {
      const bytes = (await context.req.arrayBuffer()).byteLength
      return Response.json({ bytes })
    },
  }),
  ...(['fault', 'full', 'conflict', 'gone', 'forbidden', 'slow', 'wrong-answer'] as const).map((kind) =>
    endpoint({
      method: 'post',
      path: `/books/${kind}`,
      summary: kind,
      access: 'public',
      answer: z.object({ kind: z.string() }),
      ...(kind === 'slow' ? { limits: { ms: 30 } } : {}),
      async handle() {
        if (kind === 'full') throw Object.assign(new Error('could not extend file'), { code: '53100' })
        if (kind === 'forbidden') throw Object.assign(new Error('policy for Amina'), { code: '42501' })
        if (kind === 'conflict') throw new AsyliaError('books.conflict', 'changed meanwhile', { version: 3 })
        if (kind === 'gone') throw new AsyliaError('books.gone', 'withdrawn')
        if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, 500))
        if (kind === 'wrong-answer') return { kind: 5 } as unknown as { kind: string }
        throw new Error('the name Amina stands in this message')
      },
    }),
  ),
]

let app: Hono
const performed: Performed[] = []
const logged: string[] = []

beforeAll(async () => {
  // PostgreSQL knows the house's access table, not this one of books.
  const database = { ...(await testDatabase()), demand: async () => {} }
  app = createApi({
    endpoints: books,
    database,
    access,
    publicUrl: 'https://asylia.example',
    authenticate: async (request: Request) =>
      request.headers.get('authorization') === 'reader'
        ? { id: 'r', role: 'reader', organisation: null, purpose: 'own' }
        : null,
    record: async (event) => void performed.push(event),
    liveness: { records: async () => 1, observations: async () => Promise.reject(new Error('down')) },
    log: (level, event, fields) => void logged.push(JSON.stringify({ level, event, ...fields })),
  })
})

const signedIn = { authorization: 'reader' }
const json = { ...signedIn, 'content-type': 'application/json' }
const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

async function ask(path: string, init: RequestInit = {}) {
  const response = await app.request(`https://asylia.example/api${path}`, init)
  const text = await response.text()
  return { response, status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

describe('a route', () => {
  it('hands its handler what was parsed, under the purpose it names', async () => {
    const { status, body } = await ask(`/books/${id}`, { headers: signedIn })
    expect({ status, body }).toEqual({ status: 200, body: { id, purpose: 'reading' } })
    expect(performed.at(-1)).toMatchObject({ route: 'get /books/{id}', outcome: 'done', params: { id } })
  })

  it('with a fixed address wins over one with a parameter', async () => {
    expect((await ask('/books/newest?limit=7')).body).toEqual({ limit: 7 })
  })

  it('asks who it is before it looks at anything else', async () => {
    const { status, body } = await ask('/books/not-an-id')
    expect([status, body.code]).toEqual([401, 'access.signed-out'])
  })

  it('refuses what the role may not, and puts the refusal on the record', async () => {
    const { status, body } = await ask(`/books/${id}`, { method: 'DELETE', headers: signedIn })
    expect([status, body.code]).toEqual([403, 'access.denied'])
    expect(performed.at(-1)).toMatchObject({ action: 'delete', outcome: 'denied' })
  })

  it('that nobody listed does not exist, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      expect((await ask('/secret', { method })).body.code).toBe('route.not-found')
    }
  })

  it('answers HEAD and OPTIONS, and names its methods to others', async () => {
    expect((await ask('/books/newest', { method: 'HEAD' })).status).toBe(200)
    const options = await ask(`/books/${id}`, { method: 'OPTIONS' })
    expect([options.status, options.response.headers.get('allow')]).toEqual([
      204,
      'GET, DELETE, HEAD, OPTIONS',
    ])
    const other = await ask('/books', { method: 'PATCH' })
    expect([other.status, other.body.code]).toEqual([405, 'route.method-not-allowed'])
  })

  it('makes HEAD ask for the same rights as GET', async () => {
    expect((await ask(`/books/${id}`, { method: 'HEAD' })).status).toBe(401)
  })
})

describe('a problem (RFC 9457)', () => {
  // The validation example of RFC 9457 §3: a list of errors, each with detail and JSON pointer.
  it('lists each mistake in a body with its JSON pointer', async () => {
    const { response, body } = await ask('/books', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ title: 'far too long a title', pages: 0 }),
    })
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(body).toMatchObject({
      type: '/api/problems#input.invalid',
      status: 400,
      title: expect.any(String),
    })
    expect(body.errors.map((each: { pointer: string }) => each.pointer)).toEqual(['#/title', '#/pages'])
  })

  it('names the parameter of a bad query', async () => {
    const { body } = await ask('/books/newest?limit=900')
    expect(body.errors).toEqual([{ detail: expect.any(String), parameter: 'limit' }])
  })

  it('tells a missing thing from a hidden one by nothing', async () => {
    const one = await ask('/books/0f2504e0-4f89-41d3-9a0c-0305e82c3301', { headers: signedIn })
    const other = await ask('/books/0aaaaaaa-4f89-41d3-9a0c-0305e82c3301', { headers: signedIn })
    expect(one.status).toBe(404)
    expect(one.body).toEqual(other.body)
    expect(JSON.stringify(one.body)).not.toContain('0f2504e0')
  })

  it.each([
    ['full', 507, 'store.full'],
    ['conflict', 409, 'books.conflict'],
    ['gone', 410, 'books.gone'],
    ['forbidden', 403, 'access.denied'],
    ['slow', 504, 'request.timeout'],
  ])('says %s with status %i', async (kind, status, code) => {
    const { body, response } = await ask(`/books/${kind}`, { method: 'POST' })
    expect([response.status, body.status, body.code]).toEqual([status, status, code])
    expect(JSON.stringify(body)).not.toContain('Amina')
  })

  it('of ours is an opaque reference that leads to one log line without the message', async () => {
    const { status, body } = await ask('/books/fault', { method: 'POST' })
    expect(status).toBe(500)
    expect(Object.keys(body).toSorted()).toEqual(['code', 'detail', 'reference', 'status', 'title', 'type'])
    const lines = logged.filter((line) => line.includes(body.reference) && line.includes('request failed'))
    expect(lines).toHaveLength(1)
    expect(logged.join('')).not.toContain('Amina')
    expect(JSON.stringify(body)).not.toMatch(/Amina|api\.test/)
  })

  it('is the answer when a handler breaks its own promise', async () => {
    expect((await ask('/books/wrong-answer', { method: 'POST' })).status).toBe(500)
  })
})

describe('a body', () => {
  const post = (body: BodyInit, headers: Record<string, string> = json) =>
    ask('/books', { method: 'POST', headers, body })

  it.each([
    ['broken JSON', '{"title":', 'input.invalid'],
    ['a NUL character', '{"title":"a\\u0000b","pages":1}', 'input.invalid'],
    ['half a character', '{"title":"a\\ud800b","pages":1}', 'input.invalid'],
    ['nesting without end', '['.repeat(200_000) + ']'.repeat(200_000), 'input.invalid'],
    ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'input.invalid'],
    ['more than one MiB', JSON.stringify({ title: 'x'.repeat(1_100_000), pages: 1 }), 'input.too-large'],
  ])('with %s is refused', async (_, body, code) => {
    expect((await post(body)).body.code).toBe(code)
  })

  it('that is not JSON is refused, as forms of other sites are not', async () => {
    const { status } = await post('title=x', {
      ...signedIn,
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(status).toBe(415)
  })

  it('may be larger where the route says so, and no larger than that', async () => {
    const put = (bytes: number) =>
      ask(`/books/${id}/scan`, { method: 'PUT', headers: signedIn, body: new Uint8Array(bytes) })
    expect((await put(2_000_000)).body).toEqual({ bytes: 2_000_000 })
    expect((await put(3_000_001)).body.code).toBe('input.too-large')
  })
})

describe('a change', () => {
  const change = async (headers: Record<string, string>) =>
    (await ask('/books/conflict', { method: 'POST', headers })).body.code

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin at all that can be named', { origin: 'null' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://asylia.example' }],
    ['across sites', { 'sec-fetch-site': 'cross-site' }],
  ])('asked for by %s is refused', async (_, headers) => {
    expect(await change(headers as Record<string, string>)).toBe('access.foreign-origin')
  })

  it('asked for by our own page, or by a program, is taken', async () => {
    for (const headers of [{}, { origin: 'https://asylia.example' }, { 'sec-fetch-site': 'same-origin' }]) {
      expect(await change(headers as Record<string, string>)).toBe('books.conflict')
    }
  })
})

describe('every answer', () => {
  it.each(['/api/books/newest', '/api/secret', `/api/books/${id}`, '/healthz', '/api/openapi.json'])(
    'carries the strict headers: %s',
    async (path) => {
      const { headers } = await app.request(`https://asylia.example${path}`)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('geolocation=()')
      expect(headers.get('strict-transport-security')).toContain('max-age=')
    },
  )

  it('leaves a log line with the pattern, never the address asked for', async () => {
    await ask(`/books/${id}`, { headers: { ...signedIn, 'user-agent': 'Canary/1' } })
    expect(logged.at(-1)).toContain('get /books/{id}')
    expect(logged.join('')).not.toMatch(new RegExp(`${id}|Canary`))
  })
})

describe('the server', () => {
  it('says which store is down', async () => {
    const response = await app.request('/healthz')
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'down', records: 'up', observations: 'down' },
    ])
  })

  it('describes itself in OpenAPI 3.1 with who may do what', async () => {
    const document = await (await app.request('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    const operation = document.paths['/api/books/{id}'].get
    expect(operation.parameters[0]).toMatchObject({ in: 'path', name: 'id', required: true })
    expect(operation['x-asylia-access']).toEqual(mayRead)
    expect(operation.responses.default.content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    )
  })

  it('finishes what it has begun before it stops, and takes nothing new', async () => {
    const slow = new Hono().get('/', async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return context.text('done')
    })
    const server = await listen(slow, { host: '127.0.0.1', port: 0 })
    const underWay = fetch(`http://127.0.0.1:${server.port}/`).then((response) => response.text())
    await new Promise((resolve) => setTimeout(resolve, 100))
    const stopped = server.stop()
    expect(await underWay).toBe('done')
    await stopped
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
  })

  it('names the address that is taken', async () => {
    const first = await listen(new Hono(), { host: '127.0.0.1', port: 0 })
    await expect(listen(new Hono(), { host: '127.0.0.1', port: first.port })).rejects.toThrow(
      `127.0.0.1:${first.port}`,
    )
    await first.stop()
  })
})

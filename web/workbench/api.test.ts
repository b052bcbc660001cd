import { afterEach, expect, test, vi } from 'vitest'
import { address, api, ApiError } from './api.ts'

afterEach(() => vi.unstubAllGlobals())

const answering = (body: string, init: ResponseInit) =>
  vi.stubGlobal('fetch', async () => new Response(body, init))

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ApiError)
  return error as ApiError
}

test('an address leaves out what is not set and repeats lists', () => {
  expect(address('/patterns', { q: 0.05, state: undefined, kind: ['phone', 'text'], text: 'a b' })).toBe(
    '/api/patterns?q=0.05&kind=phone&kind=text&text=a+b',
  )
})

test('a good answer is its JSON', async () => {
  answering('{"patterns":[]}', { headers: { 'Content-Type': 'application/json' } })
  expect(await api.get('/patterns')).toEqual({ patterns: [] })
})

test('a problem keeps its code, its words and its details', async () => {
  answering(
    '{"code":"cases.consent-missing","title":"Consent is missing","status":409,"details":{"caseCode":"HERON-12"}}',
    {
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
    },
  )
  const { problem } = await failure(api.post('/cases', {}))
  expect(problem).toMatchObject({
    code: 'cases.consent-missing',
    status: 409,
    details: { caseCode: 'HERON-12' },
  })
})

test('an error without a body still says which status it was', async () => {
  answering('', { status: 502 })
  expect((await failure(api.get('/x'))).problem.code).toBe('http.502')
})

test('no answer at all is told apart from a refusal', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed to fetch')
  })
  expect((await failure(api.get('/x'))).problem).toMatchObject({ code: 'network.unreachable', status: 0 })
})

test('a page where data was expected is refused', async () => {
  answering('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })
  expect((await failure(api.get('/x'))).problem.code).toBe('network.not-the-api')
})

import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { accessTable, newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { createApi } from '#platform/http'
import { testDatabase, testFolder } from '#test/stores'
import { assess, gapChanges } from './index.ts'
import { answerEndpoints, lawEndpoints, loadCatalogue } from './node.ts'

const facts = { acts: { recruit: true }, purposes: { forced_labour: true }, victim: { ageAtTime: 30 } }

const nested = (depth: number): unknown => {
  let value: unknown = true
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

describe('the law by its API', () => {
  let app: Hono
  const worker = { id: newId(), role: 'case_worker', organisation: newId(), purpose: 'protection' }
  beforeAll(async () => {
    const vault = new Vault(new Sealer(await Keyring.open(testFolder())))
    const law = () => loadCatalogue({ invented: true })
    app = createApi({
      endpoints: [...lawEndpoints(), ...answerEndpoints({ vault, law, today: () => '2026-03-04' })],
      database: await testDatabase(),
      access: accessTable,
      publicUrl: 'https://asylia.example',
      authenticate: async () => worker,
      record: async () => undefined,
      liveness: { records: async () => 1, observations: async () => 1 },
      log: () => undefined,
    })
  })

  async function call(method: string, path: string, body?: unknown) {
    const response = await app.request(`https://asylia.example/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: 'https://asylia.example' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  it('gives the answer the engine gives', async () => {
    const catalogue = loadCatalogue()
    const question = { jurisdiction: 'KEN', on: '2026-01-01', facts }
    const { body } = await call('POST', '/law/assess', question)
    expect(body).toEqual(JSON.parse(JSON.stringify(assess(catalogue, question))))
    const since = { jurisdiction: 'THA', since: '2010-01-01', until: '2020-01-01' }
    const changed = await call('GET', `/law/gap-changes?${new URLSearchParams(since).toString()}`)
    expect(changed.body).toEqual(JSON.parse(JSON.stringify(gapChanges(catalogue, since))))
  })

  it.each([
    ['an unknown country', 'POST', '/law/assess', { jurisdiction: 'GBX', facts }, /did you mean GBR\?/],
    [
      'a day before any law',
      'POST',
      '/law/assess',
      { jurisdiction: 'GBR', on: '1999-01-01', facts },
      /no law of GBR on 1999-01-01; the earliest it knows is of 20/,
    ],
    [
      'a day before any law, told by a fact',
      'POST',
      '/law/assess',
      { jurisdiction: 'GBR', facts: { conduct: { to: '1999-01-01' } } },
      /fact conduct\.to: .*no law of GBR on 1999-01-01/,
    ],
    [
      'a fact outside the vocabulary',
      'POST',
      '/law/assess',
      { jurisdiction: 'GBR', facts: { means: { decepton: true } } },
      /the nearest is means\.deception/,
    ],
    [
      'a person’s fact outside the vocabulary',
      'POST',
      '/law/rights',
      { jurisdiction: 'GBR', person: { statos: 'identified' } },
      /the nearest is person\.status/,
    ],
    ['gaps before any law', 'GET', '/law/gaps?jurisdiction=GBR&on=1999-01-01', undefined, /no law of GBR/],
    [
      'gaps since before any law',
      'GET',
      '/law/gap-changes?jurisdiction=GBR&since=1999-01-01',
      undefined,
      /no law of GBR/,
    ],
    ['an unknown treaty', 'GET', '/law/status?treaty=UN_TIP', undefined, /did you mean UN_TIP_PROTOCOL\?/],
    ['another country of a pair', 'GET', '/law/channels?from=ITA&to=ZZZ', undefined, /jurisdiction ZZZ/],
    ['one country as a pair', 'GET', '/law/channels?from=ITA&to=ITA', undefined, /found ITA twice/],
    [
      'facts in an address',
      'GET',
      '/law/compare?a=ITA&b=KEN&facts=%7B%22means%22%3A%7B%22force%22%3Atrue%7D%7D',
      undefined,
      /facts/,
    ],
    [
      'statements within statements',
      'POST',
      '/law/assess',
      { jurisdiction: 'GBR', facts: { means: { force: nested(20) } } },
      /fact means\.force: found a list within it, expected a plain value/,
    ],
    [
      'a day on which the catalogue knew nothing',
      'POST',
      '/law/rights',
      { jurisdiction: 'GBR', knownOn: '2001-01-01', person: {} },
      /knew nothing of GBR on 2001-01-01; it was first recorded on 20/,
    ],
    [
      'days in the wrong order',
      'GET',
      '/law/gap-changes?jurisdiction=GBR&since=2024-02-01&until=2024-01-01',
      undefined,
      /2024-02-01, which is after 2024-01-01/,
    ],
    [
      'a question of no kind',
      'POST',
      '/law/answers',
      { question: { kind: 'guess', jurisdiction: 'KEN' } },
      /question\.kind/,
    ],
  ])('%s is refused with what was expected', async (_, method, path, body, message) => {
    const found = await call(method, path, body)
    expect([found.status, found.body['code']]).toEqual([400, 'input.invalid'])
    expect(found.body['detail']).toMatch(message)
  })

  it('shows both sources of a contradiction and answers unknown', async () => {
    const deception = [
      { value: true, source: 'interview' },
      { value: false, source: 'employer' },
    ]
    const { body } = await call('POST', '/law/assess', {
      jurisdiction: 'KEN',
      facts: { ...facts, means: { deception } },
    })
    expect(body['contradictions']).toEqual([{ facts: ['means.deception'], statements: deception }])
    expect((body['offences'] as { result: string }[])[0]!.result).toBe('unknown')
  })

  it('takes facts for a pair of countries in a body, and says whether both see an offence', async () => {
    const question = { a: 'ITA', b: 'KEN', on: '2026-01-01', facts: { ...facts, means: { force: true } } }
    const pair = await call('POST', '/law/compare', question)
    expect(pair.body['dualCriminality']).toMatchObject({ is: 'yes', a: { result: 'made_out' } })
    const { a: from, b: to, ...others } = question
    const door = await call('POST', '/law/channels', { from, to, ...others })
    expect(door.body['dualCriminality']).toEqual(pair.body['dualCriminality'])
    const abstract = await call('GET', '/law/compare?a=ITA&b=KEN&on=2026-01-01')
    expect(abstract.body).toEqual({ ...pair.body, dualCriminality: null })
  })

  it('keeps an answer, reads it back and computes it again to the byte', async () => {
    const question = { kind: 'assess', jurisdiction: 'KEN', facts }
    const kept = await call('POST', '/law/answers', { question })
    expect([kept.status, kept.body['askedOn']]).toEqual([201, '2026-03-04'])
    const id = String(kept.body['id'])
    const read = await call('GET', `/law/answers/${id}`)
    expect(read.body).toEqual(kept.body)
    const { body } = await call('GET', `/law/answers/${id}/verification`)
    expect(body).toMatchObject({ id, same: true, differsAt: null, now: { law: [], turned: [] } })
    expect((await call('GET', '/law/affected')).body['affected']).toEqual([])
    expect((await call('GET', `/law/answers/${newId()}`)).status).toBe(404)
  })

  it('is described in the OpenAPI document: every operation, its body and its answer', async () => {
    const { body } = await call('GET', '/openapi.json')
    const paths = body['paths'] as Record<string, Record<string, { responses: object; requestBody?: object }>>
    for (const { method, path, body: given } of lawEndpoints()) {
      const found = paths[`/api${path}`]?.[method]
      expect([path, found?.responses]).toEqual([path, expect.objectContaining({ 200: expect.anything() })])
      expect([path, found?.requestBody !== undefined]).toEqual([path, given !== undefined])
    }
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/law/answers', '/api/law/answers/{id}/verification', '/api/law/affected']),
    )
  })
})

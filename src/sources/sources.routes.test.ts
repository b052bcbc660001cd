import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { accessTable } from '#model'
import { type Actor, systemActor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import type { Database } from '#platform/db'
import { createApi } from '#platform/http'
import { noLog } from '#platform/log'
import { testCorpus, testDatabase, testFolder } from '#test/stores'
import { benchAd } from './bench.ts'
import { importFile } from './importing/import-file.ts'
import { RunningImports } from './importing/running-imports.ts'
import { getRun } from './importing/runs.store.ts'
import { readMapping } from './mapping/mapping.ts'
import { sourcesEndpoints } from './sources.routes.ts'

const folder = testFolder()
const dataFolder = join(folder, 'data')
const reader: Actor = { id: 'analyst-1', role: 'analyst', organisation: null, purpose: 'analysis' }
let db: Database
let corpus: Corpus
let imports: RunningImports
let ask: (
  method: string,
  path: string,
  body?: string | object,
  role?: string,
) => Promise<{ status: number; json: Record<string, unknown>; text: string }>

beforeAll(async () => {
  db = await testDatabase()
  corpus = await testCorpus()
  imports = new RunningImports({ db, corpus, dataFolder }, noLog)
  const app = (role: string) =>
    createApi({
      endpoints: sourcesEndpoints({ corpus, imports }),
      database: db,
      access: accessTable,
      authenticate: async () => ({ ...reader, role }),
      publicUrl: 'http://127.0.0.1',
      liveness: {},
      log: noLog,
    })
  ask = async (method, path, body, role = 'analyst') => {
    const type = typeof body === 'object' ? 'application/json' : 'application/octet-stream'
    const response = await app(role).request(`/api${path}`, {
      method,
      headers: { 'content-type': type, origin: 'http://127.0.0.1' },
      ...(body === undefined ? {} : { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    })
    const text = await response.text()
    return {
      status: response.status,
      text,
      json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
    }
  }
})

describe('the sources page', () => {
  it('takes a file, shows how it went, and gives back what was rejected', async () => {
    const csv =
      'id,date,text,place\n1,2026-03-01,Work in town,"London, UK"\n2,sometime,Work,\n3,2026-03-02,Work,London\n'
    const started = await ask('POST', '/sources/imports?format=ads-csv&fileName=ads.csv&source=harbour', csv)
    expect(started).toMatchObject({
      status: 202,
      json: { source: 'harbour', fileName: 'ads.csv', startedBy: 'analyst-1' },
    })
    await imports.settle()
    const one = await ask('GET', `/sources/imports/${String(started.json.id)}`)
    expect(one.json).toMatchObject({ state: 'done', read: 3, added: 2, rejected: 1, share: null })
    expect((await ask('GET', '/sources/imports')).json.imports).toHaveLength(1)

    const rejects = await ask('GET', `/sources/imports/${String(started.json.id)}/rejects`)
    expect(rejects.text).toContain('2,sometime,Work,,3,date,sometime,')

    expect((await ask('GET', '/sources')).json.sources).toMatchObject([
      {
        source: 'harbour',
        kind: 'ads',
        rows: 2,
        countries: 1,
        firstDay: '2026-03-01',
        withoutPlace: 1,
        lastImport: { state: 'done', rejected: 1 },
      },
    ])
    const places = (await ask('GET', '/sources/unresolved?source=harbour')).json.places
    const candidates: unknown = expect.arrayContaining(['GBR.ENG.GLA.london'])
    expect(places).toMatchObject([
      { placeText: 'London', rows: 1, reason: 'ambiguous', sources: ['harbour'], candidates },
    ])
  })

  it('deletes its copy of the upload, and keeps nothing of a refused one', async () => {
    const before = readdirSync(join(dataFolder, 'imports')).length
    const refused = await ask('POST', '/sources/imports?format=ads-csv&fileName=bad.csv', 'id,txt\n1,a\n')
    expect(refused).toMatchObject({ status: 400, json: { code: 'input.invalid' } })
    expect(refused.json.detail).toContain('bad.csv row 1: no column "text"')
    expect(readdirSync(join(dataFolder, 'imports'))).toHaveLength(before)
  })

  it('takes a mapping of one’s own, and refuses a wrong one with its line', async () => {
    const yaml = readMapping('incidents')
      .yaml.replace('name: incidents', 'name: harbour-police')
      .replace('date]', 'tag]')
    const kept = await ask('POST', '/sources/mappings', { yaml })
    expect(kept).toMatchObject({ status: 201, json: { name: 'harbour-police', formats: ['incidents-csv'] } })
    const path = `/sources/imports?format=incidents-csv&fileName=i.csv&mapping=${String(kept.json.mapping)}`
    expect(await ask('POST', path, 'id,tag,kind\n1,2026-02-01,labour\n')).toMatchObject({
      status: 202,
      json: { mapping: 'harbour-police' },
    })
    await imports.settle()
    const wrong = await ask('POST', '/sources/mappings', { yaml: yaml.replace('kind: {', 'kindd: [') })
    expect(wrong).toMatchObject({ status: 400 })
    expect(wrong.json.detail).toMatch(/mapping\.yaml line \d+/)
    const bomb = `a: &a [x]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`
    expect(await ask('POST', '/sources/mappings', { yaml: bomb })).toMatchObject({
      status: 400,
      json: { detail: expect.stringMatching(/^mapping\.yaml: .*alias/) },
    })
    const shipped: unknown = expect.arrayContaining([
      expect.objectContaining({ name: 'emscad', terms: 'CC0' }),
    ])
    expect((await ask('GET', '/sources/mappings')).json.mappings).toEqual(shipped)
  })

  it('is for those who may: an investigator reads, a case worker does not', async () => {
    expect(await ask('GET', '/sources', undefined, 'investigator')).toMatchObject({ status: 200 })
    expect(
      await ask('POST', '/sources/imports?format=ads-csv&fileName=a.csv', 'id,text\n', 'investigator'),
    ).toMatchObject({ status: 403 })
    expect(await ask('GET', '/sources', undefined, 'case_worker')).toMatchObject({ status: 403 })
  })
})

describe('a server that ends in the middle of an import', () => {
  it('goes on at its next start, and counts every row once', async () => {
    const path = join(folder, 'many.jsonl')
    writeFileSync(path, Array.from({ length: 8000 }, (_, i) => benchAd(i)).join(''))
    const request = {
      format: 'ads-jsonl',
      path,
      mapping: readMapping('ads'),
      source: 'many',
      actor: reader,
      batchRows: 1000,
    } as const
    const id = await imports.start(request)
    while (imports.progressOf(id) === undefined) await new Promise((resolve) => setTimeout(resolve, 1))
    await imports.stop()
    const between = await getRun(db, reader, id)
    expect(between.state).toBe('running')
    expect(between.read).toBeLessThan(8000)

    const next = new RunningImports({ db, corpus, dataFolder }, noLog)
    expect(await next.resume()).toBe(1)
    await next.settle()
    expect(await getRun(db, reader, id)).toMatchObject({
      state: 'done',
      read: 8000,
      added: 8000,
      unchanged: 0,
    })
    const again = await importFile({ db, corpus, dataFolder }, { ...request, actor: systemActor('test') })
    expect(again).toMatchObject({ added: 0, updated: 0, unchanged: 8000 })
    expect(existsSync(path)).toBe(true)
  })
})

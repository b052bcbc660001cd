import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Catalogue } from '#law'
import { keepCatalogue, loadCatalogue } from '#law/node'
import { newId } from '#model'
import { systemActor } from '#platform/access'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import type { Endpoint } from '#platform/http'
import { testDatabase, testFolder } from '#test/stores'
import { OpenCase } from '../record/case.ts'
import { listEvents } from '../record/event.store.ts'
import { openCase } from '../record/open-case.ts'
import { lawListeners } from './case-law.listeners.ts'
import { caseLawRoutes, type CaseLawPage, type LawNotice } from './case-law.routes.ts'

const TODAY = '2026-03-04'

describe('the law beside a case', async () => {
  const db = await testDatabase()
  const vault = new Vault(new Sealer(await Keyring.open(testFolder())))
  let law: Catalogue = loadCatalogue()
  const worker = { id: newId(), role: 'case_worker', organisation: newId(), purpose: 'protection' }
  const services = { vault, law: () => law, today: () => TODAY }
  const call = async <T>(path: string, method: Endpoint['method'], params?: unknown): Promise<T> => {
    const found = caseLawRoutes(services).find((one) => one.path === path && one.method === method)!
    return found.handle({
      actor: worker,
      db,
      params,
      query: undefined,
      body: undefined,
    } as never) as Promise<T>
  }
  const open = (jurisdiction: string, facts: OpenCase['facts'] = {}) =>
    db.as(worker, (trx) =>
      openCase(trx, worker, { law, vault, today: TODAY }, OpenCase.parse({ jurisdiction, facts })),
    )
  const notices = async () =>
    (await call<{ notices: LawNotice[] }>('/cases/law-changes', 'get')).notices.map((one) => one.code)

  it('is the answer that was kept as it opened', async () => {
    const { code } = await open('KEN', { 'acts.recruit': true, 'victim.ageAtTime': 30 })
    const page = await call<CaseLawPage>('/cases/{code}/law', 'get', { code })
    expect(page.assessment).toMatchObject({ jurisdiction: 'KEN', catalogueHash: law.hash })
    expect(page.kept.rights).toMatchObject({ kind: 'rights', askedOn: TODAY, catalogueHash: law.hash })
    expect(page.outrun).toEqual([])
  })

  it('opens also where its facts lie before any law known; that question has no answer to keep', async () => {
    const { code } = await open('GBR', { 'conduct.to': '1950-01-01' })
    await expect(call('/cases/{code}/law', 'get', { code })).rejects.toThrow(/no answer .* is kept/)
  })

  it('hears when that law is corrected: a notice, a line on its time line, and silence once it asked again', async () => {
    const [kenya, france] = [await open('KEN'), await open('FRA')]
    const { hash: _, ...content } = structuredClone(law)
    content.jurisdictions.find((one) => one.id === 'KEN')!.offences[0]!.penalty.most = '40 years'
    law = { hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'), ...content }
    const told = await notices()
    expect(told).toContain(kenya.code)
    expect(told).not.toContain(france.code)

    const system = systemActor('cases.tell-of-law')
    const [listener] = lawListeners(services)
    await db.as(system, async (trx) => {
      await keepCatalogue(trx, law)
      await listener!.handle(trx, { id: newId(), topic: listener!.topic, payload: {} }, system)
    })
    const lines = async (id: string) =>
      (await db.as(worker, (trx) => listEvents(trx, id))).map((one) => one.kind)
    expect(await lines(kenya.id)).toEqual(['law_changed', 'opened'])
    expect(await lines(france.id)).toEqual(['opened'])

    const again = await call<CaseLawPage>('/cases/{code}/law', 'post', { code: kenya.code })
    expect(again).toMatchObject({ assessment: { catalogueHash: law.hash }, outrun: [] })
    expect(await notices()).not.toContain(kenya.code)
    const { answers } = await call<{ answers: unknown[] }>('/cases/{code}/law/answers', 'get', {
      code: kenya.code,
    })
    expect(answers).toHaveLength(4)
  })
})

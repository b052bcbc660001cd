import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { systemActor } from '#platform/access'
import { type Colleague, openCaseBy, openCasework } from '#test/casework'
import type { Consent } from '../consent/consent.ts'
import { sealOldRecipients } from '../consent/consent.store.ts'
import { chaseReferrals, referralListeners } from './chase.ts'
import type { CopyContent, Referral } from './referral.ts'

const TODAY = new Date().toISOString().slice(0, 10)
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('a referral', async () => {
  const { db, hire, organisations } = await openCasework(`${TODAY}T12:00:00Z`)
  const [ours, theirs] = [newId(), newId()]
  organisations.push({ id: ours, name: 'Ours', kind: 'ngo' }, { id: theirs, name: 'Theirs', kind: 'ngo' })
  const worker = hire('case_worker', ours)
  const colleague = hire('case_worker', ours)
  const administrator = hire('administrator', ours)
  const partnerWorker = hire('case_worker', theirs)

  const partner = async (linked = true, more: Record<string, unknown> = {}) => {
    const { id } = await worker.call<{ id: string }>('POST', '/cases/partners', {
      name: `Partner ${newId()}`,
      kind: 'legal_aid',
      services: [{ type: 'legal' }],
      ...more,
    })
    if (linked) await administrator.ask('PUT', `/cases/partners/${id}/organisation`, { organisation: theirs })
    return id
  }
  const consent = async (
    who: { code: string; personId: string },
    partnerId: string,
    fields: string[],
    purpose = 'referral',
  ) => {
    const { consents } = await worker.call<{ consents: Consent[] }>('POST', `/cases/${who.code}/consents`, {
      personId: who.personId,
      purpose,
      partnerId,
      fields,
    })
    return consents.at(-1)!.id
  }
  const asking = (who: { personId: string }, partnerId: string, consentId: string, more = {}) => ({
    personId: who.personId,
    partnerId,
    consentId,
    service: 'legal',
    fields: ['code_name', 'nationality'],
    channel: 'account',
    answerBy: TODAY,
    expiresOn: later(3),
    ...more,
  })
  const ready = async (fields = ['code_name', 'nationality'], linked = true) => {
    const who = await openCaseBy(worker, { nationality: 'KHM' })
    const partnerId = await partner(linked)
    return { who, partnerId, consentId: await consent(who, partnerId, fields) }
  }
  const refer = (by: Colleague, code: string, body: unknown) =>
    by.ask('POST', `/cases/${code}/referrals`, body)
  const listed = async (code: string) =>
    (await worker.call<{ referrals: Referral[] }>('GET', `/cases/${code}/referrals`)).referrals

  it('shows beforehand just what the partner reads afterwards, and no field more', async () => {
    const fields = ['code_name', 'nationality', 'name', 'needs', 'rights']
    const { who, partnerId, consentId } = await ready(fields)
    await worker.ask('PUT', `/cases/${who.code}/people/${who.personId}/identity`, {
      version: 0,
      name: 'Ficta Person',
    })
    const body = asking(who, partnerId, consentId, { fields })
    const preview = await worker.call<CopyContent>('POST', `/cases/${who.code}/referrals/preview`, {
      personId: who.personId,
      partnerId,
      consentId,
      service: 'legal',
      fields,
    })
    await refer(worker, who.code, body)
    const [{ copy } = { copy: { id: '' } }] = await listed(who.code)
    const read = await partnerWorker.call<{ content: CopyContent }>('GET', `/cases/received/${copy.id}`)
    expect(read.content).toEqual(preview)
    expect(Object.keys(read.content).toSorted()).toEqual([
      'codeName',
      'name',
      'nationality',
      'needs',
      'rights',
    ])
    expect(read.content.name?.name).toBe('Ficta Person')
    expect((await listed(who.code))[0]!.copy.firstReadAt).not.toBeNull()
  })

  it('passes on names only by somebody assigned to the case', async () => {
    const { who, partnerId, consentId } = await ready(['name'])
    const body = asking(who, partnerId, consentId, { fields: ['name'] })
    expect((await refer(colleague, who.code, body)).status).toBe(403)
  })

  it.each([
    ['a field the consent does not speak of', { fields: ['screening'] }, 422],
    ['another partner than the consent’s', { partnerId: 'other' }, 422],
  ])('refuses %s', async (_, more, status) => {
    const { who, partnerId, consentId } = await ready()
    const other = 'partnerId' in more ? { partnerId: await partner() } : more
    expect((await refer(worker, who.code, asking(who, partnerId, consentId, other))).status).toBe(status)
    expect(await listed(who.code)).toEqual([])
  })

  it.each([
    ['statistics', 'legal', 422],
    ['police_report', 'legal', 422],
    ['legal_help', 'shelter', 422],
    ['legal_help', 'health', 422],
    ['medical_help', 'legal', 422],
    ['shelter', 'social_care', 422],
    ['legal_help', 'legal', 201],
    ['medical_help', 'psychological', 201],
    ['shelter', 'shelter', 201],
    ['referral', 'social_care', 201],
  ])('under a consent for %s, asks for %s: %i', async (purpose, service, status) => {
    const who = await openCaseBy(worker, { nationality: 'KHM' })
    const partnerId = await partner()
    const consentId = await consent(who, partnerId, ['code_name', 'nationality'], purpose)
    const { fields } = asking(who, partnerId, consentId)
    const preview = { personId: who.personId, partnerId, consentId, service, fields }
    const seen = await worker.ask('POST', `/cases/${who.code}/referrals/preview`, preview)
    expect(seen.status).toBe(status === 201 ? 200 : status)
    const answer = await refer(worker, who.code, asking(who, partnerId, consentId, { service }))
    expect(answer.status).toBe(status)
    if (status === 422) expect(JSON.parse(answer.text)).toMatchObject({ details: { reason: 'purpose' } })
    expect(await listed(who.code)).toHaveLength(status === 201 ? 1 : 0)
  })

  it('keeps a consent once, and refuses another one under its id', async () => {
    const { code, personId } = await openCaseBy(worker)
    const first = {
      id: newId(),
      personId,
      purpose: 'legal_help',
      recipient: 'Rosa Ficta',
      fields: ['code_name', 'age'],
    }
    const send = (more: object) => worker.ask('POST', `/cases/${code}/consents`, { ...first, ...more })
    const again = { fields: ['age', 'code_name'] }
    expect([(await send({})).status, (await send(again)).status]).toEqual([201, 201])
    for (const other of [
      { recipient: 'Somebody Else' },
      { purpose: 'statistics' },
      { fields: ['code_name'] },
      { expiresOn: later(9) },
      { recipient: null, partnerId: await partner() },
    ])
      expect([other, (await send(other)).status]).toEqual([other, 409])
    const { consents } = await worker.call<{ consents: Consent[] }>('GET', `/cases/${code}/consents`)
    expect(consents.map(({ recipient }) => recipient)).toEqual(['Rosa Ficta'])
  })

  it.each([
    { answerBy: '9998-01-01', expiresOn: '9999-12-31' },
    { expiresOn: '9999-12-31' },
    { answerBy: '1990-01-01' },
  ])('refuses days nobody can mean: %o', async (days) => {
    const { who, partnerId, consentId } = await ready()
    expect((await refer(worker, who.code, asking(who, partnerId, consentId, days))).status).toBe(400)
  })

  it('says beside each partner for what a consent must be', async () => {
    const who = await openCaseBy(worker)
    await partner()
    const at = `/cases/${who.code}/referrals/partners?person=${who.personId}&service=legal`
    const { suggestions } = await worker.call<{ suggestions: { purposes: string[] }[] }>('GET', at)
    expect(suggestions[0]!.purposes).toEqual(['legal_help', 'referral'])
  })

  it('refuses an open tab the consent that was withdrawn meanwhile, with the reason', async () => {
    const { who, partnerId, consentId } = await ready()
    await colleague.call('POST', `/cases/${who.code}/consents/${consentId}/withdrawal`)
    const { status, text } = await refer(worker, who.code, asking(who, partnerId, consentId))
    expect([status, text]).toEqual([410, expect.stringContaining('took this consent back')])
  })

  it('sent a hundred times at once, is one referral, one copy and one line', async () => {
    const { who, partnerId, consentId } = await ready()
    const body = asking(who, partnerId, consentId, { id: randomUUID() })
    const answers = await Promise.all(Array.from({ length: 100 }, () => refer(worker, who.code, body)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(await listed(who.code)).toHaveLength(1)
    const events = await db.as(worker.actor, (trx) =>
      trx
        .selectFrom('cases_event as e')
        .innerJoin('cases_case as c', 'c.id', 'e.case_id')
        .select('e.id')
        .where('c.code', '=', who.code)
        .where('e.kind', '=', 'referred')
        .execute(),
    )
    expect(events).toHaveLength(1)
  }, 120_000)

  it('racing its consent’s withdrawal, leaves no copy that is not recalled', async () => {
    for (let round = 0; round < 15; round++) {
      const { who, partnerId, consentId } = await ready()
      await Promise.all([
        refer(worker, who.code, asking(who, partnerId, consentId)),
        colleague.ask('POST', `/cases/${who.code}/consents/${consentId}/withdrawal`),
      ])
      for (const { copy } of await listed(who.code)) expect(copy.recallReason).toBe('consent_withdrawn')
    }
  })

  it('tells a partner why a copy is gone, and takes its word that it deleted what it kept', async () => {
    const { who, partnerId, consentId } = await ready()
    await refer(worker, who.code, asking(who, partnerId, consentId))
    const copyId = (await listed(who.code))[0]!.copy.id
    const start = performance.now()
    await worker.call('POST', `/cases/${who.code}/consents/${consentId}/withdrawal`)
    const gone = await partnerWorker.ask('GET', `/cases/received/${copyId}`)
    expect(performance.now() - start).toBeLessThan(2_000)
    expect([gone.status, gone.text]).toEqual([410, expect.stringContaining('took their consent back')])
    expect((await partnerWorker.ask('POST', `/cases/received/${copyId}/deletion`)).status).toBe(204)
    const [after] = await listed(who.code)
    expect(after).toMatchObject({ state: 'revoked', copy: { recallReason: 'consent_withdrawn' } })
    expect(after!.copy.deletionConfirmedAt).not.toBeNull()
    const { consents } = await worker.call<{ consents: Consent[] }>('GET', `/cases/${who.code}/consents`)
    expect(consents[0]!.copies).toEqual({ given: 1, recalled: 1, confirmed: 1 })
  })

  it('that is never answered is reminded of once, then expires, and another partner is suggested first', async () => {
    const { who, partnerId, consentId } = await ready()
    await refer(worker, who.code, asking(who, partnerId, consentId))
    const untried = await partner(false)
    expect(await chaseReferrals(db, TODAY)).toMatchObject({ reminded: 0, expired: 0 })
    await chaseReferrals(db, later(1))
    expect((await listed(who.code))[0]).toMatchObject({
      state: 'asked',
      remindedAt: expect.any(String) as string,
    })
    expect(await chaseReferrals(db, later(2))).toMatchObject({ reminded: 0 })
    await chaseReferrals(db, later(4))
    expect((await listed(who.code))[0]).toMatchObject({ state: 'expired', copy: { recallReason: 'expired' } })
    const { suggestions } = await worker.call<{
      suggestions: { partner: { id: string }; askedBefore: string[] }[]
    }>('GET', `/cases/${who.code}/referrals/partners?person=${who.personId}&service=legal`)
    const order = suggestions.map(({ partner: { id } }) => id)
    expect(order.indexOf(untried)).toBeLessThan(order.indexOf(partnerId))
    expect(suggestions.find(({ partner: { id } }) => id === partnerId)!.askedBefore).toEqual(['expired'])
  })

  it('declined by a partner that reads here, has its copy recalled by the listener', async () => {
    const { who, partnerId, consentId } = await ready()
    await refer(worker, who.code, asking(who, partnerId, consentId))
    const [{ id, copy } = { id: '', copy: { id: '' } }] = await listed(who.code)
    await partnerWorker.ask('POST', `/cases/received/${copy.id}/answer`, {
      answer: 'declined',
      note: 'No room',
    })
    expect((await partnerWorker.ask('GET', `/cases/received/${copy.id}`)).status).toBe(404)
    const actor = systemActor('test')
    await db.as(actor, (trx) =>
      referralListeners()[0]!.handle(
        trx,
        { id: randomUUID(), topic: 'cases.referral-answered', payload: { referral: id, answer: 'declined' } },
        actor,
      ),
    )
    expect((await listed(who.code))[0]).toMatchObject({
      state: 'declined',
      answerNote: 'No room',
      copy: { recallReason: 'declined' },
    })
  })

  it('lets a partner answer, and change nothing else of the row by SQL', async () => {
    const { who, partnerId, consentId } = await ready()
    await refer(worker, who.code, asking(who, partnerId, consentId))
    const [{ id } = { id: '' }] = await listed(who.code)
    const attempt = (change: Record<string, unknown>) =>
      db.as(partnerWorker.actor, (trx) =>
        trx.updateTable('cases_referral').set(change).where('id', '=', id).execute(),
      )
    await expect(attempt({ expires_on: '2099-01-01' })).rejects.toThrow('a partner may only answer')
    await expect(attempt({ state: 'done' })).rejects.toThrow('a partner may only answer')
    await attempt({ state: 'accepted' })
  })

  it('told by phone keeps no second copy of its content, and is recalled all the same', async () => {
    const { who, partnerId, consentId } = await ready(undefined, false)
    const body = asking(who, partnerId, consentId)
    expect((await refer(worker, who.code, body)).status).toBe(422)
    expect((await refer(worker, who.code, { ...body, channel: 'phone' })).status).toBe(201)
    await worker.call('POST', `/cases/${who.code}/consents/${consentId}/withdrawal`)
    const [{ copy } = { copy: undefined }] = await listed(who.code)
    expect(copy).toMatchObject({ recallReason: 'consent_withdrawn', deletionConfirmedAt: null })
    await worker.call('POST', `/cases/${who.code}/copies/${copy!.id}/deletion`)
    expect((await listed(who.code))[0]!.copy.deletionConfirmedAt).not.toBeNull()
  })

  it('of another organisation’s case, partner or consent is not there', async () => {
    const stranger = hire('case_worker', newId())
    const { who, partnerId, consentId } = await ready()
    await refer(worker, who.code, asking(who, partnerId, consentId))
    const [{ id, copy } = { id: '', copy: { id: '' } }] = await listed(who.code)
    const own = await openCaseBy(stranger)
    const asked = [
      await stranger.ask('GET', `/cases/${who.code}/referrals`),
      await stranger.ask('POST', `/cases/${own.code}/referrals/${id}/revocation`),
      await stranger.ask('POST', `/cases/${own.code}/copies/${copy.id}/deletion`),
      await refer(stranger, own.code, asking(own, partnerId, consentId)),
      await stranger.ask('GET', `/cases/partners/${partnerId}/contact`),
      await stranger.ask('GET', `/cases/received/${copy.id}`),
      await stranger.ask('GET', `/cases/received/${newId()}`),
    ]
    expect(new Set(asked.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(asked[0]!.status).toBe(404)
  })
})

describe('a consent’s recipient', async () => {
  const { db, vault, hire } = await openCasework(`${TODAY}T12:00:00Z`)
  const worker = hire('case_worker', newId())

  it('is sealed; one that an older version kept in the clear is sealed at the next start', async () => {
    const { code, personId } = await openCaseBy(worker)
    await worker.call('POST', `/cases/${code}/consents`, {
      personId,
      purpose: 'legal_help',
      recipient: 'Canary Recipient',
      fields: ['name'],
    })
    const read = () =>
      db.as(worker.actor, (trx) =>
        trx.selectFrom('cases_consent').selectAll().where('person_id', '=', personId).execute(),
      )
    expect(JSON.stringify(await read())).not.toContain('Canary')
    await db.as(worker.actor, (trx) =>
      trx
        .updateTable('cases_consent')
        .set({ recipient: 'Old Canary', recipient_sealed: null })
        .where('person_id', '=', personId)
        .execute(),
    )
    expect(await sealOldRecipients(db, vault)).toBe(1)
    expect(await sealOldRecipients(db, vault)).toBe(0)
    expect(JSON.stringify(await read())).not.toContain('Canary')
    const { consents } = await worker.call<{ consents: Consent[] }>('GET', `/cases/${code}/consents`)
    expect(consents[0]!.recipient).toBe('Old Canary')
  })
})

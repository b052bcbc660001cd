import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import type { AfterPage } from './follow-up.routes.ts'

const TODAY = '2026-03-04'
/** Facts by which a clock runs under the law of Germany. */
const facts = {
  'person.status': 'reasonable_grounds',
  'events.reasonable_grounds': '2026-03-01',
  'person.citizen': false,
}

describe('closing a case', async () => {
  const { hire } = await openCasework(`${TODAY}T12:00:00Z`)
  const worker = hire('case_worker', newId())
  const closing = { reason: 'handed_over', safeToContact: 'no' }

  /** A case in which everything runs that may run: its clocks since it was opened. */
  const busy = async () => {
    const who = await openCaseBy(worker, { facts })
    const { code, personId } = who
    const post = (path: string, body: unknown) => worker.call('POST', `/cases/${code}${path}`, body)
    const judged = { personId, level: 'immediate', factors: {}, reason: 'He is at the door' }
    await post('/safety/assessments', judged)
    const { id: partnerId } = await worker.call<{ id: string }>('POST', '/cases/partners', {
      name: `Partner ${newId()}`,
      kind: 'legal_aid',
      services: [{ type: 'legal' }],
    })
    const consent = { id: newId(), personId, purpose: 'legal_help', partnerId, fields: ['code_name'] }
    await post('/consents', consent)
    const { consents } = await worker.call<{ consents: { id: string }[] }>('GET', `/cases/${code}/consents`)
    const referral = {
      personId,
      partnerId,
      consentId: consents[0]!.id,
      service: 'legal',
      fields: ['code_name'],
      channel: 'phone',
      answerBy: TODAY,
      expiresOn: '2026-03-10',
    }
    await post('/referrals', referral)
    const conference = { heldOn: '2026-03-09', agenda: [], participants: [] }
    await post('/conferences', conference)
    const house = await worker.call<{ rooms: { id: string }[] }>('POST', '/cases/shelters', {
      name: `House ${newId()}`,
      country: 'DEU',
      place: 'Leipzig',
      rooms: [{ name: '1', beds: 1, keptFor: 'single' }],
    })
    const need = { need: { sex: 'female', age: 30 }, waiting: true, version: 0 }
    await worker.call('PUT', `/cases/${code}/people/${personId}/need`, need)
    const stay = { personId, roomId: house.rooms[0]!.id }
    await post('/stays', stay)
    const { version } = await worker.call<{ version: number }>('GET', `/cases/${code}`)
    return {
      ...who,
      version,
      consentId: consents[0]!.id,
      bodies: { judged, consent, referral, conference, need, stay },
    }
  }

  it('names what still runs and does nothing, until somebody says why it is closed all the same', async () => {
    const { code, version } = await busy()
    const at = `/cases/${code}`
    const refused = await worker.ask('POST', `${at}/closing`, { ...closing, version })
    expect(refused.status).toBe(409)
    const { open } = (JSON.parse(refused.text) as { details: { open: AfterPage['stillOpen'] } }).details
    expect(open.map(({ kind }) => kind)).toEqual(['danger', 'bed', 'referral', 'conference', 'right'])
    expect(open.slice(0, 4).map(({ count }) => count)).toEqual([1, 1, 1, 1])
    const before = await worker.call<AfterPage>('GET', `${at}/after`)
    expect(before).toMatchObject({ closings: [], stillOpen: open })
    expect((await worker.call<{ status: string }>('GET', at)).status).toBe('open')

    const despite = 'The other house takes all of it over'
    const after = await worker.call<AfterPage>('POST', `${at}/closing`, { ...closing, version, despite })
    expect(after).toMatchObject({ closings: [{ reason: 'handed_over' }], stillOpen: [] })
    const { notes } = await worker.call<{ notes: { text: string }[] }>('GET', `${at}/notes`)
    expect(notes.map(({ text }) => text)).toEqual([despite])
  })

  it('asks nothing once everything has ended', async () => {
    const { code, personId, version, consentId } = await busy()
    const at = `/cases/${code}`
    const { stays } = await worker.call<{ stays: { id: string }[] }>('GET', `${at}/stays`)
    await worker.call('POST', `${at}/stays/${stays[0]!.id}/end`, { reason: 'left' })
    await worker.call('POST', `${at}/consents/${consentId}/withdrawal`)
    const { conferences } = await worker.call<{ conferences: { id: string; version: number }[] }>(
      'GET',
      `${at}/conferences`,
    )
    const off = { version: conferences[0]!.version, state: 'cancelled' }
    await worker.call('PATCH', `${at}/conferences/${conferences[0]!.id}`, off)
    const calm = { personId, level: 'low', factors: {}, reason: 'He is in custody' }
    await worker.call('POST', `${at}/safety/assessments`, calm)
    const { rights } = await worker.call<{ rights: { key: string; clock: string }[] }>('GET', at)
    for (const { key } of rights.filter(({ clock }) => clock === 'running' || clock === 'close'))
      await worker.call('PUT', `${at}/rights/${encodeURIComponent(key)}`, { doneOn: TODAY })
    expect((await worker.call<AfterPage>('GET', `${at}/after`)).stillOpen).toEqual([])
    expect((await worker.ask('POST', `${at}/closing`, { ...closing, version })).status).toBe(200)
  })

  it('lets nothing new begin afterwards; what ends something, or is the person’s own, goes on', async () => {
    const { code, personId, version, consentId, bodies } = await busy()
    const at = `/cases/${code}`
    const { stays } = await worker.call<{ stays: { id: string }[] }>('GET', `${at}/stays`)
    await worker.call('POST', `${at}/closing`, { ...closing, version, despite: 'Handed over whole' })
    const refused = [
      ['POST', '/referrals', { ...bodies.referral }],
      ['POST', '/referrals/preview', { ...bodies.referral }],
      ['POST', '/consents', { ...bodies.consent, id: newId() }],
      ['POST', '/conferences', bodies.conference],
      ['POST', '/stays', bodies.stay],
      ['PUT', `/people/${personId}/need`, { ...bodies.need, version: 1 }],
      ['PUT', `/people/${personId}/identity`, { version: 0, name: 'Ficta Person' }],
      ['PATCH', `/people/${personId}`, { version: 1, child: 'yes' }],
      ['PATCH', '', { version: version + 1, danger: 'none' }],
      ['POST', '/screening', { marks: {} }],
      ['POST', '/tasks', { title: 'Go on' }],
    ] as const
    for (const [method, path, body] of refused) {
      const { status, text } = await worker.ask(method, `${at}${path}`, body)
      expect([method, path, status, text]).toEqual([
        method,
        path,
        409,
        expect.stringContaining('reopen first'),
      ])
    }
    const allowed = [
      ['POST', '/notes', { text: 'She called' }],
      ['POST', `/consents/${consentId}/withdrawal`, undefined],
      ['POST', `/stays/${stays[0]!.id}/end`, { reason: 'left' }],
      ['POST', '/safety/assessments', bodies.judged],
      ['POST', '/holds', { ground: 'claim', note: 'She claims her wage', until: '2026-12-31' }],
      ['POST', `/people/${personId}/code`, { language: 'en' }],
    ] as const
    for (const [method, path, body] of allowed)
      expect([path, (await worker.ask(method, `${at}${path}`, body)).status < 300]).toEqual([path, true])
    await worker.call('POST', `${at}/reopening`, { version: version + 1, because: 'new_facts' })
    expect((await worker.ask('POST', `${at}/tasks`, { title: 'Go on' })).status).toBe(201)
  })

  it('waits for what is being written: a conference being called is named, or is not called', async () => {
    for (let round = 0; round < 8; round++) {
      const { code, version } = await openCaseBy(worker)
      const conference = { heldOn: '2026-03-09', agenda: [], participants: [] }
      const [called, closed] = await Promise.all([
        worker.ask('POST', `/cases/${code}/conferences`, conference),
        worker.ask('POST', `/cases/${code}/closing`, { ...closing, version }),
      ])
      expect([
        [201, 409],
        [409, 200],
      ]).toContainEqual([called.status, closed.status])
    }
  })
})

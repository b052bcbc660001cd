import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import type { Consent } from '../consent/consent.ts'
import type { StayView } from '../placement/placement.routes.ts'
import type { Shelter } from '../shelters/shelter.ts'
import type { ReceivedList } from './received.routes.ts'
import type { ErasedCopies, GivenFiles } from './referral.routes.ts'

const TODAY = new Date().toISOString().slice(0, 10)

describe('what left the house', async () => {
  const { hire, organisations } = await openCasework(`${TODAY}T12:00:00Z`)
  const [ours, theirs] = [newId(), newId()]
  organisations.push({ id: ours, name: 'Ours', kind: 'ngo' }, { id: theirs, name: 'Theirs', kind: 'ngo' })
  const worker = hire('case_worker', ours)
  const administrator = hire('administrator', ours)
  const partnerWorker = hire('case_worker', theirs)
  const who = await openCaseBy(worker, { jurisdiction: 'GBR', child: 'no' })
  const at = `/cases/${who.code}`
  const { id: partnerId } = await worker.call<{ id: string }>('POST', '/cases/partners', {
    name: 'House of theirs',
    kind: 'shelter',
    services: [{ type: 'shelter' }],
  })
  await administrator.ask('PUT', `/cases/partners/${partnerId}/organisation`, { organisation: theirs })
  const agree = async (more: Record<string, unknown>) => {
    const { consents } = await worker.call<{ consents: Consent[] }>('POST', `${at}/consents`, {
      personId: who.personId,
      fields: ['code_name'],
      ...more,
    })
    return consents.at(-1)!.id
  }
  const tasks = async () =>
    (await worker.call<{ tasks: { kind: string; doneAt: string | null }[] }>('GET', `${at}/tasks`)).tasks
      .filter(({ doneAt }) => doneAt === null)
      .map(({ kind }) => kind)
  const withdraw = (id: string) => worker.call('POST', `${at}/consents/${id}/withdrawal`)

  it('a stay in a partner’s house is seen to once its consent is taken back', async () => {
    const consentId = await agree({ purpose: 'shelter', partnerId })
    const house = await worker.call<Shelter>('POST', '/cases/shelters', {
      name: 'House',
      country: 'GBR',
      place: 'Leeds',
      partnerId,
      rooms: [{ name: '1', beds: 1, keptFor: 'single' }],
    })
    await worker.call('PUT', `${at}/people/${who.personId}/need`, {
      need: { sex: 'female', age: 30 },
      waiting: true,
      version: 0,
    })
    const stays = () => worker.call<{ stays: StayView[] }>('GET', `${at}/stays`)
    const take = (under: string) =>
      worker.ask('POST', `${at}/stays`, {
        personId: who.personId,
        roomId: house.rooms[0]!.id,
        consentId: under,
      })
    // Agreed to be counted at the partner: not to sleep there.
    const counted = await agree({ purpose: 'statistics', partnerId })
    expect((await take(counted)).status).toBe(422)
    expect((await stays()).stays).toEqual([])
    expect((await take(consentId)).status).toBe(201)
    expect((await stays()).stays[0]).toMatchObject({ endedOn: null, consentEnded: false })
    await withdraw(consentId)
    expect((await stays()).stays[0]).toMatchObject({ endedOn: null, consentEnded: true })
    expect(await tasks()).toContain('find_shelter')
  })

  it('a printed referral is listed, and asked back with its consent', async () => {
    const consentId = await agree({ purpose: 'referral', partnerId: null, recipient: 'Home Office (NRM)' })
    const uk = await worker.ask('POST', `${at}/people/${who.personId}/referral-uk/document`, {
      language: 'en',
    })
    const files = async () => (await worker.call<GivenFiles>('GET', `${at}/given-files`)).files
    expect([uk.status, (await files()).length]).toEqual([200, 1])
    expect((await files())[0]).toMatchObject({ kind: 'uk_referral', consentId, recalledAt: null })
    await withdraw(consentId)
    const [file] = await files()
    expect(file!.recalledAt).not.toBeNull()
    expect(await tasks()).toContain('ask_back')
    await worker.call('POST', `${at}/given-files/${file!.id}/deletion`)
    expect(await tasks()).not.toContain('ask_back')
  })

  it('is asked back when the person is erased, and the partner says that it is gone', async () => {
    const consentId = await agree({ purpose: 'referral', partnerId })
    await worker.call('POST', `${at}/referrals`, {
      personId: who.personId,
      partnerId,
      consentId,
      service: 'shelter',
      fields: ['code_name'],
      channel: 'account',
      answerBy: TODAY,
      expiresOn: TODAY,
    })
    await worker.ask('POST', `${at}/erasure`, { because: 'person_asked', code: who.code })
    const received = () => partnerWorker.call<ReceivedList>('GET', '/cases/received')
    const [recalled] = (await received()).recalled
    expect(recalled).toMatchObject({ reason: 'erased', from: 'Ours', confirmedAt: null })
    expect((await partnerWorker.ask('GET', `/cases/received/${recalled!.copyId}`)).status).toBe(410)
    await partnerWorker.ask('POST', `/cases/received/${recalled!.copyId}/deletion`)
    const { copies } = await worker.call<ErasedCopies>('GET', '/cases/erased-copies')
    expect(copies).toMatchObject([{ partner: 'House of theirs' }])
    expect(copies[0]!.confirmedAt).not.toBeNull()
  })
})

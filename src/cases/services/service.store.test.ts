import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import { htcdsServiceType, type PlannedService, ServiceType } from './service.ts'

describe('a service', async () => {
  const { hire } = await openCasework('2026-03-04T12:00:00Z')
  const ours = newId()
  const worker = hire('case_worker', ours)
  const counsellor = hire('case_worker', ours)
  const plan = async (more: Record<string, unknown> = {}) => {
    const { code, personId } = await openCaseBy(worker)
    const body = {
      id: randomUUID(),
      personId,
      type: 'psychological',
      aim: 'Sleep again',
      due: '2026-04-01',
      ...more,
    }
    const { services } = await worker.call<{ services: PlannedService[] }>(
      'POST',
      `/cases/${code}/services`,
      body,
    )
    return { code, personId, body, service: services[0]! }
  }

  it('is planned once however often it is sent, and delivered with an outcome', async () => {
    const { code, body, service } = await plan()
    const again = await Promise.all(
      Array.from({ length: 20 }, () => worker.ask('POST', `/cases/${code}/services`, body)),
    )
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]))
    const change = { version: service.version, state: 'delivered', outcome: 'helped' }
    const answers = await Promise.all([
      worker.ask('PUT', `/cases/${code}/services/${service.id}`, change),
      counsellor.ask('PUT', `/cases/${code}/services/${service.id}`, { ...change, outcome: 'unknown' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const { services } = await worker.call<{ services: PlannedService[] }>('GET', `/cases/${code}/services`)
    expect(services).toMatchObject([
      { state: 'delivered', endedOn: '2026-03-04', aim: 'Sleep again', isCare: true },
    ])
  })

  it('has no outcome before it is over', async () => {
    const { code, service } = await plan()
    const body = { version: 1, state: 'under_way', outcome: 'helped' }
    expect((await worker.ask('PUT', `/cases/${code}/services/${service.id}`, body)).status).toBe(400)
  })

  it('of care has notes that stay their author’s', async () => {
    const { code, service } = await plan()
    const path = `/cases/${code}/services/${service.id}/care`
    await counsellor.ask('PUT', path, { text: 'Canary of a session' })
    expect(await counsellor.call('GET', path)).toEqual({ text: 'Canary of a session' })
    expect(await worker.call('GET', path)).toEqual({ text: '' })
    const legal = await plan({ type: 'legal' })
    const other = `/cases/${legal.code}/services/${legal.service.id}/care`
    expect((await counsellor.ask('PUT', other, { text: 'x' })).status).toBe(422)
  })

  it('has a word in HTCDS 2.0 for every kind', () => {
    const standard = [
      'Education',
      'Financial',
      'Health',
      'LabourExploitationRehabilitation',
      'Legal',
      'Livelihood',
      'RightsBasedTraining',
      'SexualExploitationRehabilitation',
      'SocialCare',
    ]
    expect(ServiceType.options.map(htcdsServiceType).every((word) => standard.includes(word))).toBe(true)
    expect(new Set(ServiceType.options.map(htcdsServiceType))).toEqual(new Set(standard))
  })
})

import { describe, expect, it } from 'vitest'
import { systemActor } from '#platform/access'
import { openCaseBy, openCasework } from '#test/casework'
import { newId } from '#model'
import type { CustodyView, LeadView } from './lead.routes.ts'
import { closeLead, openLead } from './lead.store.ts'

describe('a lead and the cases that take it in', async () => {
  const house = await openCasework('2026-03-02T09:00:00Z')
  const organisationId = newId()
  const worker = house.hire('case_worker', organisationId)
  const stranger = house.hire('case_worker', newId())
  const system = systemActor('test')
  const accept = (sourceId: string) =>
    house.db.as(system, (trx) =>
      openLead(trx, {
        kind: 'pattern',
        sourceId,
        organisationId,
        title: '3 posts',
        reasons: ['numbers handed on'],
        observationIds: ['c', 'a', 'b'],
        country: 'DEU',
        openedBy: worker.actor.id,
      }),
    )
  const leads = async (): Promise<LeadView[]> =>
    (await worker.call<{ leads: LeadView[] }>('GET', '/cases/leads')).leads
  const custody = async (code: string): Promise<CustodyView[]> =>
    (await worker.call<{ custody: CustodyView[] }>('GET', `/cases/${code}/custody`)).custody

  it('opens a case that keeps what it rests on, and joins another once', async () => {
    await accept('p1')
    const [lead] = await leads()
    const { code } = await openCaseBy(worker, { origin: 'lead', originId: lead!.id })
    expect(await custody(code)).toMatchObject([
      { how: 'opened', observations: 3, observationsHash: lead!.observationsHash, takenBy: worker.actor.id },
    ])
    expect((await leads())[0]!.status).toBe('joined')
    const other = await openCaseBy(worker)
    const join = { lead: lead!.id }
    await worker.call('POST', `/cases/${other.code}/custody`, join)
    await worker.call('POST', `/cases/${other.code}/custody`, join)
    const [taken, ...more] = await custody(other.code)
    expect([taken!.how, more]).toEqual(['joined', []])
    expect((await worker.ask('GET', `/cases/${other.code}/custody/${taken!.id}/receipt`)).status).toBe(404)
    expect((await stranger.ask('GET', `/cases/${code}/custody`)).status).toBe(404)
    expect((await worker.ask('POST', `/cases/${code}/custody`, { lead: newId() })).status).toBe(404)
  })

  it('is put aside when the acceptance is taken back, unless a case has it, and open again when accepted again', async () => {
    await accept('p2')
    const back = (sourceId: string) =>
      house.db.as(system, (trx) => closeLead(trx, { kind: 'pattern', sourceId, organisationId }))
    expect([await back('p1'), await back('p2')]).toEqual([false, true])
    const aside = (await leads()).find(({ sourceId }) => sourceId === 'p2')!
    expect(aside.status).toBe('dismissed')
    const { code } = await openCaseBy(worker)
    expect((await worker.ask('POST', `/cases/${code}/custody`, { lead: aside.id })).status).toBe(400)
    expect([await accept('p1'), await accept('p2'), await accept('p2')]).toEqual([false, true, false])
    expect((await leads()).find(({ sourceId }) => sourceId === 'p2')!.status).toBe('open')
  })

  it('is only added to in a case', async () => {
    await expect(
      house.db.as(worker.actor, (trx) =>
        trx.deleteFrom('cases_custody').where('how', '=', 'opened').execute(),
      ),
    ).rejects.toThrow()
  })
})

import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import type { Transaction } from '#platform/db'
import { openCaseBy, openCasework } from '#test/casework'
import { assign, getCase } from '../record/case.store.ts'

describe('what names a person', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const worker = house.hire('case_worker', organisation)
  const { code, personId } = await openCaseBy(worker)
  const person = `/cases/${code}/people/${personId}`
  const assignTo = async (trx: Transaction, user: string) =>
    assign(trx, (await getCase(trx, code)).id, user, organisation)
  const reveal = { reason: 'check_identity' }
  await worker.call('PUT', `${person}/identity`, { version: 0, name: 'Ficta Person' })

  it('is not lost to a field of a wrong name, nor kept with a birth still to come', async () => {
    for (const wrong of [{ names: ['Ficta'] }, { birthDate: '2026-03-05' }, { birthDate: '1500-01-01' }]) {
      expect((await worker.ask('PUT', `${person}/identity`, { version: 1, ...wrong })).status).toBe(400)
    }
    expect(await worker.call('POST', `${person}/reveal`, reveal)).toEqual({
      identity: { name: 'Ficta Person' },
      version: 1,
    })
  })

  it('is not overwritten unseen: the second of two who write is told', async () => {
    const write = (version: number, name: string) =>
      worker.ask('PUT', `${person}/identity`, { version, name }).then(({ status }) => status)
    expect(await write(0, 'Ficta Other')).toBe(409)
    expect([await write(1, 'Ficta Person'), await write(1, 'Ficta Other')]).toEqual([200, 409])
  })

  it('stays with the organisation, though somebody of another was brought into the case', async () => {
    const elsewhere = newId()
    const strangers = [
      house.hire('lawyer', elsewhere, 'lawyer'),
      house.hire('counsellor', elsewhere, 'psychologist'),
      house.hire('case_worker', elsewhere),
    ]
    const lawyer = house.hire('lawyer', organisation, 'lawyer')
    await worker.call('POST', `/cases/${code}/team`, { userId: lawyer.actor.id })
    for (const { actor } of strangers) {
      expect((await worker.ask('POST', `/cases/${code}/team`, { userId: actor.id })).status).toBe(400)
      // As though the application had let them in.
      await house.db.as(worker.actor, (trx) => assignTo(trx, actor.id))
    }
    expect((await lawyer.ask('GET', `/cases/${code}`)).status).toBe(200)
    for (const { ask } of strangers) {
      expect((await ask('GET', `/cases/${code}`)).status).toBeGreaterThanOrEqual(403)
      expect((await ask('POST', `${person}/reveal`, reveal)).status).toBeGreaterThanOrEqual(403)
      for (const part of ['timeline', 'tasks', 'safety', 'conferences', 'professional-notes', 'proceedings'])
        expect((await ask('GET', `/cases/${code}/${part}`)).text).not.toContain(personId)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'

describe('what names a person', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const worker = house.hire('case_worker', organisation)
  const { code, personId } = await openCaseBy(worker)
  const person = `/cases/${code}/people/${personId}`
  const reveal = { reason: 'check_identity' }
  await worker.call('PUT', `${person}/identity`, { name: 'Ficta Person' })

  it('is not lost to a field of a wrong name, nor kept with a birth still to come', async () => {
    for (const wrong of [{ names: ['Ficta'] }, { name: 'Ficta', birthDate: '2026-03-05' }]) {
      expect((await worker.ask('PUT', `${person}/identity`, wrong)).status).toBe(400)
    }
    const { identity } = await worker.call<{ identity: unknown }>('POST', `${person}/reveal`, reveal)
    expect(identity).toEqual({ name: 'Ficta Person' })
  })

  it('stays with the organisation, though somebody of another was brought into the case', async () => {
    const elsewhere = newId()
    const strangers = [
      house.hire('lawyer', elsewhere, 'lawyer'),
      house.hire('counsellor', elsewhere, 'psychologist'),
      house.hire('case_worker', elsewhere),
    ]
    const lawyer = house.hire('lawyer', organisation, 'lawyer')
    for (const { actor } of [...strangers, lawyer])
      await worker.call('POST', `/cases/${code}/team`, { userId: actor.id })
    expect((await lawyer.ask('GET', `/cases/${code}`)).status).toBe(200)
    for (const { ask } of strangers) {
      expect((await ask('GET', `/cases/${code}`)).status).toBeGreaterThanOrEqual(403)
      expect((await ask('POST', `${person}/reveal`, reveal)).status).toBeGreaterThanOrEqual(403)
      for (const part of ['timeline', 'tasks', 'safety', 'conferences', 'professional-notes', 'proceedings'])
        expect((await ask('GET', `/cases/${code}/${part}`)).text).not.toContain(personId)
    }
  })
})

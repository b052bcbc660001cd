import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { systemActor } from '#platform/access'
import { openCaseBy, openCasework } from '#test/casework'

const SECRET = 'Zorvath kept the counsellor awake'

describe('a privileged note', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const worker = house.hire('case_worker', organisation, 'social_worker')
  const psychologist = house.hire('counsellor', organisation, 'psychologist')
  const lawyer = house.hire('lawyer', organisation, 'lawyer')
  const physician = house.hire('counsellor', organisation, 'physician')
  const workerToo = house.hire('case_worker', organisation, 'psychologist')
  const administrator = house.hire('administrator', organisation)
  const team = [worker, psychologist, lawyer, physician]
  const { code, personId } = await openCaseBy(worker)
  for (const { actor } of team.slice(1)) {
    await worker.call('POST', `/cases/${code}/team`, { userId: actor.id })
  }
  const note = { personId, kind: 'session', onDay: '2026-03-04', text: SECRET }
  const { notes } = await psychologist.call<{ notes: { id: string; text: string }[] }>(
    'POST',
    `/cases/${code}/professional-notes`,
    note,
  )
  const id = notes[0]!.id

  it('is read by its own profession on the case', async () => {
    expect(notes[0]!.text).toBe(SECRET)
    const one = await psychologist.call<{ text: string }>('GET', `/cases/${code}/professional-notes/${id}`)
    expect(one.text).toBe(SECRET)
  })

  it('answers everyone else as a note that does not exist, to the byte', async () => {
    for (const other of [worker, lawyer, physician, administrator, workerToo]) {
      const there = await other.ask('GET', `/cases/${code}/professional-notes/${id}`)
      const absent = await other.ask('GET', `/cases/${code}/professional-notes/${randomUUID()}`)
      expect(there).toEqual(absent)
      expect(there.status).toBeGreaterThanOrEqual(403)
    }
  })

  it('is not there for a colleague of the same profession who is not assigned', async () => {
    const list = await workerToo.call<{ notes: unknown[] }>('GET', `/cases/${code}/professional-notes`)
    expect(list.notes).toEqual([])
  })

  it('stands in no other answer about the case, for anyone', async () => {
    for (const { ask } of [...team, workerToo, administrator]) {
      for (const path of [
        '',
        '/timeline',
        '/notes',
        '/conferences',
        '/tasks',
        '/safety',
        '/proceedings',
        '/after',
        '/questions',
        '/breaches',
        '/consents',
        `/people/${personId}/view`,
        '/calendar?from=2026-01-01&until=2026-12-31',
      ]) {
        const { text } = await ask('GET', `/cases/${code}${path}`)
        expect(text).not.toContain(SECRET)
        expect(text).not.toContain(id)
        expect(text).not.toContain('professional')
      }
    }
  })

  it('opens for nobody in the database either, the system included', async () => {
    for (const actor of [worker.actor, lawyer.actor, physician.actor, systemActor('jobs.any')]) {
      const rows = await house.db.as(actor, (trx) =>
        trx.selectFrom('cases_professional_note').selectAll().execute(),
      )
      expect(rows).toEqual([])
    }
  })

  it('tells nobody by a chosen id whether another’s note has it', async () => {
    const chosen = randomUUID()
    await psychologist.call('POST', `/cases/${code}/professional-notes`, { ...note, id: chosen })
    const taken = await lawyer.call<{ notes: unknown[] }>('POST', `/cases/${code}/professional-notes`, {
      ...note,
      id: chosen,
      kind: 'legal_advice',
      text: 'of the lawyer',
    })
    expect(taken.notes).toHaveLength(1)
  })

  it('is one note however often it is delivered', async () => {
    const chosen = randomUUID()
    const before = await psychologist.call<{ notes: unknown[] }>('GET', `/cases/${code}/professional-notes`)
    const sent = Array.from({ length: 100 }, () =>
      psychologist.ask('POST', `/cases/${code}/professional-notes`, { ...note, id: chosen }),
    )
    for (const { status } of await Promise.all(sent)) expect(status).toBe(201)
    const after = await psychologist.call<{ notes: unknown[] }>('GET', `/cases/${code}/professional-notes`)
    expect(after.notes).toHaveLength(before.notes.length + 1)
  })

  it('is refused from an account without a profession', async () => {
    const plain = house.hire('case_worker', organisation)
    expect((await plain.ask('POST', `/cases/${code}/professional-notes`, note)).status).toBe(403)
  })

  it('is written about a person of this case only', async () => {
    const other = await openCaseBy(worker)
    const wrong = { ...note, personId: other.personId }
    expect((await psychologist.ask('POST', `/cases/${code}/professional-notes`, wrong)).status).toBe(404)
  })
})

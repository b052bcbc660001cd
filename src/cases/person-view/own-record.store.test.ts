import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonView, SafetyPage, Task } from '#cases'
import { newId } from '#model'
import { systemActor } from '#platform/access'
import { openCaseBy, openCasework } from '#test/casework'
import { askAboutOwnRecord, openOwnRecord, readOwnIdentity, readOwnRecord } from './own-record.ts'
import { personListeners } from './person-view.listeners.ts'

describe('a person with a code of their own', async () => {
  const house = await openCasework('2026-03-04T10:20:00Z')
  const { services } = house
  const worker = house.hire('case_worker', newId(), 'social_worker')
  const psychologist = house.hire('counsellor', worker.actor.organisation!, 'psychologist')
  const give = async (code: string, personId: string, hidden: string[] = []) => {
    const path = `/cases/${code}/people/${personId}/code`
    return (await worker.call<{ spelt: string }>('POST', path, { language: 'en', hidden })).spelt
  }
  const open = async (spelt: string) => {
    const opened = await openOwnRecord(services, spelt)
    if (!opened.ok) throw new Error(opened.problem)
    return opened.personId
  }

  it('is given a new code, and what was hidden stays hidden unless somebody says otherwise', async () => {
    const { code, personId } = await openCaseBy(worker)
    const at = `/cases/${code}/people/${personId}`
    await give(code, personId, ['rights', 'looks'])
    await worker.call('POST', `${at}/code`, { language: 'en' })
    expect((await worker.call<PersonView>('GET', `${at}/view`)).hidden).toEqual(['rights', 'looks'])
    await give(code, personId, [])
    expect((await worker.call<PersonView>('GET', `${at}/view`)).hidden).toEqual([])
  })

  it('sees their own record, and who looked and why, without names or a clock', async () => {
    const { code, personId } = await openCaseBy(worker, { child: 'no', nationality: 'MDA' })
    await worker.call('PUT', `/cases/${code}/people/${personId}/identity`, {
      version: 0,
      name: 'Ixmel Qorvath',
      phone: '1',
    })
    await worker.call('POST', `/cases/${code}/people/${personId}/reveal`, { reason: 'contact_the_person' })
    const opened = await open(await give(code, personId))
    expect(opened).toBe(personId)
    await house.db.as(systemActor('audit.sequence'), (trx) => sql`select audit_sequence(1000)`.execute(trx))
    const own = await readOwnRecord(services, personId)
    expect(own.known).toEqual({ child: 'no', nationality: 'MDA', identity: ['name', 'phone'] })
    expect(own.rights!.length).toBeGreaterThan(0)
    expect(own.looks).toContainEqual({
      day: new Date().toISOString().slice(0, 10),
      role: 'case_worker',
      ours: true,
      what: 'identity',
      how: 'looked',
      why: 'contact_the_person',
      times: 1,
    })
    expect(JSON.stringify(own.looks)).not.toContain(worker.actor.id)
    expect(await readOwnIdentity(services, personId)).toMatchObject({ name: 'Ixmel Qorvath' })
  })

  it('never sees privileged notes, places, or what was not marked as safe to show', async () => {
    const { code, personId } = await openCaseBy(worker)
    await worker.call('POST', `/cases/${code}/team`, { userId: psychologist.actor.id })
    const secret = { personId, kind: 'session', onDay: '2026-03-04', text: 'SESSION' }
    await psychologist.call('POST', `/cases/${code}/professional-notes`, secret)
    const measure = (what: string, more: object) =>
      worker.call<SafetyPage>('POST', `/cases/${code}/safety/measures`, {
        personId,
        who: 'worker',
        what,
        ...more,
      })
    await measure('PLACE', { tellsPlace: true, shownToPerson: true })
    await measure('HELD BACK', {})
    await measure('A word to say on the phone', { shownToPerson: true })
    await worker.call('POST', `/cases/${code}/notes`, { text: 'NOTE' })
    const own = await readOwnRecord(services, await open(await give(code, personId)))
    expect(own.plan).toEqual([{ what: 'A word to say on the phone', doneOn: null }])
    expect(JSON.stringify(own)).not.toMatch(/SESSION|PLACE|HELD BACK|NOTE|professional/)
  })

  it('does not see what the case worker marked as not safe to show', async () => {
    const { code, personId } = await openCaseBy(worker)
    const hidden = ['known', 'rights', 'consents', 'plan', 'dates', 'looks']
    const own = await readOwnRecord(services, await open(await give(code, personId, hidden)))
    expect([own.known, own.rights, own.consents, own.plan, own.dates, own.looks]).toEqual(
      hidden.map(() => null),
    )
    expect(await readOwnIdentity(services, personId)).toBeNull()
  })

  it('who is in two cases has two codes, and neither shows the other', async () => {
    const [one, other] = [await openCaseBy(worker), await openCaseBy(worker)]
    const spelt = await give(one.code, one.personId)
    const otherSpelt = await give(other.code, other.personId)
    await worker.call('POST', `/cases/${other.code}/proceedings`, { kind: 'hearing', onDay: '2026-05-01' })
    expect(await open(otherSpelt)).toBe(other.personId)
    const own = await readOwnRecord(services, await open(spelt))
    expect(own.dates).toEqual([])
    expect(JSON.stringify(own)).not.toContain(other.code)
    // In the database itself: whoever holds one code sees nothing of the other case.
    const actor = { id: one.personId, role: 'person', organisation: null, purpose: 'own_record' }
    const seen = await house.db.as(actor, async (trx) => {
      const rows = await sql<{ n: number }>`select
        (select count(*) from cases_case where id <> cases_own()) + (select count(*) from cases_person where id <> ${one.personId})
        + (select count(*) from cases_event) + (select count(*) from cases_professional_note)
        + (select count(*) from cases_safety_place) + (select count(*) from cases_task) as n`.execute(trx)
      return rows.rows[0]!.n
    })
    expect(seen).toBe(0)
  })

  it('opens nothing with a code that was replaced or taken back', async () => {
    const { code, personId } = await openCaseBy(worker)
    const first = await give(code, personId)
    const second = await give(code, personId)
    expect(await openOwnRecord(services, first)).toEqual({ ok: false, problem: 'unknown' })
    expect(await open(second)).toBe(personId)
    await worker.call('DELETE', `/cases/${code}/people/${personId}/code`)
    expect(await openOwnRecord(services, second)).toEqual({ ok: false, problem: 'unknown' })
    await expect(readOwnRecord(services, personId)).rejects.toMatchObject({ code: 'cases.not-found' })
  })

  it('objects once however often it is sent; it is a task with a clock, and the answer comes back', async () => {
    const { code, personId } = await openCaseBy(worker)
    const spelt = await give(code, personId)
    const asked = { id: randomUUID(), kind: 'object' as const, text: 'Do not tell the embassy' }
    for (let i = 0; i < 3; i++) await askAboutOwnRecord(services, personId, asked)
    const system = systemActor('cases.person-asked')
    const { payload, count } = await house.db.as(system, async (trx) => {
      const rows = await trx
        .selectFrom('jobs_outbox')
        .selectAll()
        .where('topic', '=', 'cases.person-asked')
        .execute()
      const mine = rows.filter((row) => (row.payload as unknown as { request: string }).request === asked.id)
      return { payload: mine[0]!.payload as unknown as Record<string, string>, count: mine.length }
    })
    expect(count).toBe(1)
    const [listener] = personListeners()
    for (const id of [newId(), newId()]) {
      await house.db.as(system, (trx) =>
        listener!.handle(trx, { id, topic: listener!.topic, payload }, system),
      )
    }
    const { tasks } = await worker.call<{ tasks: Task[] }>('GET', `/cases/${code}/tasks`)
    expect(tasks).toMatchObject([{ kind: 'answer_person', due: '2026-03-11', doneAt: null }])

    const path = `/cases/${code}/people/${personId}`
    const view = await worker.call<PersonView>('GET', `${path}/view`)
    expect(view.requests).toMatchObject([
      { kind: 'object', text: 'Do not tell the embassy', madeAt: '2026-03-04T10:00:00.000Z' },
    ])
    await worker.call('POST', `${path}/requests/${asked.id}/answer`, { text: 'We will not' })
    const own = await readOwnRecord(services, await open(spelt))
    expect(own.requests).toMatchObject([{ answer: 'We will not' }])
    const after = await worker.call<{ tasks: Task[] }>('GET', `/cases/${code}/tasks`)
    expect(after.tasks[0]!.doneAt).not.toBeNull()
  })
})

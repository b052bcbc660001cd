import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import type { Joining } from './joining.ts'

describe('into a case', async () => {
  const house = await openCasework(new Date().toISOString())
  const organisation = newId()
  const [worker, other, third] = [1, 2, 3].map(() => house.hire('case_worker', organisation)) as [
    ReturnType<typeof house.hire>,
    ReturnType<typeof house.hire>,
    ReturnType<typeof house.hire>,
  ]
  const { code, personId } = await openCaseBy(worker)
  await worker.call('PUT', `/cases/${code}/people/${personId}/identity`, { version: 0, name: 'Ficta Person' })
  const team = `/cases/${code}/team`
  const joinings = `/cases/${code}/joinings`
  const reveal = async (by: typeof worker) =>
    (await by.ask('POST', `/cases/${code}/people/${personId}/reveal`, { reason: 'check_identity' })).status
  const ask = async (by: typeof worker, emergency: boolean) =>
    (
      await by.call<{ joinings: Joining[] }>('POST', joinings, {
        reason: 'She called the night line',
        emergency,
      })
    ).joinings[0]!
  const answer = (by: typeof worker, id: string, word: string) =>
    by.ask('POST', `${joinings}/${id}/answer`, { answer: word })
  const tasks = async () => {
    const found = await worker.call<{ tasks: { kind: string; doneAt: string | null }[] }>(
      'GET',
      `/cases/${code}/tasks`,
    )
    return found.tasks.filter(({ doneAt }) => doneAt === null).map(({ kind }) => kind)
  }

  it('nobody lets themselves, nor a friend, and then sees a name', async () => {
    expect((await other.ask('POST', team, { userId: other.actor.id })).status).toBe(422)
    expect((await other.ask('POST', team, { userId: third.actor.id })).status).toBe(422)
    expect(await reveal(other)).toBe(403)
  })

  it('not even past the application: the database refuses it', async () => {
    const { id } = await house.db.as(worker.actor, (trx) =>
      trx.selectFrom('cases_case').select('id').where('code', '=', code).executeTakeFirstOrThrow(),
    )
    const direct = (user: string, until: string) =>
      house.db.as(other.actor, (trx) =>
        sql`insert into cases_assignment (case_id, user_id, organisation_id, until)
            values (${id}, ${user}, ${organisation}, ${until}::timestamptz)`.execute(trx),
      )
    for (const until of ['infinity', new Date(Date.now() + 3_600_000).toISOString()])
      await expect(direct(other.actor.id, until)).rejects.toMatchObject({ code: 'AS002' })
    await expect(direct(third.actor.id, 'infinity')).rejects.toMatchObject({ code: 'AS002' })
  })

  it('comes who asked and was let in by another who works on it', async () => {
    const asked = await ask(other, false)
    expect(await reveal(other)).toBe(403)
    expect(await tasks()).toContain('let_in')
    expect((await answer(other, asked.id, 'approved')).status).toBe(422)
    expect((await answer(third, asked.id, 'approved')).status).toBe(422)
    expect((await answer(worker, asked.id, 'justified')).status).toBe(409)
    expect((await answer(worker, asked.id, 'approved')).status).toBe(200)
    expect((await answer(worker, asked.id, 'declined')).status).toBe(409)
    expect(await reveal(other)).toBe(200)
    expect(await tasks()).not.toContain('let_in')
  })

  it('goes in an emergency who says why, for a shift, and another looks at it', async () => {
    const gone = await ask(third, true)
    expect(Date.parse(gone.until!) - Date.now()).toBeLessThanOrEqual(8 * 3_600_000)
    expect(await reveal(third)).toBe(200)
    expect(await tasks()).toContain('review_emergency')
    const { events } = await worker.call<{ events: { kind: string }[] }>('GET', `/cases/${code}/timeline`)
    expect(events.map(({ kind }) => kind)).toContain('emergency_joined')
    // Not a door for others, and not twice.
    const friend = house.hire('case_worker', organisation)
    expect((await third.ask('POST', team, { userId: friend.actor.id })).status).toBe(422)
    expect((await third.ask('POST', joinings, { reason: 'Once more', emergency: true })).status).toBe(422)
    expect((await answer(other, gone.id, 'not_justified')).status).toBe(200)
    expect(await reveal(third)).toBe(403)
  })

  it('comes nobody whom the organisation does not know', async () => {
    const { status, text } = await worker.ask('POST', team, { userId: newId() })
    expect([status, text]).toEqual([400, expect.stringContaining('userId')])
    const task = await worker.ask('POST', `/cases/${code}/tasks`, { title: 'Call', owner: newId() })
    expect([task.status, task.text]).toEqual([400, expect.stringContaining('owner')])
  })
})

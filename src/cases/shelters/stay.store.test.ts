import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#model'
import { type Colleague, openCaseBy, openCasework } from '#test/casework'
import type { NeedView, Proposal, StayView, WaitingPlan } from '../placement/placement.routes.ts'
import type { Shelter } from './shelter.ts'

const TODAY = '2026-03-04'

describe('a bed', async () => {
  const { db, hire, api } = await openCasework(`${TODAY}T12:00:00Z`)
  const ours = newId()
  const worker = hire('case_worker', ours)
  const colleague = hire('case_worker', ours)
  const elsewhere = hire('case_worker', newId())

  const shelter = (more: Record<string, unknown> = {}, by: Colleague = worker) =>
    by.call<Shelter>('POST', '/cases/shelters', {
      name: `House ${newId()}`,
      country: 'DEU',
      place: 'Leipzig',
      rooms: [{ name: '1', beds: 2, keptFor: 'women' }],
      ...more,
    })
  const somebody = async (need: Record<string, unknown> = {}, by: Colleague = worker) => {
    const opened = await openCaseBy(by)
    await by.call<NeedView>('PUT', `/cases/${opened.code}/people/${opened.personId}/need`, {
      need: { sex: 'female', age: 30, ...need },
      waiting: true,
      version: 0,
    })
    return opened
  }
  const take = (by: Colleague, who: { code: string; personId: string }, roomId: string, id?: string) =>
    by.ask('POST', `/cases/${who.code}/stays`, { id, personId: who.personId, roomId })

  it('is proposed with why, the others with what they break, and taken', async () => {
    const house = await shelter({ languages: ['fr'] })
    const men = await shelter({ rooms: [{ name: '1', beds: 2, keptFor: 'men' }] })
    const who = await somebody({ languages: ['fr'] })
    const places = await worker.call<Proposal>('GET', `/cases/${who.code}/people/${who.personId}/places`)
    const fitting = places.fitting.find(({ shelterId }) => shelterId === house.id)!
    expect(fitting.reasons).toContainEqual({ code: 'shared_language', points: 0, value: 'fr' })
    expect(places.breaking.find(({ shelterId }) => shelterId === men.id)!.broken).toEqual(['room_group'])
    const taken = await take(worker, who, fitting.roomId)
    expect(taken.status).toBe(201)
    expect((JSON.parse(taken.text) as { stays: StayView[] }).stays).toMatchObject([
      { shelter: house.name, since: TODAY, endedOn: null },
    ])
    const plan = await worker.call<WaitingPlan>('GET', '/cases/placements')
    expect(plan.placed.concat(plan.unplaced as never).some(({ personId }) => personId === who.personId)).toBe(
      false,
    )
  })

  it('goes to one of two who want the last one at once; the other is told, and nobody is moved', async () => {
    for (let round = 0; round < 10; round++) {
      const house = await shelter({ rooms: [{ name: '1', beds: 1, keptFor: 'single' }] })
      const [one, other] = [await somebody(), await somebody()]
      const roomId = house.rooms[0]!.id
      const answers = await Promise.all([take(worker, one, roomId), take(colleague, other, roomId)])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
      const { shelters } = await worker.call<{ shelters: Shelter[] }>('GET', '/cases/shelters')
      expect(shelters.find(({ id }) => id === house.id)).toMatchObject({ free: 0 })
    }
  })

  it('sent a hundred times at once, is one stay and one line in the time line', async () => {
    const house = await shelter()
    const who = await somebody()
    const id = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => take(worker, who, house.rooms[0]!.id, id)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const { stays } = await worker.call<{ stays: StayView[] }>('GET', `/cases/${who.code}/stays`)
    expect(stays).toHaveLength(1)
    const events = await db.as({ ...worker.actor, purpose: 'protection' }, (trx) =>
      trx
        .selectFrom('cases_event')
        .select('id')
        .where('kind', '=', 'placed')
        .where('facts', '@>', JSON.stringify({ stay: stays[0]!.id }) as never)
        .execute(),
    )
    expect(events).toHaveLength(1)
  }, 120_000)

  it('breaks no rule however it is asked for, and is none that closes tonight', async () => {
    const house = await shelter()
    const child = await somebody({ age: 15 })
    const refused = await take(worker, child, house.rooms[0]!.id)
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('child_with_adults')])
    const closing = await shelter({ closesOn: TODAY })
    const tonight = await take(worker, await somebody(), closing.rooms[0]!.id)
    expect([tonight.status, tonight.text]).toEqual([422, expect.stringContaining('closes_tonight')])
  })

  it('is freed with a reason, and then another’s', async () => {
    const house = await shelter({ rooms: [{ name: '1', beds: 1, keptFor: 'single' }] })
    const [one, other] = [await somebody(), await somebody()]
    const roomId = house.rooms[0]!.id
    await take(worker, one, roomId)
    const { stays } = await worker.call<{ stays: StayView[] }>('GET', `/cases/${one.code}/stays`)
    for (const _ of [1, 2]) {
      await worker.call('POST', `/cases/${one.code}/stays/${stays[0]!.id}/end`, { reason: 'moved' })
    }
    expect((await take(colleague, other, roomId)).status).toBe(201)
  })

  it('of another organisation is not there, and neither is its address', async () => {
    const house = await shelter({ address: 'Birch Lane 4' }, elsewhere)
    const who = await somebody()
    const asked = [
      await take(worker, who, house.rooms[0]!.id),
      await take(worker, who, newId()),
      await worker.ask('POST', `/cases/shelters/${house.id}/address/reveal`, { reason: 'inspection' }),
      await worker.ask('POST', `/cases/shelters/${newId()}/address/reveal`, { reason: 'inspection' }),
    ]
    expect(new Set(asked.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(asked[0]!.status).toBe(404)
    const own = await elsewhere.call<{ address: string }>(
      'POST',
      `/cases/shelters/${house.id}/address/reveal`,
      { reason: 'bring_the_person' },
    )
    expect(own).toEqual({ address: 'Birch Lane 4' })
  })

  it('whose address was looked at has the risk of those who stay there judged again, once a day', async () => {
    const house = await shelter({ address: 'Birch Lane 5' })
    const [there, elsewhereNow] = [await somebody(), await somebody()]
    expect((await take(worker, there, house.rooms[0]!.id)).status).toBe(201)
    for (const _ of [1, 2]) {
      await worker.call('POST', `/cases/shelters/${house.id}/address/reveal`, { reason: 'inspection' })
    }
    const triggers = async (code: string) => {
      const { tasks } = await worker.call<{ tasks: { kind: string }[] }>('GET', `/cases/${code}/tasks`)
      return tasks.filter(({ kind }) => kind === 'reassess_risk').length
    }
    expect([await triggers(there.code), await triggers(elsewhereNow.code)]).toEqual([1, 0])
  })

  it('two editors: what a person needs is never overwritten unseen', async () => {
    const who = await somebody()
    const put = (by: Colleague, age: number) =>
      by.ask('PUT', `/cases/${who.code}/people/${who.personId}/need`, {
        need: { sex: 'female', age },
        waiting: true,
        version: 1,
      })
    const answers = await Promise.all([put(worker, 31), put(colleague, 32)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const kept = await worker.call<NeedView>('GET', `/cases/${who.code}/people/${who.personId}/need`)
    expect(kept).toMatchObject({ version: 2, need: { age: answers[0]!.status === 200 ? 31 : 32 } })
  })

  it('two editors of one shelter: the second is told', async () => {
    const house = await shelter()
    const change = (by: Colleague, name: string) => {
      const { id: _, cell, hasAddress, closesTonight, beds, free, rooms, version, ...rest } = house
      void [cell, hasAddress, closesTonight, beds, free]
      const plain = rooms.map(({ id, name, beds, keptFor, stepFree, outOfUse }) => ({
        id,
        name,
        beds,
        keptFor,
        stepFree,
        outOfUse,
      }))
      return by.ask('PUT', `/cases/shelters/${house.id}`, { ...rest, name, version, rooms: plain })
    }
    const answers = await Promise.all([change(worker, `A ${newId()}`), change(colleague, `B ${newId()}`)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  it('kept by a server that died before it answered, is kept once when it is sent again', async () => {
    const house = await shelter()
    const who = await somebody()
    const id = randomUUID()
    const body = JSON.stringify({ id, personId: who.personId, roomId: house.rooms[0]!.id })
    // The answer is never read: whoever sent it knows nothing of what was done.
    await api.request(`http://127.0.0.1:8080/api/cases/${who.code}/stays`, {
      method: 'POST',
      headers: { 'x-actor': worker.actor.id, 'content-type': 'application/json' },
      body,
    })
    expect((await take(worker, who, house.rooms[0]!.id, id)).status).toBe(201)
    const { stays } = await worker.call<{ stays: StayView[] }>('GET', `/cases/${who.code}/stays`)
    expect(stays).toHaveLength(1)
  })
})

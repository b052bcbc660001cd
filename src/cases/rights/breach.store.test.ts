import { describe, expect, it } from 'vitest'
import type { Breach, CasePage, Task } from '#cases'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import { watchClocks } from './watch.ts'

const facts = {
  'person.status': 'reasonable_grounds',
  'events.reasonable_grounds': '2026-03-01',
  'person.citizen': false,
}

describe('a missed deadline', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const worker = house.hire('case_worker', newId())
  const { code } = await openCaseBy(worker, { facts })
  const page = () => worker.call<CasePage>('GET', `/cases/${code}`)
  const running = (await page()).rights.find(({ deadline }) => deadline !== null)!
  const last = running.deadline!
  const at = (days: number, hour = '10:00:00Z') => {
    const day = new Date(Date.parse(`${last}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
    house.clock.now = new Date(`${day}T${hour}`)
  }
  const right = async () => (await page()).rights.find(({ key }) => key === running.key)!
  const tasks = async () =>
    (await worker.call<{ tasks: Task[] }>('GET', `/cases/${code}/tasks`)).tasks.filter(
      ({ source, doneAt }) => source?.includes(running.key) && doneAt === null,
    )
  const breaches = async () =>
    (await worker.call<{ breaches: Breach[] }>('GET', `/cases/${code}/breaches`)).breaches.filter(
      ({ key }) => key === running.key,
    )

  it('comes after a reminder to the one who owns the right', async () => {
    const path = `/cases/${code}/rights/${encodeURIComponent(running.key)}/owner`
    await worker.call('PUT', path, { owner: worker.actor.id })
    at(-3)
    await watchClocks(house.db, house.now())
    await watchClocks(house.db, house.now())
    expect((await tasks()).map(({ kind, due, owner }) => [kind, due, owner])).toEqual([
      ['right_due', last, worker.actor.id],
    ])
    expect((await right()).clock).toBe('close')
    expect(await breaches()).toEqual([])
  })

  it('is not missed before its last day is over where the law is', async () => {
    at(0, '21:00:00Z')
    await watchClocks(house.db, house.now())
    expect(await breaches()).toEqual([])
  })

  it('is recorded once, with when it was known and by whom, and becomes a task', async () => {
    at(1, '12:00:00Z')
    await watchClocks(house.db, house.now())
    await watchClocks(house.db, house.now())
    expect(await breaches()).toMatchObject([{ deadline: last, knownBy: 'cases.watch', response: null }])
    expect((await tasks()).map(({ kind }) => kind)).toContain('right_missed')
    expect((await right()).clock).toBe('missed')
  })

  it('stays missed when the clock is set back', async () => {
    at(-20)
    await watchClocks(house.db, house.now())
    expect((await right()).clock).toBe('missed')
    expect(await breaches()).toHaveLength(1)
    const { clocks } = await worker.call<{ clocks: { key: string; clock: string }[] }>('GET', '/cases/clocks')
    expect(clocks.find(({ key }) => key === running.key)?.clock).toBe('missed')
  })

  it('cannot be deleted or changed by anyone, only answered', async () => {
    for (const actor of [worker.actor, { ...worker.actor, role: 'administrator' }]) {
      await house.db
        .as(actor, (trx) => trx.deleteFrom('cases_right_breach').execute())
        .catch((error: { code?: string }) => expect(error.code).toBe('42501'))
    }
    const [breach] = await breaches()
    const path = `/cases/${code}/breaches/${breach!.id}/response`
    await worker.call('POST', path, { text: 'Complained to the authority' })
    expect((await worker.ask('POST', path, { text: 'another story' })).status).toBe(404)
    expect(await breaches()).toMatchObject([
      { response: 'Complained to the authority', respondedBy: worker.actor.id },
    ])
    expect((await tasks()).map(({ kind }) => kind)).not.toContain('right_missed')
  })

  it('stays on record when the right is given late', async () => {
    at(2)
    const other = await openCaseBy(worker, { facts })
    const path = `/cases/${other.code}/rights/${encodeURIComponent(running.key)}`
    await worker.call('PUT', path, { doneOn: house.clock.now.toISOString().slice(0, 10) })
    const log = await worker.call<{ breaches: Breach[] }>('GET', `/cases/${other.code}/breaches`)
    expect(log.breaches).toMatchObject([{ key: running.key, knownBy: worker.actor.id }])
  })
})

import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { CasePage, Task } from '#cases'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import { watchAges } from './watch-ages.ts'

describe('an 18th birthday', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const worker = house.hire('case_worker', newId())
  const at = (instant: string) => void (house.clock.now = new Date(instant))
  const look = () => watchAges(house.db, house.now())
  const opened = async () => {
    at('2026-03-04T10:00:00Z')
    const { code, personId } = await openCaseBy(worker, { child: 'yes', jurisdiction: 'DEU' })
    return { code, personId, of: `/cases/${code}/people/${personId}` }
  }
  const tasks = async (code: string) =>
    (await worker.call<{ tasks: Task[] }>('GET', `/cases/${code}/tasks`)).tasks.filter(
      ({ kind }) => kind === 'of_age',
    )

  it('is one task on the day itself, where a birth date is written down, and not seen before', async () => {
    const { code, personId, of } = await opened()
    await worker.call('PUT', `${of}/identity`, { version: 0, birthDate: '2008-05-20' })
    at('2026-05-19T20:00:00Z')
    await look()
    expect(await tasks(code)).toEqual([])
    at('2026-05-20T10:00:00Z')
    await look()
    await look()
    expect(await tasks(code)).toMatchObject([
      { due: '2026-05-20', source: `of_age:${personId}`, owner: null, doneAt: null },
    ])
    // A person says what follows: until then nothing that was said is changed.
    const { people } = await worker.call<CasePage>('GET', `/cases/${code}`)
    expect(people[0]!.child).toBe('yes')
    await worker.call('PATCH', of, { version: people[0]!.version, child: 'no' })
    expect((await tasks(code))[0]!.doneAt).not.toBeNull()
    await look()
    expect(await tasks(code)).toHaveLength(1)
  })

  it('follows a birth date that is corrected', async () => {
    const { code, of } = await opened()
    await worker.call('PUT', `${of}/identity`, { version: 0, birthDate: '2008-05-20' })
    await worker.call('PUT', `${of}/identity`, { version: 1, birthDate: '2009-02-01' })
    at('2026-05-20T10:00:00Z')
    await look()
    expect(await tasks(code)).toEqual([])
    at('2027-02-01T10:00:00Z')
    await look()
    expect(await tasks(code)).toMatchObject([{ due: '2027-02-01' }])
  })

  it('of whom only an age was told may come from the day on that leaves it open', async () => {
    const { code, of } = await opened()
    await worker.call('PATCH', of, { version: 1, age: { years: 16, isEstimate: false } })
    at('2027-03-04T10:00:00Z')
    await look()
    expect(await tasks(code)).toEqual([])
    at('2027-03-05T10:00:00Z')
    await look()
    expect(await tasks(code)).toMatchObject([{ due: '2027-03-05' }])
  })

  it('is not guessed from a guess that left it open from the first', async () => {
    const { code, of } = await opened()
    await worker.call('PATCH', of, { version: 1, age: { years: 17, isEstimate: true } })
    at('2026-09-05T10:00:00Z')
    await look()
    expect(await tasks(code)).toEqual([])
  })

  it('is looked for by nobody but the watch', async () => {
    const { of } = await opened()
    await worker.call('PUT', `${of}/identity`, { version: 0, birthDate: '2008-05-20' })
    at('2026-06-20T10:00:00Z')
    const { rows } = await house.db.as(worker.actor, (trx) =>
      sql`select * from cases_growing_up('2026-06-20')`.execute(trx),
    )
    expect(rows).toEqual([])
  })
})

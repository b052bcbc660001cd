import { afterAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { systemActor } from '#platform/access'
import { testDatabase } from '#test/stores'
import { announce, Jobs } from './index.ts'

const system = systemActor('test')

describe('events and their listeners', async () => {
  const database = await testDatabase()
  const failures: string[] = []
  const jobs = new Jobs(database, database.jobsLogin, (failure) => failures.push(failure.reason))
  const seen: string[] = []
  let faults = 2
  jobs.on({
    name: 'test.note',
    topic: 'cases.opened',
    handle: async (_trx, event) => void seen.push(String(event.payload.code)),
  })
  jobs.on({
    name: 'test.unsteady',
    topic: 'cases.closed',
    handle: async (trx, event) => {
      await announce(trx, 'cases.opened', { code: `after ${event.payload.code}` })
      if (faults-- > 0) throw new Error('not yet')
    },
  })
  jobs.on({
    name: 'test.link',
    topic: 'cases.reviewed',
    handle: async (trx, event) => {
      const left = Number(event.payload.left)
      if (left > 0) await announce(trx, 'cases.reviewed', { left: left - 1 })
      else seen.push('the end of the chain')
    },
  })
  await jobs.start({ everyMs: 5 })
  afterAll(() => jobs.stop())

  it('reach every listener once', async () => {
    for (let i = 0; i < 20; i++)
      await database.as(system, (trx) => announce(trx, 'cases.opened', { code: `C${i}` }))
    await jobs.settle()
    expect(seen.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `C${i}`).toSorted())
  })

  it('are not said when what happened was rolled back', async () => {
    const before = seen.length
    await database
      .as(system, async (trx) => {
        await announce(trx, 'cases.opened', { code: 'never' })
        throw new Error('stop')
      })
      .catch(() => undefined)
    await jobs.settle()
    expect(seen).toHaveLength(before)
  })

  it('have one effect however often their handler failed before', async () => {
    await database.as(system, (trx) => announce(trx, 'cases.closed', { code: 'X' }))
    await jobs.settle()
    expect(seen.filter((code) => code === 'after X')).toHaveLength(1)
    expect(failures).toHaveLength(2)
  })

  it('are waited for to the last of a chain in which each says the next, however many wait', async () => {
    const ends = () => seen.filter((code) => code === 'the end of the chain').length
    for (let round = 1; round <= 4; round++) {
      await database.as(system, (trx) => announce(trx, 'cases.reviewed', { left: 3 }))
      const found = await Promise.all(Array.from({ length: 8 }, () => jobs.settle().then(ends)))
      expect(new Set(found)).toEqual(new Set([round]))
    }
  })

  it('have one effect when the same event is delivered again', async () => {
    const { rows } = await database.as(system, (trx) =>
      sql<{ id: string }>`select event_id as id from jobs_done where handler = 'test.unsteady'`.execute(trx),
    )
    await database.as(system, (trx) =>
      trx
        .insertInto('jobs_outbox')
        .values({ id: rows[0]!.id, topic: 'cases.closed', payload: JSON.stringify({ code: 'X' }) })
        .execute(),
    )
    await jobs.settle()
    expect(seen.filter((code) => code === 'after X')).toHaveLength(1)
  })
})

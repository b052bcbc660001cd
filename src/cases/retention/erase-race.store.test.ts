import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { eraseOwnReport, fileReport, newReturnCode, Report } from '#intake'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { testDatabase, testFolder } from '#test/stores'
import { erase } from './erase.store.ts'

/** What arrives in the moment of an erasure lies outside the database: no list of blobs may miss it. */
describe('a report that is erased while a file is arriving', async () => {
  const db = await testDatabase()
  const [owner, watch] = [new pg.Client(db.ownerLogin), new pg.Client(db.ownerLogin)]
  for (const client of [owner, watch]) await client.connect()
  afterAll(async () => {
    for (const client of [owner, watch]) await client.end()
  })
  const keyring = await Keyring.open(testFolder())
  const vault = new Vault(new Sealer(keyring))
  const services = { db, vault, keyring, now: () => new Date('2026-03-04T05:47:13Z') }
  const organisation = newId()
  const worker = { id: newId(), role: 'case_worker', organisation, purpose: 'protection' }
  const at = new Date('2026-03-04T05:00:00Z')

  async function aReport() {
    const id = randomUUID()
    await fileReport(services, {
      id,
      code: newReturnCode(),
      organisationId: organisation,
      channel: 'web',
      language: 'en',
      report: Report.parse({ story: 'see the picture' }),
    })
    await owner.query(
      `insert into intake_upload (id, report_id, length, received, parts, at) values ($1, $2, 20, 4, '{part-1}', $3)`,
      [randomUUID(), id, at],
    )
    return id
  }
  const byStaff = (id: string) =>
    db.as(worker, async (trx) => {
      const { blobs } = await erase(
        trx,
        worker,
        { kind: 'report', id, organisationId: organisation },
        'order',
      )
      return blobs
    })
  const byReporter = (id: string) => eraseOwnReport(services, { kind: 'report', id, key: null })

  async function untilItWaits() {
    for (let i = 0; i < 400; i++) {
      const { rows } = await watch.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      if (rows.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('nothing waits')
  }

  it.each([
    ['a part', 'staff', byStaff],
    ['a part', 'its reporter', byReporter],
    ['a file', 'staff', byStaff],
    ['a file', 'its reporter', byReporter],
  ])('%s that was on its way is among what %s erases', async (what, _, eraseIt) => {
    const id = await aReport()
    await owner.query('begin')
    if (what === 'a part')
      await owner.query("update intake_upload set parts = array_append(parts, 'late') where report_id = $1", [
        id,
      ])
    else
      await owner.query(
        `insert into intake_file (id, report_id, organisation_id, meta, blob, at) values ($1, $2, $3, '', 'late', $4)`,
        [randomUUID(), id, organisation, at],
      )
    const erasing = eraseIt(id)
    await untilItWaits()
    await owner.query('commit')
    expect((await erasing).toSorted()).toEqual(['late', 'part-1'])
  })
})

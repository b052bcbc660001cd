import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { fileReport, type Filing, type IntakeServices, newReturnCode, Report } from '#intake'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import type { OpenDatabase } from '#platform/db'
import { testDatabase, testFolder } from '#test/stores'

describe('the same submission', () => {
  let db: OpenDatabase
  let services: IntakeServices
  beforeAll(async () => {
    db = await testDatabase()
    const keyring = await Keyring.open(testFolder())
    services = { db, keyring, vault: new Vault(new Sealer(keyring)), now: () => new Date() }
  })

  const filing = (): Filing => ({
    id: randomUUID(),
    code: newReturnCode(),
    organisationId: randomUUID(),
    channel: 'web',
    language: 'en',
    report: Report.parse({ story: 'sent once, or so it seemed' }),
  })

  async function kept(id: string): Promise<{ reports: number; lines: number; events: number }> {
    const owner = new pg.Client(db.ownerLogin)
    await owner.connect()
    try {
      const { rows } = await owner.query<{ reports: number; lines: number; events: number }>(
        `select (select count(*)::int from intake_report where id = $1) as reports,
                (select count(*)::int from audit_pending where body::jsonb ->> 'subject' = $2
                 and body::jsonb ->> 'action' = 'report.create') as lines,
                (select count(*)::int from jobs_outbox where topic = 'intake.reported' and payload::jsonb ->> 'report' = $2) as events`,
        [id, id],
      )
      return rows[0]!
    } finally {
      await owner.end()
    }
  }

  it('a hundred times at once is one report, one line of the record, one event', async () => {
    const once = filing()
    const told = await Promise.all(Array.from({ length: 100 }, () => fileReport(services, once)))
    expect(told.filter(({ again }) => !again)).toHaveLength(1)
    expect(await kept(once.id)).toEqual({ reports: 1, lines: 1, events: 1 })
  })

  it('sent again because the answer was lost on its way, it changes nothing and is told so', async () => {
    const once = filing()
    // Committed, and then the connection was cut: the reporter sees nothing and sends the form once more.
    await fileReport(services, once)
    expect(await fileReport(services, once)).toMatchObject({ again: true })
    expect(await kept(once.id)).toEqual({ reports: 1, lines: 1, events: 1 })
  })
})

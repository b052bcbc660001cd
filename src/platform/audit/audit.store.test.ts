import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from './audit.ts'
import { AuditLog } from './log.ts'
import { countPending, listEntries, readHeads, record } from './audit.store.ts'
import { verifyLog } from './verify.ts'
import { systemActor } from '#platform/access'
import { testDatabase, testFolder } from '#test/stores'

const system = systemActor('test')

describe('the record', async () => {
  const database = await testDatabase()
  const log = new AuditLog(database, testFolder())
  const reader = { id: 'u', role: 'administrator', organisation: null, purpose: 'administration' }
  for (let batch = 0; batch < 3; batch++) {
    await database.as(system, async (trx) => {
      for (let i = 0; i < 7; i++)
        await record(trx, system, {
          action: 'case.read',
          resource: 'case',
          subject: `C-${batch}-${i}`,
          why: null,
        })
    })
    await log.advance()
  }
  const entries = await database.as(reader, (trx) => listEntries(trx, 0, 100))
  const heads = await database.as(reader, (trx) => readHeads(trx))
  const verify = (changed: AuditEntry[]) => verifyLog(changed, heads, log.publicKey)

  it('moves every line into the log, in order, under a signed head', async () => {
    expect(entries.map((entry) => entry.seq)).toEqual([...Array(21).keys()])
    expect(heads.map((head) => head.size)).toEqual([7, 14, 21])
    expect(await database.as(reader, countPending)).toBe(0)
    expect(await verify(entries)).toMatchObject({ ok: true, entries: 21, headsChecked: 3, findings: [] })
  })

  it('finds any entry that was changed, and names it', async () => {
    for (const seq of entries.keys()) {
      const changed = entries.map((entry) =>
        entry.seq === seq ? { ...entry, body: entry.body.replace('case.read', 'case.seen') } : entry,
      )
      expect((await verify(changed)).findings[0]).toMatchObject({ problem: 'changed', seq })
    }
  })

  it('finds an entry rewritten together with its hash, between two heads', async () => {
    const { leafHash } = await import('./merkle.ts')
    const changed = entries.map((entry) => {
      if (entry.seq !== 9) return entry
      const body = entry.body.replace('"C-1-2"', '"C-9-9"')
      return { ...entry, body, subject: 'C-9-9', leaf: leafHash(Buffer.from(body)) }
    })
    expect((await verify(changed)).findings[0]).toMatchObject({ problem: 'head', size: 14 })
  })

  it('finds a removed entry, a cut-off end, and two that changed places', async () => {
    expect((await verify(entries.filter((entry) => entry.seq !== 5))).findings[0]).toMatchObject({
      problem: 'missing',
      seq: 5,
    })
    expect((await verify(entries.slice(0, 18))).findings[0]).toMatchObject({ problem: 'missing', seq: 18 })
    const swapped = entries.map((entry) => ({
      ...(entry.seq === 3 ? entries[4]! : entry.seq === 4 ? entries[3]! : entry),
      seq: entry.seq,
    }))
    expect((await verify(swapped)).findings[0]).toMatchObject({ problem: 'head', size: 7 })
  })

  it('finds a head that somebody else signed', async () => {
    const other = new AuditLog(database, testFolder())
    const verification = await verifyLog(entries, heads, other.publicKey)
    expect(verification.findings.map((finding) => finding.problem)).toEqual(['head', 'head', 'head'])
  })

  it('keeps a reporter’s line back until the hour is over, so that its neighbours do not tell the minute', async () => {
    const reporter = {
      id: '01890000-0000-7000-8000-00000000000a',
      role: 'reporter',
      organisation: null,
      purpose: 'reporting',
    }
    const line = { action: 'report.create', resource: 'report', subject: reporter.id, why: null }
    await database.as(reporter, (trx) => record(trx, reporter, line))
    await database.as(system, (trx) => record(trx, system, { ...line, action: 'report.read' }))
    await log.advance()
    const after = await database.as(reader, (trx) => listEntries(trx, 21, 100))
    expect(after.map(({ action }) => action)).toEqual(['report.read'])
    expect(await database.as(reader, countPending)).toBe(1)
  })

  it('lets the app neither change nor remove a line', async () => {
    for (const statement of [
      "update audit_entry set body = ''",
      'delete from audit_entry',
      'truncate audit_entry',
      'delete from audit_head',
      'delete from audit_pending',
    ]) {
      const attempt = database.as(system, (trx) => sql.raw(statement).execute(trx))
      await expect(attempt).rejects.toThrow(/permission denied/)
    }
  })

  it('keeps no line of an effect that was rolled back', async () => {
    await expect(
      database.as(system, async (trx) => {
        await record(trx, system, { action: 'case.update', resource: 'case', subject: 'never', why: null })
        throw new Error('stop')
      }),
    ).rejects.toThrow()
    expect(await log.advance()).toBe(0)
  })

  it('is owned by nobody the app can become', async () => {
    const owner = new pg.Client(database.ownerLogin)
    await owner.connect()
    const { rows } = await owner.query<{ owner: string }>(
      "select pg_get_userbyid(relowner) as owner from pg_class where relname = 'audit_entry'",
    )
    await owner.end()
    expect(rows[0]?.owner).not.toMatch(/asylia_(app|auth|jobs)/)
  })
})

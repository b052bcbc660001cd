import { beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { AuditLog, readHeads, verifyLog, walkEntries } from '#platform/audit'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import type { OpenDatabase } from '#platform/db'
import { testDatabase, testFolder } from '#test/stores'
import { keepIdentity } from '../identity/identity.store.ts'
import { OpenCase } from '../record/case.ts'
import { getCase, insertCase, listPeople } from '../record/case.store.ts'
import { addEvent } from '../record/event.store.ts'
import { eraseCase, listErasures } from './erase.store.ts'
import { addHold, liftHold, listDue, listHolds } from './retention.store.ts'
import { dueOn, readSchedule } from './schedule.ts'

const CANARY = 'Amina Canary of Nowhere'

describe('keeping and forgetting', () => {
  let db: OpenDatabase
  let vault: Vault
  let folder: string
  const worker: Actor = { id: newId(), role: 'case_worker', organisation: newId(), purpose: 'protection' }
  const stranger: Actor = { ...worker, id: newId(), organisation: newId() }
  beforeAll(async () => {
    db = await testDatabase()
    folder = testFolder()
    vault = new Vault(new Sealer(await Keyring.open(folder)))
  })

  async function openOne(): Promise<string> {
    return db.as(worker, async (trx) => {
      const { found } = await insertCase(trx, worker, OpenCase.parse({ jurisdiction: 'DEU' }))
      const [person] = await listPeople(trx, found.id)
      await keepIdentity(trx, vault, { id: person!.id, caseId: found.id }, { name: CANARY })
      const sealedNote = await vault.seal(trx, found.id, `met ${CANARY}`, 'cases_event.note')
      await addEvent(trx, worker, found, { kind: 'note', sealedNote })
      return found.code
    })
  }
  const erase = (code: string, actor = worker) =>
    db.as(actor, async (trx) => eraseCase(trx, actor, await getCase(trx, code), 'person_asked'))

  async function asOwner<T extends pg.QueryResultRow>(
    statement: string,
    values: unknown[] = [],
  ): Promise<T[]> {
    const owner = new pg.Client(db.ownerLogin)
    await owner.connect()
    try {
      return (await owner.query<T>(statement, values)).rows
    } finally {
      await owner.end()
    }
  }

  it('a case that is erased is in no table any more, its keys are destroyed, and the log says so and verifies', async () => {
    const code = await openOne()
    const [before] = await asOwner<{ id: string; person: string; sealed: Buffer }>(
      `select c.id, p.id as person, i.sealed from cases_case c join cases_person p on p.case_id = c.id
       join cases_identity i on i.person_id = p.id where c.code = $1`,
      [code],
    )
    await erase(code)
    const names = await asOwner<{ name: string; col: string }>(
      `select c.oid::regclass::text as name, a.attname as col from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and not a.attisdropped`,
    )
    const left: string[] = []
    for (const { name, col } of names) {
      const found = await asOwner(`select 1 from ${name} where "${col}" = any ($1)`, [
        [before!.id, before!.person],
      ])
      if (found.length > 0) left.push(`${name}.${col}`)
    }
    expect(left.toSorted()).toEqual(['cases_erasure.case_id', 'crypto_subject_key.subject'])
    const keys = await asOwner<{ wrapped: Buffer | null }>(
      'select wrapped from crypto_subject_key where subject = any ($1)',
      [[before!.id, before!.person]],
    )
    expect(keys).toEqual([{ wrapped: null }, { wrapped: null }])
    // What a copy made before still holds cannot be opened with the keys of today.
    await expect(
      db.as(worker, (trx) => vault.open(trx, before!.person, before!.sealed, 'cases_identity.sealed')),
    ).rejects.toMatchObject({ code: 'crypto.subject-shredded' })
    const log = new AuditLog(db, folder)
    await log.advance()
    const administrator: Actor = { ...worker, role: 'administrator', purpose: 'administration' }
    const verified = await db.as(administrator, async (trx) =>
      verifyLog(walkEntries(trx), await readHeads(trx), log.publicKey),
    )
    expect(verified).toMatchObject({ ok: true, findings: [] })
    const lines = await asOwner<{ subject: string }>(
      "select subject from audit_entry where action = 'case.erase'",
    )
    expect(lines).toEqual([{ subject: code }])
    const [proof] = await db.as(worker, listErasures)
    expect(proof).toMatchObject({
      code,
      because: 'person_asked',
      gone: { people: 1, keys: 2, cases_identity: 1 },
    })
  })

  it('a hold sent twice is one, and another one under its id is refused', async () => {
    const code = await openOne()
    const id = newId()
    const hold = (ground: 'claim' | 'order') =>
      db.as(worker, async (trx) =>
        addHold(trx, vault, worker, await getCase(trx, code), {
          id,
          ground,
          note: 'wage',
          until: '2999-01-01',
        }),
      )
    const made = await Promise.all([hold('claim'), hold('claim'), hold('claim')])
    expect(made.filter((each) => each.made)).toHaveLength(1)
    expect(new Set(made.map((each) => each.id)).size).toBe(1)
    await expect(hold('order')).rejects.toMatchObject({ code: 'cases.hold.conflict' })
    const holds = await db.as(worker, async (trx) =>
      listHolds(trx, vault, (await getCase(trx, code)).id, '2026-03-04'),
    )
    expect(holds.map(({ ground }) => ground)).toEqual(['claim'])
  })

  it('a hold keeps it, says so, and lets go when it is lifted or its day is over', async () => {
    const code = await openOne()
    const hold = (until: string) =>
      db.as(worker, async (trx) =>
        addHold(trx, vault, worker, await getCase(trx, code), {
          ground: 'proceedings',
          note: 'trial',
          until,
        }),
      )
    await hold('2001-01-01')
    const { id } = await hold('2999-01-01')
    await expect(erase(code)).rejects.toMatchObject({ code: 'cases.hold.refused' })
    await db.as(worker, async (trx) => liftHold(trx, worker, (await getCase(trx, code)).id, id))
    await erase(code)
    await expect(db.as(worker, (trx) => getCase(trx, code))).rejects.toMatchObject({
      code: 'cases.not-found',
    })
  })

  it('another organisation cannot erase it, not even by an erasure it wrote itself', async () => {
    const code = await openOne()
    await expect(erase(code, stranger)).rejects.toMatchObject({ code: 'cases.not-found' })
    const [found] = await asOwner<{ id: string }>('select id from cases_case where code = $1', [code])
    const forged = { id: found!.id, code, organisationId: stranger.organisation! }
    const attempt = db.as(stranger, (trx) =>
      eraseCase(trx, stranger, { ...forged } as Awaited<ReturnType<typeof getCase>>, 'order'),
    )
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
    expect(await asOwner('select 1 from cases_case where code = $1', [code])).toHaveLength(1)
  })

  it('lists what is due by the schedule, and nothing that a hold keeps', async () => {
    const [old, held, young] = [await openOne(), await openOne(), await openOne()]
    for (const [code, years] of [
      [old, 6],
      [held, 6],
      [young, 4],
    ] as const)
      await asOwner(
        `update cases_case set status = 'closed', closed_at = now() - make_interval(years => $2) where code = $1`,
        [code, years],
      )
    await db.as(worker, async (trx) =>
      addHold(trx, vault, worker, await getCase(trx, held), {
        ground: 'claim',
        note: 'wages',
        until: '2999-01-01',
      }),
    )
    const today = new Date().toISOString().slice(0, 10)
    const due = await db.as(worker, (trx) => listDue(trx, readSchedule(), today))
    expect(due.map(({ code }) => code)).toEqual([old])
  })

  it('counts months to the same day, or the last of a shorter month', () => {
    const period = { months: 1, basis: '', verified: false }
    expect(dueOn('2026-01-31', period)).toBe('2026-02-28')
    expect(dueOn('2024-01-31', period)).toBe('2024-02-29')
    expect(dueOn('2026-11-30', { ...period, months: 60 })).toBe('2031-11-30')
  })
})

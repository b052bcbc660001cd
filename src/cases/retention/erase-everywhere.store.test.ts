import pg from 'pg'
import { expect, it } from 'vitest'
import { testDatabase } from '#test/stores'
import { furnish } from '../../../test/matrix/rows.ts'
import { markOf, newWorlds, tables } from '../../../test/matrix/worlds.ts'
import { eraseCase } from './erase.store.ts'

/** What is no one's in a case, and why it stays. */
const STAYS: Readonly<Record<string, string>> = {
  cases_lead: 'what was observed; the case it joined is gone',
  cases_partner: 'the directory',
  cases_shelter: 'a house',
  cases_room: 'a room of it',
  cases_shelter_address: 'where it is',
  cases_erasure: 'that there was an erasure: code, reason, numbers',
  intake_door_key: 'the organisation’s door',
  intake_door_share: 'and who opens it',
  intake_recipient: 'the same',
  intake_draft: 'what was begun at the door and never sent: of no case, gone by itself',
  intake_text_session: 'a keyed hash of a number, for a day',
  law_catalogue: 'public law',
  cases_erased_copy: 'which partner has still to delete a copy',
}

/** A word in every text and sealed column of every table that the access table names: after an erasure it is nowhere. */
it('an erased case is in no column of any table of reports, cases and answers', async () => {
  const db = await testDatabase()
  const { ours } = newWorlds().worlds
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  try {
    // Not sealed: what is left must be gone, not merely unreadable.
    await furnish(owner, [ours], async (_, text) => Buffer.from(text))
    await owner.query('delete from cases_erasure')
    await owner.query('update intake_report set case_code = $1 where id = $2', [ours.code, ours.id])
    const held = async () => {
      const found: string[] = []
      for (const table of tables.filter((name) => /^(cases|intake|law)_/.test(name))) {
        const mark = markOf(ours, table)
        const hex = Buffer.from(mark).toString('hex')
        const { rowCount } = await owner.query(
          `select 1 from ${table} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`,
          [mark, hex],
        )
        if (rowCount) found.push(table)
      }
      return found
    }
    const before = await held()
    expect(before).toEqual(
      expect.arrayContaining(['cases_identity', 'cases_joining', 'cases_need', 'cases_care']),
    )
    const worker = {
      id: ours.user,
      role: 'case_worker',
      organisation: ours.organisation,
      purpose: 'protection',
    }
    await db.as(worker, (trx) =>
      eraseCase(
        trx,
        worker,
        { id: ours.id, code: ours.code, organisationId: ours.organisation },
        'person_asked',
      ),
    )
    expect((await held()).filter((table) => !(table in STAYS))).toEqual([])
    const { rows } = await owner.query<{ count: number }>(
      'select count(*)::int as count from cases_erased_copy where copy_id = $1',
      [ours.id],
    )
    expect(rows[0]!.count).toBe(1)
  } finally {
    await owner.end()
  }
})

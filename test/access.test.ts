import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { accessTable } from '#model'
import { accessPage, type Ownership, type Ties } from '#platform/access'
import type { Transaction } from '#platform/db'
import { testDatabase } from '#test/stores'

/**
 * The matrix, generated from the one table: every table × role × purpose × action, against rows that are the actor's by
 * exactly one tie, and rows that are not. The database alone answers; no check of the app runs here.
 */
const ACTIONS = ['read', 'create', 'update', 'delete'] as const
const ME = randomUUID()
const MY_ORGANISATION = randomUUID()
const MY_PROFESSION = 'physician'
/** The case of the person whose code I hold. */
const OWN_CASE = randomUUID()

type Row = { tie: Ownership | 'none'; key: string; values: Record<string, unknown> }

const tables = [...new Set(Object.values(accessTable.resources).flatMap(({ tables }) => Object.keys(tables)))]

/** Whether some rule opens a row with this tie. */
function predicted(table: string, role: string, purpose: string, action: string, tie: Row['tie']): boolean {
  return accessTable.rules.some((rule) => {
    const ties: Ties | undefined = accessTable.resources[rule.resource]!.tables[table]
    if (!ties || rule.role !== role || !rule.actions.includes(action)) return false
    if (!(rule.purposes as readonly string[]).includes(purpose)) return false
    return rule.ownership === 'any' || (rule.ownership === tie && ties[rule.ownership] !== undefined)
  })
}

function tiesOf(table: string): Ties {
  return Object.assign(
    {},
    ...Object.values(accessTable.resources).map(({ tables }) => tables[table] ?? {}),
  ) as Ties
}

describe('access in the database', async () => {
  const database = await testDatabase()
  const owner = new pg.Client(database.ownerLogin)
  await owner.connect()
  // Rows without their neighbours are enough here: the owner puts them there with foreign keys asleep.
  await owner.query("set session_replication_role = 'replica'")
  afterAll(() => owner.end())

  async function valuesFor(table: string): Promise<Record<string, unknown>> {
    const { rows: columns } = await owner.query<{ name: string; type: string; check: string | null }>(
      `select a.attname as name, format_type(a.atttypid, null) as type,
              (select pg_get_constraintdef(c.oid) from pg_constraint c
               where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum] limit 1) as check
       from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' and a.attidentity = '' and a.attnotnull`,
      [table],
    )
    return Object.fromEntries(columns.map(({ name, type, check }) => [name, sample(type, check)]))
  }

  function sample(type: string, check: string | null): unknown {
    const allowed = check?.match(/ARRAY\['([^']+)'/)?.[1]
    if (allowed !== undefined) return allowed
    const least = check?.match(/>= (\d+)/)?.[1]
    if (least !== undefined) return Number(least)
    if (check?.includes("'^[0-9a-f]{32}$'")) return randomUUID().replaceAll('-', '')
    if (type === 'uuid') return randomUUID()
    if (type === 'jsonb' || type === 'json') return '{}'
    if (type === 'bytea') return Buffer.from(randomUUID())
    if (type === 'boolean') return true
    if (type === 'date') return '2026-01-01'
    if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z' // on the hour, as a report's must be
    if (type.endsWith('[]')) return []
    if (/int|numeric|double|real/.test(type)) return Math.floor(Math.random() * 1e9)
    return randomUUID()
  }

  /** One row for each tie the table declares, and one that is nobody's here. */
  async function rowsFor(table: string): Promise<Row[]> {
    const ties = tiesOf(table)
    const rows: Row[] = []
    for (const tie of [...Object.keys(ties), 'none'] as Row['tie'][]) {
      const values = await valuesFor(table)
      if (tie !== 'none' && tie !== 'any') await arrange(table, values, tie, ties[tie]!)
      await insert(owner, table, values)
      const { rows: last } = await owner.query<{ ctid: string }>(
        `select max(ctid)::text as ctid from ${table}`,
      )
      rows.push({ tie, key: last[0]!.ctid, values })
    }
    return rows
  }

  async function arrange(
    table: string,
    values: Record<string, unknown>,
    tie: Ownership,
    how: string | { sql: string },
  ): Promise<void> {
    if (typeof how === 'string') {
      values[how] = tie === 'organisation' ? MY_ORGANISATION : ME
      if (table === 'cases_person_code' && tie === 'holder') values['case_id'] = OWN_CASE
      return
    }
    if (/cases_own\(\)|cases_own_names\(\)|shown_to_person/.test(how.sql)) return arrangeOwn(table, values)
    const professional = how.sql.match(/ and \w+\.(\w+) = \(select access_claim\('profession'\)\)$/)
    if (professional) values[professional[1]!] = MY_PROFESSION
    const shape = how.sql.slice(0, professional?.index)
    const [, column, mine] = shape.match(/^\w+\.(\w+) in \(select (\w+)\(\)\)$/) ?? []
    if (mine !== undefined && /^cases_(referrals|copies|recalls)_held$/.test(mine)) {
      return arrangeHeld(table, values)
    }
    if (mine !== 'cases_mine')
      throw new Error(`${table}: the tie ${tie} is of a shape this test cannot arrange; teach it here`)
    values[column!] ??= randomUUID()
    await insert(owner, 'cases_assignment', {
      ...(await valuesFor('cases_assignment')),
      case_id: values[column!],
      user_id: ME,
    })
  }

  /** What is held about a person who acts with their own code. */
  async function arrangeOwn(table: string, values: Record<string, unknown>): Promise<void> {
    if (table === 'audit_entry') values['subject'] = ME
    else if (table === 'cases_safety_measure') Object.assign(values, { person_id: ME, shown_to_person: true })
    else values[table === 'cases_case' ? 'id' : 'case_id'] = OWN_CASE
  }

  /** What a partner gave to my organisation, under a consent that holds. */
  async function arrangeHeld(table: string, values: Record<string, unknown>): Promise<void> {
    values['recipient_organisation_id'] = MY_ORGANISATION
    if (table === 'cases_recall') return
    if (table === 'cases_copy') {
      const referral = { ...(await valuesFor('cases_referral')), id: values['referral_id'] }
      await arrangeHeld('cases_referral', referral)
      await insert(owner, 'cases_referral', referral)
      return
    }
    values['state'] = 'accepted'
    await insert(owner, 'cases_consent', {
      ...(await valuesFor('cases_consent')),
      id: values['consent_id'],
    })
    await insert(owner, 'cases_partner', {
      ...(await valuesFor('cases_partner')),
      id: values['partner_id'],
      account_organisation_id: MY_ORGANISATION,
    })
  }

  async function allowedRows(
    trx: Transaction,
    table: string,
    action: (typeof ACTIONS)[number],
    rows: Row[],
  ): Promise<Row['tie'][]> {
    const some = Object.keys(rows[0]!.values)[0]!
    const attempt = async (statement: string): Promise<string[]> => {
      await sql`savepoint cell`.execute(trx)
      try {
        const result = await sql.raw<{ ctid: string }>(statement).execute(trx)
        return result.rows.map((row) => row.ctid)
      } catch (error) {
        if ((error as { code?: string }).code === '42501') return []
        throw error
      } finally {
        await sql`rollback to savepoint cell`.execute(trx)
      }
    }
    if (action === 'read') {
      const seen = await attempt(`select ctid::text from ${table}`)
      return rows.filter(({ key }) => seen.includes(key)).map(({ tie }) => tie)
    }
    const allowed: Row['tie'][] = []
    for (const row of rows) {
      if (action === 'create' && (await mayInsert(trx, table, row))) allowed.push(row.tie)
      if (action === 'update' || action === 'delete') {
        // Naming the row needs the right to read it: both rights are asked at once.
        const verb = action === 'update' ? `update ${table} set ${some} = ${some}` : `delete from ${table}`
        const done = await attempt(
          `with done as (${verb} where ctid = '${row.key}' returning 1) select '${row.key}' as ctid from done`,
        )
        if (done.length > 0) allowed.push(row.tie)
      }
    }
    return allowed
  }

  async function mayInsert(trx: Transaction, table: string, row: Row): Promise<boolean> {
    await sql`savepoint cell`.execute(trx)
    try {
      const columns = Object.keys(row.values)
      const values = sql.join(columns.map((column) => sql`${row.values[column]}`))
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values (${values})`.execute(
        trx,
      )
      return true
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === '42501') return false
      // The policy let it through; it then met a key that is taken or a neighbour that is not there.
      if (code === '23505' || code === '23503') return true
      throw error
    } finally {
      await sql`rollback to savepoint cell`.execute(trx)
    }
  }

  const known = new Map<string, Row[]>()
  for (const table of tables) known.set(table, await rowsFor(table))
  let cells = 0

  it.each(tables)(
    '%s: every role, purpose and action sees and changes just what the table says',
    async (table) => {
      const rows = known.get(table)!
      for (const role of accessTable.roles) {
        for (const purpose of accessTable.purposes) {
          const actor = { id: ME, role, organisation: MY_ORGANISATION, purpose, profession: MY_PROFESSION }
          await database.as(actor, async (trx) => {
            for (const action of ACTIONS) {
              const allowed = await allowedRows(trx, table, action, rows)
              const expected = rows.filter(({ tie }) => {
                const needs = action === 'update' || action === 'delete' ? [action, 'read'] : [action]
                return needs.every((each) => predicted(table, role, purpose, each, tie))
              })
              cells += rows.length
              expect({ table, role, purpose, action, allowed }).toEqual({
                table,
                role,
                purpose,
                action,
                allowed: expected.map(({ tie }) => tie),
              })
            }
          })
        }
      }
    },
    120_000,
  )

  it('asked thousands of cells, and some of them said yes', () => {
    expect(cells).toBeGreaterThan(5_000)
    expect(
      tables.some((table) =>
        accessTable.roles.some((role) => predicted(table, role, 'protection', 'read', 'organisation')),
      ),
    ).toBe(true)
  })

  it('has a page for people that says the same', async () => {
    await expect(accessPage(accessTable)).toMatchFileSnapshot('../docs/access.md')
  })
})

async function insert(client: pg.Client, table: string, values: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(values)
  await client.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    columns.map((column) => values[column]),
  )
}

import pg from 'pg'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { systemActor } from '#platform/access'
import { testDatabase } from '#test/stores'

describe('the records store', async () => {
  const database = await testDatabase()
  const actor = {
    id: '01890000-0000-7000-8000-000000000001',
    role: 'case_worker',
    organisation: null,
    purpose: 'protection',
  }

  it('logs in as a role that owns nothing and is no superuser', async () => {
    const { rows } = await sql<{ name: string; super: boolean; bypass: boolean; owned: number }>`
      select current_user as name, rolsuper as super, rolbypassrls as bypass,
             (select count(*) from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname = current_user`.execute(database.kysely)
    expect(rows[0]).toEqual({ name: 'asylia_app', super: false, bypass: false, owned: 0 })
  })

  it('keeps fsync, full page writes and data checksums on', async () => {
    const { rows } = await sql<{ settings: string }>`
      select current_setting('fsync') || current_setting('full_page_writes') || current_setting('data_checksums') as settings`.execute(
      database.kysely,
    )
    // Whether a server keeps checksums was decided when it was made; `doctor` says it.
    expect(rows[0]?.settings).toMatch(database.engine === 'embedded' ? /^ononon$/ : /^onon/)
  })

  it('tells the policies who acts, for the time of the transaction only', async () => {
    const claim = sql<{ role: string | null }>`select access_claim('role') as role`
    const inside = await database.as(actor, (trx) => claim.execute(trx))
    const outside = await claim.execute(database.kysely)
    expect([inside.rows[0]?.role, outside.rows[0]?.role]).toEqual(['case_worker', null])
  })

  it('does not believe a context that smuggled-in SQL made up', async () => {
    const forge = database.as(actor, async (trx) => {
      await sql`select set_config('asylia.context', '{"role":"administrator","purpose":"administration"}', true)`.execute(
        trx,
      )
      await sql`select access_claim('role')`.execute(trx)
    })
    await expect(forge).rejects.toThrow('not signed')
  })

  it.each([
    'reset role; select count(*) from access_key',
    'set role asylia_owner',
    'set role postgres',
    'select secret from access_key',
  ])('refuses the app: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow(/permission denied/)
  })

  it('closes a table that the access table does not name', async () => {
    const owner = new pg.Client(database.ownerLogin)
    await owner.connect()
    const { rows } = await owner.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p')
       and relname not like 'auth\\_%' and not relrowsecurity`,
    )
    await owner.end()
    expect(rows).toEqual([])
  })

  it('rolls back what threw', async () => {
    const system = systemActor('test')
    const failing = database.as(system, async (trx) => {
      await sql`insert into jobs_done (handler, event_id) values ('t', gen_random_uuid())`.execute(trx)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    const { rows } = await database.as(system, (trx) =>
      sql<{ n: number }>`select count(*) as n from jobs_done`.execute(trx),
    )
    expect(rows[0]?.n).toBe(0)
  })
})

describe('statements that come often', async () => {
  const database = await testDatabase()
  const system = systemActor('test')

  it('are asked under a name, and again under a new one when their columns changed beneath it', async () => {
    const owner = new pg.Client(database.ownerLogin)
    await owner.connect()
    await owner.query(
      'create table often (id integer); insert into often values (1); grant select on often to public',
    )
    const ask = () => database.as(system, (trx) => sql`select * from often where id = ${1}`.execute(trx))
    for (let i = 0; i < 12; i++) expect((await ask()).rows).toEqual([{ id: 1 }])
    const named = await database.as(system, (trx) =>
      sql<{
        n: number
      }>`select count(*) as n from pg_prepared_statements where statement like '%often%'`.execute(trx),
    )
    expect(named.rows[0]?.n).toBe(1)
    await owner.query('alter table often add column more text')
    await owner.end()
    for (let i = 0; i < 12; i++) expect((await ask()).rows).toEqual([{ id: 1, more: null }])
  })

  it('keep apart who acts: a plan made for one shows another no more than theirs', async () => {
    const mine = (id: string) =>
      database.as({ ...systemActor('test'), id }, (trx) =>
        sql<{ id: string }>`select access_claim('id') as id, ${'x'}::text as x`.execute(trx),
      )
    for (let i = 0; i < 12; i++) expect((await mine(`task ${i}`)).rows[0]?.id).toBe(`task ${i}`)
  })
})

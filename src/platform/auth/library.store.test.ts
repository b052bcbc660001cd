import { getMigrations } from 'better-auth/db/migration'
import { Kysely, PostgresDialect } from 'kysely'
import { expect, it } from 'vitest'
import { testDatabase } from '#test/stores'
import { libraryOptions } from './library.ts'
import type { AuthTables } from './tables.ts'

it('the committed tables are those the library expects: it would create and add nothing', async () => {
  const { authPool } = await testDatabase()
  const db = new Kysely<AuthTables>({ dialect: new PostgresDialect({ pool: authPool }) })
  const options = libraryOptions({
    db,
    publicUrl: 'http://localhost',
    secret: 's'.repeat(32),
    oidc: undefined,
  })
  const plan = await getMigrations(options)
  expect(plan.toBeCreated.map(({ table }) => table)).toEqual([])
  expect(plan.toBeAdded.map(({ table, fields }) => [table, Object.keys(fields)])).toEqual([])
})

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { AsyliaError } from '#platform/errors'
import { setPassword } from './invitations.ts'
import { professionOf } from './profession.ts'
import type { AuthTables } from './tables.ts'
import { hashToken, newToken } from './tokens.ts'

export type Organisation = { id: string; name: string; kind: string }
export type Account = {
  id: string
  name: string
  email: string
  role: string
  profession: string | null
  organisation: string
  lockedAt: Date | null
  /** Whether a passkey or a second factor is set up; without one the account reaches no data. */
  factors: { passkeys: number; totp: boolean }
}
export type NewUser = {
  name: string
  email: string
  role: string
  /** Whose secrets they keep; a lawyer keeps a lawyer's unless told otherwise. */
  profession?: string | null | undefined
  organisation: string
  /** An account of the made-up country, whose one-time links need no second factor. */
  demo?: boolean
  /** scrypt, as the library writes it. */
  passwordHash?: string
}

type Db = Kysely<AuthTables>

/** The organisation of this name, made when it is not there yet. */
export async function createOrganisation(
  db: Db,
  { name, kind }: { name: string; kind: string },
): Promise<Organisation> {
  await db
    .insertInto('auth_organisation')
    .values({ id: randomUUID(), name, kind })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  return db
    .selectFrom('auth_organisation')
    .select(['id', 'name', 'kind'])
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
}

export const listOrganisations = (db: Db): Promise<Organisation[]> =>
  db.selectFrom('auth_organisation').select(['id', 'name', 'kind']).orderBy('name').execute()

/** Throws `auth.conflict` when the address has an account already. */
export async function createUser(db: Db, user: NewUser): Promise<string> {
  const { name, role, organisation, demo = false } = user
  const id = randomUUID()
  await db.transaction().execute(async (trx) => {
    const created = await trx
      .insertInto('auth_user')
      .values({
        id,
        name,
        email: user.email.toLowerCase(),
        emailVerified: true,
        role,
        profession: user.profession === undefined ? professionOf(role) : user.profession,
        organisation,
        demo,
        lockedAt: null,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .executeTakeFirst()
    if (created.numInsertedOrUpdatedRows !== 1n) {
      throw new AsyliaError('auth.conflict', 'this e-mail address has an account already')
    }
    if (user.passwordHash !== undefined) await setPassword(trx, id, user.passwordHash)
  })
  return id
}

/** Everyone of one organisation, or of all when none is named (the terminal, on the machine itself). */
export async function listUsers(db: Db, organisation?: string): Promise<Account[]> {
  let query = db
    .selectFrom('auth_user')
    .leftJoin('auth_passkey', 'auth_passkey.userId', 'auth_user.id')
    .select((eb) => [
      'auth_user.id',
      'auth_user.name',
      'email',
      'role',
      'profession',
      'organisation',
      'lockedAt',
      'twoFactorEnabled as totp',
      eb.fn.count<number>('auth_passkey.id').as('passkeys'),
    ])
    .groupBy('auth_user.id')
    .orderBy('auth_user.name')
  if (organisation !== undefined) query = query.where('organisation', '=', organisation)
  const rows = await query.execute()
  return rows.map(({ totp, passkeys, ...row }) => ({ ...row, factors: { passkeys, totp: totp === true } }))
}

export const findUser = (db: Db, by: { id: string } | { email: string }) =>
  db
    .selectFrom('auth_user')
    .innerJoin('auth_organisation', 'auth_organisation.id', 'auth_user.organisation')
    .select([
      'auth_user.id',
      'auth_user.name',
      'email',
      'role',
      'profession',
      'organisation',
      'demo',
      'auth_organisation.name as organisationName',
      'kind as organisationKind',
    ])
    .where((eb) => ('id' in by ? eb('auth_user.id', '=', by.id) : eb('email', '=', by.email.toLowerCase())))
    .executeTakeFirst()

/** Ends every session of a user at once; how many there were. */
export async function endSessions(db: Db, userId: string): Promise<number> {
  const ended = await db.deleteFrom('auth_session').where('userId', '=', userId).executeTakeFirst()
  return Number(ended.numDeletedRows)
}

/** Locks an account and ends its sessions in one step, or opens it again. False when there is no such account here. */
export async function setLocked(
  db: Db,
  { userId, organisation, locked }: { userId: string; organisation?: string; locked: boolean },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    let update = trx
      .updateTable('auth_user')
      .set({ lockedAt: locked ? new Date() : null, updatedAt: new Date() })
      .where('id', '=', userId)
    if (organisation !== undefined) update = update.where('organisation', '=', organisation)
    const { numUpdatedRows } = await update.executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    if (locked) await endSessions(trx, userId)
    return true
  })
}

/** Changes whose secrets somebody keeps, and ends their sessions. False when there is no such account here. */
export async function setProfession(
  db: Db,
  { userId, organisation, profession }: { userId: string; organisation: string; profession: string | null },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('auth_user')
      .set({ profession, updatedAt: new Date() })
      .where('id', '=', userId)
      .where('organisation', '=', organisation)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await endSessions(trx, userId)
    return true
  })
}

/** A token for `/api/auth/magic-link/verify`, good once and for so many minutes. */
export async function createLinkToken(db: Db, email: string, minutes: number): Promise<string> {
  const token = newToken()
  await db
    .insertInto('auth_verification')
    .values({
      id: randomUUID(),
      identifier: hashToken(token),
      value: JSON.stringify({ email: email.toLowerCase() }),
      expiresAt: new Date(Date.now() + minutes * 60_000),
    })
    .execute()
  return token
}

/** A first password for an account that came in by a link. Throws `auth.conflict` when it has one already. */
export async function addPassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two at once must not both find that there is none.
    await trx.selectFrom('auth_user').select('id').where('id', '=', userId).forUpdate().execute()
    const existing = await trx
      .selectFrom('auth_account')
      .select('id')
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .executeTakeFirst()
    if (existing) throw new AsyliaError('auth.conflict', 'this account has a password already')
    await setPassword(trx, userId, passwordHash)
  })
}

/** For someone who lost their device: takes away passkeys, second factor and password, so that a link may set up new ones. */
export async function removeFactors(db: Db, userId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('auth_passkey').where('userId', '=', userId).execute()
    await trx.deleteFrom('auth_two_factor').where('userId', '=', userId).execute()
    await trx
      .deleteFrom('auth_account')
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .execute()
    await trx
      .updateTable('auth_user')
      .set({ twoFactorEnabled: false, updatedAt: new Date() })
      .where('id', '=', userId)
      .execute()
    await endSessions(trx, userId)
  })
}

import { APIError, getSessionFromCtx } from 'better-auth/api'
import type { GenericEndpointContext } from 'better-auth'
import type { Kysely } from 'kysely'
import type { Assurance, AuthTables } from './tables.ts'

/** Ways in that prove two factors: a passkey that verified its user, a code after a password, the organisation's own sign-in. */
const fullPaths = new Set([
  '/passkey/verify-authentication',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/callback/:id',
])

/** Decides what a session that is about to begin is worth; a locked account gets none. */
export async function assuranceOf(
  db: Kysely<AuthTables>,
  userId: string,
  path: string | undefined,
): Promise<Assurance> {
  const user = await db
    .selectFrom('auth_user')
    .select(['lockedAt', 'demo'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user || user.lockedAt !== null) throw new APIError('FORBIDDEN', { code: 'ACCOUNT_LOCKED' })
  if (path !== undefined && fullPaths.has(path)) return 'full'
  return path === '/magic-link/verify' && user.demo ? 'full' : 'partial'
}

const enrolmentPaths = new Set([
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
  '/passkey/delete-passkey',
  '/two-factor/enable',
  '/change-password',
])

/** A password or a link alone may set up somebody's first factor, never add to, change or remove those they have. */
export async function requireEnrolmentRight(
  db: Kysely<AuthTables>,
  context: GenericEndpointContext,
): Promise<void> {
  if (!enrolmentPaths.has(context.path)) return
  const session = await getSessionFromCtx(context)
  if (!session || session.session['assurance'] === 'full') return
  if (await hasFactor(db, session.user.id)) {
    throw new APIError('FORBIDDEN', { code: 'SECOND_FACTOR_REQUIRED' })
  }
}

export async function hasFactor(db: Kysely<AuthTables>, userId: string): Promise<boolean> {
  const passkey = await db
    .selectFrom('auth_passkey')
    .select('id')
    .where('userId', '=', userId)
    .executeTakeFirst()
  if (passkey) return true
  const user = await db
    .selectFrom('auth_user')
    .select('twoFactorEnabled')
    .where('id', '=', userId)
    .executeTakeFirst()
  return user?.twoFactorEnabled === true
}

/** Whoever has just registered a passkey has just used it: the session it happened in becomes full. */
export async function raiseAssurance(
  db: Kysely<AuthTables>,
  context: GenericEndpointContext,
  returned: unknown,
): Promise<void> {
  if (context.path !== '/passkey/verify-registration' || returned instanceof APIError) return
  const session = await getSessionFromCtx(context)
  if (!session) return
  await db
    .updateTable('auth_session')
    .set({ assurance: 'full' })
    .where('id', '=', session.session.id)
    .execute()
}

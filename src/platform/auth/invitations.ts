import { randomUUID } from 'node:crypto'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import { professionOf } from './profession.ts'
import type { AuthTables } from './tables.ts'
import { hashToken, newToken } from './tokens.ts'

const validDays = 7

export type NewInvitation = {
  email: string
  role: string
  profession?: string | null | undefined
  organisation: string
  invitedBy: string | null
}
export type Invitation = {
  id: string
  email: string
  role: string
  profession: string | null
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
}

/** Writes an invitation and gives its token, which is stored nowhere: hand it over now or invite again. */
export async function inviteUser(
  db: Kysely<AuthTables>,
  { email, role, profession, organisation, invitedBy }: NewInvitation,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const address = email.toLowerCase()
  const taken = await db.selectFrom('auth_user').select('id').where('email', '=', address).executeTakeFirst()
  if (taken) throw new AsyliaError('auth.conflict', 'this e-mail address has an account already')
  const token = newToken()
  const expiresAt = new Date(Date.now() + validDays * 86_400_000)
  const id = randomUUID()
  await db
    .insertInto('auth_invitation')
    .values({
      id,
      token_hash: hashToken(token),
      email: address,
      role,
      profession: profession === undefined ? professionOf(role) : profession,
      organisation,
      invited_by: invitedBy,
      expires_at: expiresAt,
      accepted_at: null,
    })
    .execute()
  return { id, token, expiresAt }
}

export async function listInvitations(db: Kysely<AuthTables>, organisation: string): Promise<Invitation[]> {
  return db
    .selectFrom('auth_invitation')
    .select([
      'id',
      'email',
      'role',
      'profession',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'accepted_at as acceptedAt',
    ])
    .where('organisation', '=', organisation)
    .orderBy('created_at', 'desc')
    .execute()
}

/** The endpoint that turns an invitation into an account: once, in time, in the role the inviter fixed. */
export function invitations(db: Kysely<AuthTables>) {
  return {
    id: 'asylia-invitations',
    endpoints: {
      acceptInvitation: createAuthEndpoint(
        '/invitations/accept',
        {
          method: 'POST',
          body: z.object({
            token: z.string().min(20).max(200),
            name: z.string().trim().min(1).max(100),
            password: z.string().min(12).max(256).optional(),
          }),
        },
        async (context) => {
          const { token, name, password } = context.body
          const hash = password === undefined ? undefined : await context.context.password.hash(password)
          const userId = await acceptInvitation(db, { token, name, passwordHash: hash })
          const session = await context.context.internalAdapter.createSession(userId)
          const user = await context.context.internalAdapter.findUserById(userId)
          if (!user) throw new APIError('INTERNAL_SERVER_ERROR')
          await setSessionCookie(context, { session, user })
          return context.json({ status: true })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}

async function acceptInvitation(
  db: Kysely<AuthTables>,
  { token, name, passwordHash }: { token: string; name: string; passwordHash: string | undefined },
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    // One statement marks it used, so that of two who race with one token only one goes on.
    const invitation = await trx
      .updateTable('auth_invitation')
      .set({ accepted_at: new Date() })
      .where('token_hash', '=', hashToken(token))
      .where('accepted_at', 'is', null)
      .where('expires_at', '>', new Date())
      .returning(['email', 'role', 'profession', 'organisation'])
      .executeTakeFirst()
    if (!invitation) throw new APIError('GONE', { code: 'INVITATION_GONE' })
    const id = randomUUID()
    const { email, role, profession, organisation } = invitation
    const created = await trx
      .insertInto('auth_user')
      .values({ id, name, email, emailVerified: true, role, profession, organisation, lockedAt: null })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .executeTakeFirst()
    if (created.numInsertedOrUpdatedRows !== 1n) throw new APIError('GONE', { code: 'INVITATION_GONE' })
    if (passwordHash !== undefined) await setPassword(trx, id, passwordHash)
    return id
  })
}

export async function setPassword(
  db: Kysely<AuthTables>,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await db
    .insertInto('auth_account')
    .values({
      id: randomUUID(),
      accountId: userId,
      providerId: 'credential',
      userId,
      password: passwordHash,
      updatedAt: new Date(),
    })
    .execute()
}

import { createHmac } from 'node:crypto'
import { APIError } from 'better-auth/api'
import type { GenericEndpointContext } from 'better-auth'
import { type Kysely, sql } from 'kysely'
import type { AuthTables } from './tables.ts'

const freeFailures = 5
const longestBlockSeconds = 15 * 60

/**
 * Wrong passwords are counted by the address tried, not by where they come from: an office behind one address is
 * not punished, and a guesser with many addresses gains nothing. Passkeys are not affected, so an account that has
 * one cannot be shut out by guessing at its password.
 */
export async function requireUnblocked(
  db: Kysely<AuthTables>,
  secret: string,
  context: GenericEndpointContext,
): Promise<void> {
  const subject = subjectOf(secret, context)
  if (subject === undefined) return
  const row = await db
    .selectFrom('auth_attempt')
    .select('blocked_until')
    .where('subject_hash', '=', subject)
    .executeTakeFirst()
  if (row && row.blocked_until > new Date()) {
    throw new APIError('TOO_MANY_REQUESTS', { code: 'TOO_MANY_ATTEMPTS' })
  }
}

/** After the fifth wrong password in a row the wait doubles from 15 seconds to 15 minutes; a right one clears it. */
export async function countAttempt(
  db: Kysely<AuthTables>,
  secret: string,
  context: GenericEndpointContext,
  returned: unknown,
): Promise<void> {
  const subject = subjectOf(secret, context)
  if (subject === undefined) return
  if (!(returned instanceof APIError)) {
    await db.deleteFrom('auth_attempt').where('subject_hash', '=', subject).execute()
    return
  }
  if (returned.body?.code !== 'INVALID_EMAIL_OR_PASSWORD') return
  await db
    .insertInto('auth_attempt')
    .values({ subject_hash: subject, failures: 1, blocked_until: new Date() })
    .onConflict((conflict) =>
      conflict.column('subject_hash').doUpdateSet({
        failures: sql`auth_attempt.failures + 1`,
        blocked_until: sql`case when auth_attempt.failures + 1 < ${freeFailures} then now()
          else now() + make_interval(secs => least(${longestBlockSeconds},
            15 * power(2, least(auth_attempt.failures + 1 - ${freeFailures}, 10)))) end`,
      }),
    )
    .execute()
}

function subjectOf(secret: string, context: GenericEndpointContext): string | undefined {
  if (context.path !== '/sign-in/email' || typeof context.body?.email !== 'string') return undefined
  return createHmac('sha256', secret).update(`attempt ${context.body.email.toLowerCase()}`).digest('hex')
}

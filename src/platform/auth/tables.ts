import type { ColumnType, Generated } from 'kysely'

type Moment = ColumnType<Date, Date, Date>

/** What our own SQL touches of the tables in `0001_auth.sql`; the rest is the library's business. */
export interface AuthTables {
  auth_organisation: { id: string; name: string; kind: string; created_at: Generated<Date> }
  auth_user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    twoFactorEnabled: Generated<boolean | null>
    role: string
    profession: string | null
    organisation: string
    demo: Generated<boolean>
    lockedAt: Date | null
    createdAt: Generated<Date>
    updatedAt: Generated<Date>
  }
  auth_session: {
    id: string
    token: string
    userId: string
    assurance: Assurance
    createdAt: Moment
    expiresAt: Moment
  }
  auth_account: {
    id: string
    accountId: string
    userId: string
    providerId: string
    password: string | null
    updatedAt: Moment
  }
  auth_verification: { id: string; identifier: string; value: string; expiresAt: Moment }
  auth_passkey: { id: string; userId: string }
  auth_two_factor: { id: string; userId: string }
  auth_invitation: {
    id: string
    token_hash: string
    email: string
    role: string
    profession: string | null
    organisation: string
    invited_by: string | null
    created_at: Generated<Date>
    expires_at: Moment
    accepted_at: Date | null
  }
  auth_attempt: { subject_hash: string; failures: number; blocked_until: Moment }
}

/** How sure we are of who this is. `full`: a passkey, or two factors; `partial`: enough to set one of them up. */
export type Assurance = 'full' | 'partial'

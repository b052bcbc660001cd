import { hashPassword } from 'better-auth/crypto'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Actor } from '#platform/access'
import { AsyliaError } from '#platform/errors'
import * as accounts from './accounts.ts'
import { hasFactor } from './assurance.ts'
import { type Invitation, inviteUser, listInvitations } from './invitations.ts'
import { absoluteSeconds, openLibrary, passkeyParty } from './library.ts'
import type { Assurance, AuthTables } from './tables.ts'

export type AuthOptions = {
  /** Logs in as `asylia_auth`: reads and writes `auth_*` and nothing else. */
  pool: pg.Pool
  publicUrl: string
  /** At least 32 characters from outside the database: it signs cookies and encrypts second factors. */
  secret: string
  oidc?: { issuer: string; clientId: string; clientSecret: string } | undefined
  /** The roles an account may have, each with the purpose it acts under when a route names none. */
  roles: Readonly<Record<string, string>>
  /** The professions whose secrets are kept apart. */
  professions?: readonly string[]
  /** Puts a beginning session on the record; when it throws, the session does not begin. */
  recordSignIn?: (actor: Actor, way: string) => Promise<void>
}

/** What a signed-in person may know of themselves and the workbench needs to greet them. */
export type Me = {
  id: string
  name: string
  email: string
  role: string
  profession: string | null
  organisation: { id: string; name: string; kind: string }
  assurance: Assurance
  /** Whether a passkey or second factor is set up at all: a `partial` session without one should set one up. */
  hasFactor: boolean
}

/** The role of a session that has yet to show its second factor: the access table does not know it. */
const unconfirmed = 'unconfirmed'

export type Auth = ReturnType<typeof openAuth>

/** Accounts, sessions and sign-in: the one place that knows who someone is. */
export function openAuth(options: AuthOptions) {
  const { pool, publicUrl, secret, oidc, roles, professions = [], recordSignIn } = options
  const db = new Kysely<AuthTables>({ dialect: new PostgresDialect({ pool }) })
  const actorOf = (user: {
    id: string
    role: string
    profession?: string | null | undefined
    organisation: string
  }): Actor => ({
    id: user.id,
    role: user.role,
    organisation: user.organisation,
    purpose: roles[user.role] ?? 'none',
    profession: user.profession ?? undefined,
  })
  const library = openLibrary({
    db,
    publicUrl,
    secret,
    oidc,
    async recordSignIn(id, way) {
      const user = await accounts.findUser(db, { id })
      if (user) await recordSignIn?.(actorOf(user), way)
    },
  })

  async function session(request: Request, setCookie: (cookie: string) => void) {
    const { response, headers } = await library.api.getSession({
      headers: request.headers,
      returnHeaders: true,
    })
    for (const cookie of headers.getSetCookie()) setCookie(cookie)
    if (response === null) return null
    const { user, session } = response
    if (user.lockedAt) throw new AsyliaError('access.locked', 'an administrator has locked this account')
    if (session.createdAt.getTime() + absoluteSeconds * 1000 <= Date.now()) {
      await db.deleteFrom('auth_session').where('id', '=', session.id).execute()
      return null
    }
    return { user, assurance: session.assurance as Assurance }
  }

  function requireRole(role: string): void {
    if (role in roles) return
    throw new AsyliaError('input.invalid', `role: expected one of ${Object.keys(roles).join(', ')}`)
  }

  function requireProfession(profession: string | null | undefined): void {
    if (profession === null || profession === undefined || professions.includes(profession)) return
    throw new AsyliaError('input.invalid', `profession: expected one of ${professions.join(', ')}`)
  }

  return {
    /** better-auth's own handler, for the addresses in `auth.routes.ts` and no others. */
    handler: (request: Request): Promise<Response> => library.handler(request),
    publicUrl,
    hasOidc: oidc !== undefined,
    /** Where passkeys work: not at an address made of numbers. */
    passkeyOrigins: passkeyParty(publicUrl).origin,

    /**
     * Who sends this request. With only one factor shown, `selfOnly` routes get an actor whose role opens nothing,
     * and all others an `access.second-factor-missing`.
     */
    async authenticate(
      request: Request,
      {
        setCookie = () => {},
        selfOnly = false,
      }: { setCookie?: (cookie: string) => void; selfOnly?: boolean } = {},
    ): Promise<Actor | null> {
      const found = await session(request, setCookie)
      if (found === null) return null
      const { user, assurance } = found
      if (assurance === 'full') return actorOf(user)
      if (selfOnly) return { id: user.id, role: unconfirmed, organisation: null, purpose: 'none' }
      throw new AsyliaError(
        'access.second-factor-missing',
        (await hasFactor(db, user.id))
          ? 'sign in with your passkey or your second factor'
          : 'set up a passkey or a second factor first',
      )
    },

    /** The signed-in person, whatever their assurance; null when nobody is. */
    async whoIs(request: Request): Promise<Me | null> {
      const found = await session(request, () => {})
      const user = found && (await accounts.findUser(db, { id: found.user.id }))
      if (!found || !user) return null
      const { id, name, email, role, profession, organisation, organisationName, organisationKind } = user
      return {
        id,
        name,
        email,
        role,
        profession,
        organisation: { id: organisation, name: organisationName, kind: organisationKind },
        assurance: found.assurance,
        hasFactor: await hasFactor(db, id),
      }
    },

    createOrganisation: (organisation: { name: string; kind: string }) =>
      accounts.createOrganisation(db, organisation),
    listOrganisations: () => accounts.listOrganisations(db),

    /** Makes an account at once: for the terminal and the demo. People are invited. */
    async createUser({ password, ...user }: Omit<accounts.NewUser, 'passwordHash'> & { password?: string }) {
      requireRole(user.role)
      requireProfession(user.profession)
      const hash = password === undefined ? {} : { passwordHash: await hashPassword(password) }
      return accounts.createUser(db, { ...user, ...hash })
    },
    listUsers: (organisation?: string) => accounts.listUsers(db, organisation),
    findUser: (by: { id: string } | { email: string }) => accounts.findUser(db, by),
    setLocked: (lock: { userId: string; organisation?: string; locked: boolean }) =>
      accounts.setLocked(db, lock),
    /** Changes whose secrets somebody keeps; they sign in anew. */
    setProfession(change: { userId: string; organisation: string; profession: string | null }) {
      requireProfession(change.profession)
      return accounts.setProfession(db, change)
    },
    /** Panic lock: ends all of one's own sessions at once; how many there were. */
    endSessions: (userId: string) => accounts.endSessions(db, userId),
    removeFactors: (userId: string) => accounts.removeFactors(db, userId),

    /** A first password for the signed-in person; with one factor shown, only while the account has none at all. */
    async choosePassword(request: Request, password: string): Promise<void> {
      const found = await session(request, () => {})
      if (found === null) throw new AsyliaError('access.signed-out', 'no session')
      if (found.assurance === 'partial' && (await hasFactor(db, found.user.id))) {
        throw new AsyliaError(
          'access.second-factor-missing',
          'sign in with your passkey or your second factor',
        )
      }
      await accounts.addPassword(db, found.user.id, await hashPassword(password))
    },

    /** An address that signs this user in once. It opens data for accounts of the demo only; others set up a factor. */
    async signInLink(email: string, minutes = 15): Promise<string> {
      const token = await accounts.createLinkToken(db, email, minutes)
      return `${publicUrl}/api/auth/magic-link/verify?token=${token}&callbackURL=%2F&errorCallbackURL=%2Fsign-in`
    },

    /** Invites someone; the link leads to the page where they choose how to sign in. */
    async inviteUser(invitation: {
      email: string
      role: string
      profession?: string | null | undefined
      organisation: string
      invitedBy: string | null
    }) {
      requireRole(invitation.role)
      requireProfession(invitation.profession)
      const { id, token, expiresAt } = await inviteUser(db, invitation)
      return { id, link: `${publicUrl}/invitation#${token}`, expiresAt }
    },
    listInvitations: (organisation: string): Promise<Invitation[]> => listInvitations(db, organisation),

    /** Removes sessions, links and invitations that have run out; once an hour is plenty. */
    async sweep(now = new Date()): Promise<void> {
      await db.deleteFrom('auth_session').where('expiresAt', '<', now).execute()
      await db.deleteFrom('auth_verification').where('expiresAt', '<', now).execute()
      await db
        .deleteFrom('auth_attempt')
        .where('blocked_until', '<', new Date(now.getTime() - 86_400_000))
        .execute()
    },
  }
}

import { randomUUID } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { magicLink } from 'better-auth/plugins/magic-link'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Kysely } from 'kysely'
import { assuranceOf, raiseAssurance, requireEnrolmentRight } from './assurance.ts'
import { countAttempt, requireUnblocked } from './attempts.ts'
import { invitations } from './invitations.ts'
import type { AuthTables } from './tables.ts'
import { hashToken } from './tokens.ts'

/** Idle sessions end after this long; each use begins it anew. */
export const idleSeconds = 30 * 60
/** Sessions end after this long, used or not. */
export const absoluteSeconds = 12 * 60 * 60

export type LibraryOptions = {
  db: Kysely<AuthTables>
  publicUrl: string
  /** Signs cookies and encrypts second factors; 32 bytes or more, kept outside the database. */
  secret: string
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined
  /** Puts the beginning of a session on the record; when it throws, the session does not begin. */
  recordSignIn?: (userId: string, way: string) => Promise<void>
}

/** better-auth, told what Asylia decided: docs/decisions/sign-in.md. */
export function openLibrary(options: LibraryOptions) {
  return betterAuth(libraryOptions(options))
}

/** A passkey belongs to a name, never to an address made of numbers; on one machine that name is localhost. */
export function passkeyParty(publicUrl: string): { rpID: string; origin: string[] } {
  const { hostname, port, origin, protocol } = new URL(publicUrl)
  const loopback = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0']
  if (!loopback.includes(hostname)) return { rpID: hostname, origin: [origin] }
  const at = (name: string) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`
  return { rpID: 'localhost', origin: [...new Set([origin, at('localhost'), at('127.0.0.1')])] }
}

export function libraryOptions({ db, publicUrl, secret, oidc, recordSignIn }: LibraryOptions) {
  const https = publicUrl.startsWith('https:')
  const party = passkeyParty(publicUrl)
  return {
    appName: 'Asylia',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: party.origin,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    // Its messages quote addresses and origins; ours are in `#platform/log` and in the audit log.
    logger: { disabled: true },
    // By address it would punish a whole office; `attempts.ts` counts by account instead.
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: () => randomUUID() },
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      cookiePrefix: https ? '__Host-asylia' : 'asylia',
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: 'strict', path: '/' },
      // The one cookie that must survive coming back from the organisation's own sign-in page.
      cookies: {
        state: { attributes: { sameSite: 'lax' } },
        oauth_state: { attributes: { sameSite: 'lax' } },
      },
    },
    user: {
      modelName: 'auth_user',
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        profession: { type: 'string', required: false, input: false },
        organisation: { type: 'string', required: true, input: false },
        demo: { type: 'boolean', required: false, input: false },
        lockedAt: { type: 'date', required: false, input: false },
      },
    },
    session: {
      modelName: 'auth_session',
      expiresIn: idleSeconds,
      updateAge: 60,
      additionalFields: { assurance: { type: 'string', required: true, input: false } },
    },
    account: {
      modelName: 'auth_account',
      accountLinking: { enabled: true, trustedProviders: ['oidc'] },
      encryptOAuthTokens: true,
    },
    verification: { modelName: 'auth_verification' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const assurance = await assuranceOf(db, session.userId, context?.path)
            await recordSignIn?.(session.userId, context?.path ?? '')
            const expiresAt = new Date(Date.now() + idleSeconds * 1000)
            return { data: { ...session, assurance, expiresAt, ipAddress: '', userAgent: '' } }
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        await requireEnrolmentRight(db, context)
        await requireUnblocked(db, secret, context)
        if (context.body?.trustDevice) throw new APIError('BAD_REQUEST', { code: 'TRUST_DEVICE_OFF' })
      }),
      after: createAuthMiddleware(async (context) => {
        const { returned } = context.context
        await countAttempt(db, secret, context, returned)
        await raiseAssurance(db, context, returned)
        // The library asks for user verification where convenient; a passkey alone is enough only with it.
        if (context.path === '/passkey/generate-authenticate-options') {
          return context.json({ ...(returned as object), userVerification: 'required' })
        }
        return undefined
      }),
    },
    plugins: [
      passkey({
        rpName: 'Asylia',
        rpID: party.rpID,
        origin: party.origin,
        schema: { passkey: { modelName: 'auth_passkey' } },
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => {
            requireVerifiedUser(verification.registrationInfo?.userVerified)
          },
        },
        authentication: {
          afterVerification: async ({ verification }) => {
            requireVerifiedUser(verification.authenticationInfo.userVerified)
          },
        },
      }),
      twoFactor({ issuer: 'Asylia', schema: { twoFactor: { modelName: 'auth_two_factor' } } }),
      magicLink({
        disableSignUp: true,
        storeToken: { type: 'custom-hasher', hash: async (token) => hashToken(token) },
        // Links are made by `signInLink` and handed over by a person; nothing here sends mail.
        sendMagicLink: async () => {},
      }),
      invitations(db),
      ...(oidc === undefined
        ? []
        : [
            genericOAuth({
              config: [
                {
                  providerId: 'oidc',
                  discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  scopes: ['openid', 'email', 'profile'],
                  pkce: true,
                  requireIdTokenVerification: true,
                  disableSignUp: true,
                  disableImplicitSignUp: true,
                },
              ],
            }),
          ]),
    ],
  } satisfies BetterAuthOptions
}

function requireVerifiedUser(verified: boolean | undefined): void {
  if (verified !== true) throw new APIError('FORBIDDEN', { code: 'USER_VERIFICATION_MISSING' })
}

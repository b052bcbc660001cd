import { z } from 'zod'
import type { AccessModel } from '#platform/access'
import { AsyliaError } from '#platform/errors'
import { type Endpoint, endpoint } from '#platform/http'
import type { Auth } from './auth.ts'
import { signInEndpoints } from './sign-in.routes.ts'

const administration = (action: string) => ({ resource: 'account', action, purpose: 'administration' })
const UserId = z.object({ id: z.uuid() })
const Moment = z.date().transform((date) => date.toISOString())

const Me = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  profession: z.string().nullable().describe('Whose secrets they keep; privileged notes stay within it'),
  organisation: z.object({ id: z.uuid(), name: z.string(), kind: z.string() }),
  assurance: z.enum(['full', 'partial']).describe('partial: only a passkey or second factor can be set up'),
  hasFactor: z.boolean(),
  permissions: z
    .array(z.object({ resource: z.string(), action: z.string(), purposes: z.array(z.string()) }))
    .describe('What the role may do at all; which rows, the database decides'),
  languages: z.array(z.string()),
})

const User = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  profession: z.string().nullable(),
  lockedAt: Moment.nullable(),
  factors: z.object({ passkeys: z.int(), totp: z.boolean() }),
})

const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.string(),
  profession: z.string().nullable(),
  createdAt: Moment,
  expiresAt: Moment,
  acceptedAt: Moment.nullable(),
})

type Dependencies = { auth: Auth; access: AccessModel; languages: readonly string[] }

/** Signing in and out, oneself, and the accounts of one's own organisation. */
export function authEndpoints(dependencies: Dependencies): Endpoint[] {
  const { auth } = dependencies
  return [...signInEndpoints(auth), ...selfEndpoints(dependencies), ...accountEndpoints(auth)]
}

function selfEndpoints({ auth, access, languages }: Dependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/me',
      summary: 'Who I am and what my role may do',
      access: 'signed-in',
      answer: Me,
      async handle({ context }) {
        const me = await auth.whoIs(context.req.raw)
        if (!me) throw new AsyliaError('access.signed-out', 'no session')
        const permissions = me.assurance === 'full' ? permissionsOf(access, me.role) : []
        return { ...me, permissions, languages: [...languages] }
      },
    }),
    endpoint({
      method: 'post',
      path: '/auth/lock',
      summary: 'Panic lock: end all my sessions, everywhere, now',
      access: 'signed-in',
      answer: z.object({ ended: z.int() }),
      async handle({ actor, context }) {
        const ended = await auth.endSessions(actor.id)
        context.header('clear-site-data', '"cache", "cookies", "storage"')
        return { ended }
      },
    }),
    endpoint({
      method: 'post',
      path: '/auth/password',
      summary: 'Choose my first password, after coming in by a link; TOTP is set up with it',
      access: 'signed-in',
      body: z.object({ password: z.string().min(12).max(256) }),
      answer: z.object({ chosen: z.literal(true) }),
      async handle({ context, body }) {
        await auth.choosePassword(context.req.raw, body.password)
        return { chosen: true as const }
      },
    }),
    endpoint({
      method: 'get',
      path: '/auth/colleagues',
      summary: 'The people of my organisation, to hand work to',
      access: 'signed-in',
      answer: z.array(
        z.object({ id: z.uuid(), name: z.string(), role: z.string(), profession: z.string().nullable() }),
      ),
      async handle({ actor }) {
        if (actor.organisation === null)
          throw new AsyliaError('access.second-factor-missing', 'sign in fully first')
        const users = await auth.listUsers(actor.organisation)
        return users
          .filter((user) => user.lockedAt === null)
          .map(({ id, name, role, profession }) => ({ id, name, role, profession }))
      },
    }),
  ]
}

function accountEndpoints(auth: Auth): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/auth/users',
      summary: 'The accounts of my organisation',
      access: administration('read'),
      answer: z.array(User),
      handle: async ({ actor }) => auth.listUsers(organisationOf(actor)),
    }),
    ...([true, false] as const).map((locked) =>
      endpoint({
        method: 'post',
        path: `/auth/users/{id}/${locked ? 'lock' : 'unlock'}`,
        summary: locked ? 'Lock an account and end its sessions' : 'Open a locked account again',
        access: administration('update'),
        params: UserId,
        answer: z.object({ locked: z.boolean() }),
        async handle({ actor, params }) {
          const found = await auth.setLocked({
            userId: params.id,
            organisation: organisationOf(actor),
            locked,
          })
          if (!found) throw new AsyliaError('auth.not-found', 'no such account in this organisation')
          return { locked }
        },
      }),
    ),
    endpoint({
      method: 'post',
      path: '/auth/users/{id}/recover',
      summary:
        'For someone who lost their device: remove passkeys and second factor, and give a link to set up new ones',
      access: administration('update'),
      params: UserId,
      answer: z.object({ link: z.url() }),
      async handle({ actor, params }) {
        const user = await auth.findUser({ id: params.id })
        if (!user || user.organisation !== organisationOf(actor)) {
          throw new AsyliaError('auth.not-found', 'no such account in this organisation')
        }
        await auth.removeFactors(user.id)
        return { link: await auth.signInLink(user.email, 60) }
      },
    }),
    endpoint({
      method: 'put',
      path: '/auth/users/{id}/profession',
      summary: 'Say whose secrets somebody keeps; their sessions end',
      access: administration('update'),
      params: UserId,
      body: z.object({ profession: z.string().nullable() }),
      answer: z.object({ profession: z.string().nullable() }),
      async handle({ actor, params, body }) {
        const { profession } = body
        const found = await auth.setProfession({
          userId: params.id,
          organisation: organisationOf(actor),
          profession,
        })
        if (!found) throw new AsyliaError('auth.not-found', 'no such account in this organisation')
        return { profession }
      },
    }),
    endpoint({
      method: 'get',
      path: '/auth/invitations',
      summary: 'Whom my organisation has invited',
      access: administration('read'),
      answer: z.array(Invitation),
      handle: async ({ actor }) => auth.listInvitations(organisationOf(actor)),
    }),
    endpoint({
      method: 'post',
      path: '/auth/invitations',
      summary: 'Invite someone into my organisation; the link is shown once and works once, for seven days',
      access: administration('create'),
      body: z.object({ email: z.email(), role: z.string(), profession: z.string().nullable().optional() }),
      answer: z.object({ id: z.uuid(), link: z.url(), expiresAt: Moment }),
      status: 201,
      handle: async ({ actor, body }) =>
        auth.inviteUser({ ...body, organisation: organisationOf(actor), invitedBy: actor.id }),
    }),
  ]
}

function organisationOf(actor: { organisation: string | null }): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this is for members of an organisation')
  return actor.organisation
}

function permissionsOf(access: AccessModel, role: string) {
  const rules = access.rules.filter((rule) => rule.role === role)
  return rules.flatMap(({ resource, actions, purposes }) =>
    actions.map((action) => ({ resource, action, purposes: [...purposes] })),
  )
}

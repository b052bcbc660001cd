import { z } from 'zod'
import type { Actor } from '#platform/access'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { countOlder } from './older-doors.store.ts'
import {
  becomeRecipient,
  changePassphrase,
  findDoor,
  listRecipients,
  removeRecipient,
  shareDoor,
  unlockDoors,
} from './recipients.store.ts'
import { sessionOf, unlockedDoors } from './unlocked.ts'

const keys = (action: string) => ({ resource: 'recipient', action, purpose: 'intake' })

/** Long enough that guessing at a stolen key under scrypt is hopeless; a sentence is easier to keep than a password. */
export const Passphrase = z.string().min(16).max(500)

export const KeyState = z.object({
  sealed: z.boolean().describe('Whether reports to this organisation are sealed to recipients'),
  mine: z.enum(['none', 'waiting', 'locked', 'open']).describe('What the caller can do in this session'),
  toRewrap: z
    .int()
    .describe('Reports the caller may see that are still sealed to an older door key: go on wrapping them'),
  recipients: z.array(z.object({ userId: z.string(), admitted: z.boolean(), joinedOn: z.string() })),
})
export type KeyState = z.infer<typeof KeyState>

/** Recipients' keys: taking one, unlocking for the session, admitting a colleague, taking one out. */
export function sealingEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/keys',
      summary: 'Who can open sealed reports of the own organisation, and whether the caller can now',
      access: keys('read'),
      answer: KeyState,
      handle: ({ actor, db, context }) =>
        db.as(actor, async (trx) => {
          const door = await findDoor(trx, organisationOf(actor))
          const recipients = await listRecipients(trx, door)
          const me = recipients.find(({ userId }) => userId === actor.id)
          const isOpen = door !== undefined && unlockedDoors.holds(sessionOf(context.req.raw, actor), door.id)
          const admitted = me?.admitted ? (isOpen ? 'open' : 'locked') : 'waiting'
          return {
            sealed: door !== undefined,
            mine: me ? (admitted as KeyState['mine']) : ('none' as const),
            toRewrap: await countOlder(trx, organisationOf(actor)),
            recipients,
          }
        }),
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys',
      summary: 'Take a key of one’s own under a passphrase; the first one seals the door of the organisation',
      description:
        'The passphrase is stored nowhere: who forgets it needs a colleague to admit them anew. From the first key on, reports to this organisation are sealed to its recipients.',
      access: keys('create'),
      body: z.object({ passphrase: Passphrase }),
      status: 204,
      handle: async ({ actor, db, body }) => {
        const organisation = organisationOf(actor)
        await db.as(actor, (trx) => becomeRecipient(trx, { ...actor, organisation }, body.passphrase))
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys/unlock',
      summary: 'Open sealed reports for this session, until half an hour passes without use',
      access: keys('read'),
      body: z.object({ passphrase: z.string().max(500) }),
      status: 204,
      handle: async ({ actor, db, body, context }) => {
        const doors = await db.as(actor, (trx) => unlockDoors(trx, actor, body.passphrase))
        unlockedDoors.open(sessionOf(context.req.raw, actor), doors)
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys/lock',
      summary: 'Wipe the opened keys of this session from memory',
      access: keys('read'),
      status: 204,
      handle: async ({ actor, context }) => {
        unlockedDoors.close(sessionOf(context.req.raw, actor))
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'put',
      path: '/intake/keys/passphrase',
      summary: 'Change the passphrase of one’s own key',
      access: keys('update'),
      body: z.object({ old: z.string().max(500), new: Passphrase }),
      status: 204,
      handle: async ({ actor, db, body }) => {
        await db.as(actor, (trx) => changePassphrase(trx, actor, body))
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys/recipients/{id}',
      summary: 'Admit a colleague who has taken a key: they can then open what the caller can',
      access: keys('create'),
      params: z.object({ id: z.uuid() }),
      status: 204,
      handle: async ({ actor, db, params, context }) => {
        const unlocked = unlockedDoors.of(sessionOf(context.req.raw, actor))
        if (!unlocked) throw new AsyliaError('intake.locked', 'unlock with your own passphrase first')
        await db.as(actor, async (trx) => {
          for (const [id, privateKey] of unlocked.doors) await shareDoor(trx, { id, privateKey }, params.id)
        })
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'delete',
      path: '/intake/keys/recipients/{id}',
      summary: 'Take a recipient out: make a new door key after it',
      access: keys('delete'),
      params: z.object({ id: z.uuid() }),
      status: 204,
      handle: async ({ actor, db, params }) => {
        await db.as(actor, async (trx) =>
          removeRecipient(trx, await findDoor(trx, organisationOf(actor)), params.id),
        )
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

export function organisationOf(actor: Actor): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this needs a member of an organisation')
  return actor.organisation
}

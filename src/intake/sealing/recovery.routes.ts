import { z } from 'zod'
import { locked } from './content-keys.ts'
import { endpoint, type Endpoint } from '#platform/http'
import { organisationOf, Passphrase } from './sealing.routes.ts'
import { recoverDoors, splitDoors } from './recovery.store.ts'
import { sessionOf, unlockedDoors } from './unlocked.ts'

const access = { resource: 'recipient', action: 'create', purpose: 'intake' }

/** Lines for colleagues to keep. */
export const DoorShares = z.object({ shares: z.array(z.string()) })
export type DoorShares = z.infer<typeof DoorShares>

/** Sealed reports brought back by several colleagues when every passphrase is forgotten. */
export function recoveryEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/intake/keys/shares',
      summary:
        'Divide the door key into shares for colleagues, some of which bring it back; none is kept here',
      access,
      body: z.object({ need: z.int().min(2).max(20), of: z.int().min(2).max(20) }),
      answer: DoorShares,
      handle: async ({ actor, db, body, context }) => {
        const unlocked = unlockedDoors.of(sessionOf(context.req.raw, actor))
        if (!unlocked) throw locked()
        const member = { ...actor, organisation: organisationOf(actor) }
        return { shares: await db.as(member, (trx) => splitDoors(trx, member, unlocked.doors, body)) }
      },
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys/recover',
      summary: 'Take a new key by colleagues’ shares, when one’s own passphrase is forgotten',
      access,
      body: z.object({ shares: z.array(z.string().max(2_000)).min(2).max(20), passphrase: Passphrase }),
      status: 204,
      handle: async ({ actor, db, body }) => {
        const member = { ...actor, organisation: organisationOf(actor) }
        await db.as(member, (trx) => recoverDoors(trx, member, body))
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

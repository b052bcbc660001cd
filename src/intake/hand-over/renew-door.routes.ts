import { z } from 'zod'
import type { Actor } from '#platform/access'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import type { IntakeServices } from '../report/file-report.ts'
import { locked, openedInSession } from '../sealing/content-keys.ts'
import { sessionOf, unlockedDoors } from '../sealing/unlocked.ts'
import { makeNewDoor, rewrapReports } from './renew-door.ts'

const access = { resource: 'recipient', action: 'create', purpose: 'intake' }
const WORK_MS = 15_000
const Left = z.object({ left: z.int().describe('Reports still to be wrapped anew: ask again until it is 0') })

/** After a recipient left: a new door key, and every report's key wrapped to it. */
export function renewDoorEndpoints({ vault }: IntakeServices): Endpoint[] {
  const work = async (request: Request, actor: Actor, db: IntakeServices['db'], isNew: boolean) => {
    const unlocked = unlockedDoors.of(sessionOf(request, actor))
    if (!unlocked) throw locked()
    const member = { ...actor, organisation: organisationOf(actor) }
    if (isNew) await db.as(member, (trx) => makeNewDoor(trx, member, unlocked))
    // Each key is needed once: a session that kept them all would hold every report's.
    const opener = openedInSession(request, actor, false)
    return { left: await rewrapReports({ db, vault }, member, opener, Date.now() + WORK_MS) }
  }
  return [
    endpoint({
      method: 'post',
      path: '/intake/keys/door',
      summary: 'Make a new door key after a recipient has left, and begin to wrap reports to it',
      access,
      answer: Left,
      limits: { ms: 60_000 },
      handle: ({ actor, db, context }) => work(context.req.raw, actor, db, true),
    }),
    endpoint({
      method: 'post',
      path: '/intake/keys/door/rewrap',
      summary: 'Go on wrapping reports to the current door key; may be stopped and asked again at any time',
      access,
      answer: Left,
      limits: { ms: 60_000 },
      handle: ({ actor, db, context }) => work(context.req.raw, actor, db, false),
    }),
  ]
}

function organisationOf(actor: Actor): string {
  if (actor.organisation === null)
    throw new AsyliaError('access.denied', 'this needs a member of an organisation')
  return actor.organisation
}

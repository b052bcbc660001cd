import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import { BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import type { IntakeServices } from '../report/file-report.ts'
import { getReport, type ReportRow } from '../report/report.store.ts'
import { openedInSession } from '../sealing/content-keys.ts'
import { findDoor } from '../sealing/recipients.store.ts'
import { sessionOf, unlockedDoors } from '../sealing/unlocked.ts'
import { Duplicates, findDuplicates, markKey, Verdict } from './duplicates.ts'
import { decide, decisionsOn, undecide } from './marks.store.ts'

const access = (action: string) => ({ resource: 'duplicate', action, purpose: 'intake' })
const ById = z.object({ id: z.uuid() })
const Pair = z.object({ id: z.uuid(), other: z.uuid() })

/** Reports that may tell of one event, with why; a person decides. */
export function duplicatesEndpoints({ vault, keyring, now }: IntakeServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/reports/{id}/duplicates',
      summary: 'Reports that may tell of the same event, each with its reasons and what speaks against it',
      description:
        'Compares what this session can open; a report the caller is recused from is never among them.',
      access: access('read'),
      params: ById,
      answer: Duplicates,
      handle: ({ actor, db, params, context }) =>
        db.as(actor, async (trx) => {
          const opener = openedInSession(context.req.raw, actor)
          const found = await getReport(trx, vault, opener, params.id)
          const key = await keyFor(trx, context.req.raw, actor, found)
          if (key === null || found.key === 'locked')
            return { suggestions: [], decided: await decisionsOn(trx, found.id), notCompared: 1 }
          return findDuplicates({ trx, vault }, opener, key, found)
        }),
    }),
    endpoint({
      method: 'put',
      path: '/intake/reports/{id}/duplicates/{other}',
      summary: 'Say whether two reports tell of the same event, of related ones, or of different ones',
      access: access('update'),
      params: Pair,
      body: z.object({ verdict: Verdict }),
      status: 204,
      handle: async ({ actor, db, params, body, context }) => {
        if (params.id === params.other) throw new BadInput('found one report twice, expected two')
        await db.as(actor, async (trx) => {
          const opener = openedInSession(context.req.raw, actor)
          const found = await getReport(trx, vault, opener, params.id)
          const other = await getReport(trx, vault, opener, params.other)
          const pair = { a: found.id, b: other.id, organisationId: found.organisationId }
          const on = now().toISOString().slice(0, 10)
          await decide(trx, pair, body.verdict, { userId: actor.id, on })
        })
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'delete',
      path: '/intake/reports/{id}/duplicates/{other}',
      summary: 'Take back what was said of two reports: they may be suggested again',
      access: access('delete'),
      params: Pair,
      status: 204,
      handle: async ({ actor, db, params, context }) => {
        await db.as(actor, async (trx) => {
          const found = await getReport(trx, vault, openedInSession(context.req.raw, actor), params.id)
          await undecide(trx, found.id, params.other)
        })
        return new Response(null, { status: 204 })
      },
    }),
  ]

  /** Null: the organisation has a door key and this session has not opened it. */
  async function keyFor(trx: Transaction, request: Request, actor: Actor, { organisationId }: ReportRow) {
    const door = await findDoor(trx, organisationId)
    if (!door) return markKey(keyring, null)
    const privateKey = unlockedDoors.of(sessionOf(request, actor))?.doors.get(door.id)
    return privateKey ? markKey(keyring, { id: door.id, privateKey }) : null
  }
}

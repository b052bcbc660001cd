import { z } from 'zod'
import { PlainDate } from '#model'
import { endpoint, type Endpoint } from '#platform/http'
import { entrust } from './life.store.ts'
import { listTrackRecord } from './track-record.store.ts'

/** Who answers for a warning and by when; and how warnings of each kind turned out so far. */
export function warningEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'patch',
      path: '/places/warnings/{id}',
      summary: 'Hands a warning to a colleague, or sets by when it should be decided',
      access: { resource: 'warning', action: 'update', purpose: 'analysis' },
      params: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) }),
      body: z.object({ owner: z.uuid().optional(), dueOn: PlainDate.optional() }),
      answer: z.object({ id: z.string() }),
      async handle({ params, body, db, actor }) {
        await db.as(actor, (trx) => entrust(trx, params.id, body))
        return { id: params.id }
      },
    }),
    endpoint({
      method: 'get',
      path: '/places/track-record',
      summary:
        'How warnings of each kind turned out: real, awareness, an error in the data, or never decided',
      access: { resource: 'warning', action: 'read', purpose: 'analysis' },
      answer: z.object({ records: z.array(z.looseObject({ kind: z.string(), decided: z.number() })) }),
      async handle({ db, actor }) {
        const today = new Date().toISOString().slice(0, 10)
        return { records: await db.as(actor, (trx) => listTrackRecord(trx, today)) }
      },
    }),
  ]
}

import { z } from 'zod'
import { newId } from '#model'
import type { Vault } from '#platform/crypto'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from './case.ts'
import { getCase } from './case.store.ts'
import { addEvent, EVENT_NOTE, listEvents } from './event.store.ts'

const ByCode = z.object({ code: CaseCode })

/** Notes in a worker's own words: sealed under the case's key, summaries rather than testimony. */
export function noteRoutes(vault: Vault): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/cases/{code}/notes',
      summary: 'Add a note to the time line; write a summary, never testimony word for word',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: z.object({ text: z.string().trim().min(1).max(20_000) }),
      answer: z.object({ id: z.string() }),
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const sealedNote = await vault.seal(trx, found.id, body.text, EVENT_NOTE)
          return { id: await addEvent(trx, actor, found, { id: newId(), kind: 'note', sealedNote }) }
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/notes',
      summary: 'The notes of a case, newest first',
      access: { resource: 'case', action: 'read', purpose: 'protection' },
      params: ByCode,
      answer: z.object({
        notes: z.array(z.object({ id: z.string(), at: z.string(), actor: z.string(), text: z.string() })),
      }),
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          const notes = []
          for (const row of await listEvents(trx, found.id)) {
            if (row.note === null) continue
            notes.push({
              id: row.id,
              at: row.at.toISOString(),
              actor: row.actor,
              text: await vault.open(trx, found.id, row.note, EVENT_NOTE),
            })
          }
          return { notes }
        }),
    }),
  ]
}

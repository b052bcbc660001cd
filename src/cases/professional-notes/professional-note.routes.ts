import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { CaseCode } from '../record/case.ts'
import { getCase } from '../record/case.store.ts'
import { requirePerson } from '../safety/safety.routes.ts'
import { NewProfessionalNote, ProfessionalNote } from './professional-note.ts'
import { insertProfessionalNote, listProfessionalNotes } from './professional-note.store.ts'

const access = (action: string) => ({ resource: 'professional_note', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const Notes = z.object({ notes: z.array(ProfessionalNote) })

/** Notes under a profession's secrecy. A note one may not read answers as one that does not exist. */
export function professionalNoteRoutes(vault: Vault): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/professional-notes',
      summary: 'The privileged notes of my own profession on this case',
      access: access('read'),
      params: ByCode,
      answer: Notes,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => ({
          notes: await listProfessionalNotes(trx, vault, (await getCase(trx, params.code)).id),
        })),
    }),
    endpoint({
      method: 'get',
      path: '/cases/{code}/professional-notes/{id}',
      summary: 'One privileged note of my own profession',
      access: access('read'),
      params: ByCode.extend({ id: z.uuid() }),
      answer: ProfessionalNote,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const notes = await listProfessionalNotes(trx, vault, (await getCase(trx, params.code)).id)
          const note = notes.find(({ id }) => id === params.id)
          if (!note) throw new AsyliaError('cases.not-found', 'no such note')
          return note
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/professional-notes',
      summary: 'Write a note that stays within my profession: sealed, in no time line, conference or export',
      access: access('create'),
      params: ByCode,
      body: NewProfessionalNote,
      answer: Notes,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await requirePerson(trx, found.id, body.personId)
          await insertProfessionalNote(trx, vault, actor, found, body)
          return { notes: await listProfessionalNotes(trx, vault, found.id) }
        }),
    }),
  ]
}

import { z } from 'zod'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { announce } from '#platform/jobs'
import { CaseCode } from '../record/case.ts'
import { type CaseRow, changeCase, getCase } from '../record/case.store.ts'
import { getCaseToClose } from '../record/closed.store.ts'
import { addEvent, EVENT_NOTE } from '../record/event.store.ts'
import { raiseTrigger } from '../safety/triggers.ts'
import {
  Closing,
  FollowUp,
  FollowUpChange,
  NewClosing,
  Pathway,
  REOPENING_REASONS,
  StillOpen,
} from './follow-up.ts'
import {
  changePathway,
  insertClosing,
  insertPathway,
  listAfter,
  reopenClosing,
  settleFollowUp,
} from './follow-up.store.ts'
import { listStillOpen } from './still-open.store.ts'

const access = (action: string) => ({ resource: 'after_closing', action, purpose: 'protection' })
const ByCode = z.object({ code: CaseCode })
const ById = ByCode.extend({ id: z.uuid() })
const Version = z.int().min(1)

export const AfterPage = z.object({
  closings: z.array(Closing),
  followUps: z.array(FollowUp),
  pathways: z.array(Pathway),
  stillOpen: z
    .array(StillOpen)
    .describe('What would run on if the case were closed now; empty once it is closed'),
})
export type AfterPage = z.infer<typeof AfterPage>

/** The case's end and what comes after: closing with a reason, contacts if safe, return and reintegration, reopening. */
export function followUpRoutes(vault: Vault, today: () => string, now: () => Date): Endpoint[] {
  const after = async (trx: Transaction, found: CaseRow): Promise<AfterPage> => ({
    ...(await listAfter(trx, vault, found.id)),
    stillOpen: found.status === 'closed' ? [] : await listStillOpen(trx, found, now()),
  })
  return [
    endpoint({
      method: 'get',
      path: '/cases/{code}/after',
      summary: 'Closings with their reasons, contacts after closing, ways onward',
      access: access('read'),
      params: ByCode,
      answer: AfterPage,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => after(trx, await getCase(trx, params.code))),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/closing',
      summary: 'Close a case, with the reason; contacts are planned only where contact is safe',
      description:
        'While something still runs (immediate danger, a bed, a partner that was asked, a conference, a clock) it is refused with each named, until `despite` says why the case is closed all the same.',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: NewClosing,
      answer: AfterPage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCaseToClose(trx, params.code)
          if (found.status === 'closed') throw new AsyliaError('cases.conflict', 'the case is closed already')
          const open = await listStillOpen(trx, found, now())
          if (open.length > 0 && body.despite === null) {
            throw new AsyliaError(
              'cases.closing.conflict',
              `still open: ${open.map(({ kind, count }) => `${kind} (${count})`).join(', ')}; end each, or say why the case is closed despite it`,
              { open },
            )
          }
          const closed = await changeCase(trx, found, body.version, { status: 'closed' })
          await insertClosing(trx, vault, actor, found, body, today())
          await addEvent(trx, actor, found, {
            kind: 'closed',
            facts: {
              closing: body.reason,
              ...(open.length > 0 && { despite: open.map(({ kind }) => kind) }),
            },
            ...(open.length > 0 &&
              body.despite !== null && {
                sealedNote: await vault.seal(trx, found.id, body.despite, EVENT_NOTE),
              }),
          })
          await announce(trx, 'cases.closed', { case: found.id, code: found.code })
          return after(trx, closed)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/reopening',
      summary: 'Open a closed case again, with the reason',
      access: { resource: 'case', action: 'update', purpose: 'protection' },
      params: ByCode,
      body: z.object({ version: Version, because: z.enum(REOPENING_REASONS) }),
      answer: AfterPage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          if (found.status === 'open') throw new AsyliaError('cases.conflict', 'the case is open already')
          const reopened = await changeCase(trx, found, body.version, { status: 'open' })
          await reopenClosing(trx, actor, found, body.because)
          await addEvent(trx, actor, found, { kind: 'reopened', facts: { because: body.because } })
          if (body.because === 'new_danger') {
            await raiseTrigger(trx, actor, found, { trigger: 'threat', source: today() }, today())
          }
          return after(trx, reopened)
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/after/follow-ups/{id}',
      summary: 'Say how a contact after closing went; a person in danger or not reached asks for the risk',
      access: access('update'),
      params: ById,
      body: FollowUpChange,
      answer: AfterPage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await settleFollowUp(trx, vault, actor, found, params.id, body)
          await addEvent(trx, actor, found, { kind: 'followed_up', facts: { contact: body.state } })
          const told = { source: params.id }
          if (body.wellbeing === 'in_danger') {
            await raiseTrigger(trx, actor, found, { ...told, trigger: 'threat' }, today())
          } else if (body.state === 'not_reached') {
            await raiseTrigger(trx, actor, found, { ...told, trigger: 'missed_contact' }, today())
          }
          return after(trx, found)
        }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/{code}/after/pathways',
      summary: 'Note a way onward: staying, return, resettlement, reintegration',
      access: access('create'),
      params: ByCode,
      body: Pathway.omit({ version: true }).extend({ id: z.uuid().optional() }),
      answer: AfterPage,
      status: 201,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await insertPathway(trx, actor, found, body)
          await addEvent(trx, actor, found, { kind: 'pathway_noted', facts: { pathway: body.kind } })
          return after(trx, found)
        }),
    }),
    endpoint({
      method: 'patch',
      path: '/cases/{code}/after/pathways/{id}',
      summary: 'Say how far a way onward has gone, and whether it is the person’s own choice',
      access: access('update'),
      params: ById,
      body: Pathway.pick({ state: true, ownChoice: true, riskLookedAt: true })
        .partial()
        .extend({ version: Version }),
      answer: AfterPage,
      handle: ({ actor, db, params, body }) =>
        db.as(actor, async (trx) => {
          const found = await getCase(trx, params.code)
          await changePathway(trx, found.id, params.id, body)
          return after(trx, found)
        }),
    }),
  ]
}

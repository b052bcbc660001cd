import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { record } from '#platform/audit'
import type { Vault } from '#platform/crypto'
import { AsyliaError } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { readPartnerCsv } from './partner-csv.ts'
import { Partner, PartnerContact, PartnerDetails } from './partner.ts'
import {
  addPartner,
  changePartner,
  getPartner,
  keepContact,
  linkPartner,
  listPartners,
  readContact,
} from './partner.store.ts'

/** An organisation of this installation, as far as an administrator needs it to say which partner it is. */
export type KnownOrganisation = { id: string; name: string; kind: string }

const protection = (action: string) => ({ resource: 'partner', action, purpose: 'protection' })
const ById = z.object({ id: z.uuid() })

/** The partner directory: kept by the workers; which partner reads here, said by an administrator. */
export function partnerRoutes(
  vault: Vault,
  today: () => string,
  organisations: () => Promise<KnownOrganisation[]>,
): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/partners',
      summary: 'The own directory of partners, with what each offers and to whom',
      access: protection('read'),
      answer: z.object({ partners: z.array(Partner) }),
      handle: async ({ actor, db }) => ({
        partners: await db.as(actor, (trx) => listPartners(trx, today())),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/cases/partners',
      summary: 'Add a partner; sent again with the same id, it is added once',
      access: protection('create'),
      body: PartnerDetails.extend({ id: z.uuid().optional() }),
      answer: Partner,
      status: 201,
      handle: ({ actor, db, body: { id, ...details } }) =>
        db.as(actor, async (trx) => getPartner(trx, await addPartner(trx, actor, details, id), today())),
    }),
    endpoint({
      method: 'post',
      path: '/cases/partners/imports',
      summary:
        'Bring in partners from a CSV, a row for each service: new ones added, known ones changed; all or nothing',
      description:
        'Columns: name, kind, service; and country, area, languages, capacity, hours, sexes, age_from, age_to, families, unaccompanied_children, nationalities, statuses, exploitation, agreement_until.',
      access: protection('create'),
      body: z.object({ csv: z.string().min(1).max(900_000) }),
      answer: z.object({ added: z.int(), changed: z.int(), there: z.int() }),
      handle: ({ actor, db, body }) =>
        db.as(actor, async (trx) => {
          const known = new Map((await listPartners(trx, today())).map((one) => [one.name, one]))
          const counts = { added: 0, changed: 0, there: 0 }
          for (const read of readPartnerCsv(body.csv)) {
            const before = known.get(read.name)
            // A file says nothing of whether we still work with them.
            const details = { ...read, active: before?.active ?? read.active }
            if (!before) {
              await addPartner(trx, actor, details)
              counts.added++
            } else if (isDeepStrictEqual(PartnerDetails.parse(before), details)) counts.there++
            else {
              await changePartner(trx, before.id, before.version, details)
              counts.changed++
            }
          }
          return counts
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/partners/{id}',
      summary: 'Change a partner, on top of the version that was read',
      access: protection('update'),
      params: ById,
      body: PartnerDetails.extend({ version: z.int().min(1) }),
      answer: Partner,
      handle: ({ actor, db, params, body: { version, ...details } }) =>
        db.as(actor, async (trx) => {
          await getPartner(trx, params.id, today())
          await changePartner(trx, params.id, version, details)
          return getPartner(trx, params.id, today())
        }),
    }),
    endpoint({
      method: 'get',
      path: '/cases/partners/{id}/contact',
      summary: 'How to reach a partner safely; sealed, and opened on record',
      access: protection('read'),
      params: ById,
      answer: PartnerContact,
      handle: ({ actor, db, params }) =>
        db.as(actor, async (trx) => {
          const contact = await readContact(trx, vault, params.id)
          await record(trx, actor, {
            action: 'partner.contact',
            resource: 'partner',
            subject: params.id,
            why: null,
          })
          return contact
        }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/partners/{id}/contact',
      summary: 'Write down how to reach a partner; it is sealed at once',
      access: protection('update'),
      params: ById,
      body: PartnerContact,
      status: 204,
      handle: async ({ actor, db, params, body }) => {
        await db.as(actor, (trx) => keepContact(trx, vault, params.id, body))
        return new Response(null, { status: 204 })
      },
    }),
    endpoint({
      method: 'get',
      path: '/cases/partners/organisations',
      summary: 'Partners, and the organisations of this installation they could be',
      access: { resource: 'partner', action: 'link', purpose: 'administration' },
      answer: z.object({
        organisations: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
        partners: z.array(
          z.object({ id: z.string(), name: z.string(), organisation: z.string().nullable() }),
        ),
      }),
      handle: async ({ actor, db }) => ({
        organisations: (await organisations()).filter(({ id }) => id !== actor.organisation),
        partners: await db.as(actor, async (trx) => {
          const rows = await trx
            .selectFrom('cases_partner')
            .select(['id', 'name', 'account_organisation_id as organisation'])
            .orderBy('name')
            .execute()
          return rows
        }),
      }),
    }),
    endpoint({
      method: 'put',
      path: '/cases/partners/{id}/organisation',
      summary:
        'Say which organisation of this installation a partner is, so that it can read what it is given',
      access: { resource: 'partner', action: 'link', purpose: 'administration' },
      params: ById,
      body: z.object({ organisation: z.uuid().nullable() }),
      status: 204,
      handle: async ({ actor, db, params, body }) => {
        const { organisation } = body
        if (organisation !== null && !(await organisations()).some(({ id }) => id === organisation)) {
          throw new AsyliaError('cases.not-found', 'no such organisation')
        }
        if (organisation !== null && organisation === actor.organisation) {
          throw new AsyliaError('cases.partner.refused', 'a partner is another organisation than one’s own')
        }
        await db.as(actor, (trx) => linkPartner(trx, params.id, organisation))
        return new Response(null, { status: 204 })
      },
    }),
  ]
}

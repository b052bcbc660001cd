import type { Generated } from 'kysely'
import type { Actor } from '#platform/access'
import type { Vault } from '#platform/crypto'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import {
  CARE,
  htcdsServiceType,
  isEnded,
  type PlannedService,
  type ServiceOutcome,
  type ServiceState,
  type ServiceType,
} from './service.ts'

declare module '#platform/db' {
  interface Tables {
    cases_service: {
      id: string
      case_id: string
      person_id: string
      organisation_id: string
      type: ServiceType
      partner_id: string | null
      owner: string | null
      due: string | null
      state: Generated<ServiceState>
      outcome: ServiceOutcome | null
      ended_on: string | null
      aim: Buffer | null
      version: Generated<number>
      created_at: Generated<Date>
      created_by: string
    }
    cases_care: {
      service_id: string
      author: string
      case_id: string
      sealed: Buffer
      updated_at: Generated<Date>
    }
  }
}

const AIM = 'cases_service.aim'
const CARE_NOTE = 'cases_care.sealed'

type Found = { id: string; organisationId: string }

/** Plans a service, once for an id: false when it was planned before. */
export async function planService(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: Found,
  service: {
    id: string
    personId: string
    type: ServiceType
    partnerId: string | null
    owner: string | null
    due: string | null
    aim: string
  },
): Promise<boolean> {
  const done = await trx
    .insertInto('cases_service')
    .values({
      id: service.id,
      case_id: found.id,
      person_id: service.personId,
      organisation_id: found.organisationId,
      type: service.type,
      partner_id: service.partnerId,
      owner: service.owner,
      due: service.due,
      outcome: null,
      ended_on: null,
      aim: service.aim === '' ? null : await vault.seal(trx, found.id, service.aim, AIM),
      created_by: actor.id,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type ServiceChange = {
  state: ServiceState
  outcome: ServiceOutcome | null
  owner: string | null
  due: string | null
}

/** Changes a service on top of `version`; throws `cases.conflict` when somebody was faster. */
export async function changeService(
  trx: Transaction,
  found: Found,
  id: string,
  version: number,
  change: ServiceChange,
  today: string,
): Promise<void> {
  const there = await trx
    .selectFrom('cases_service')
    .select(['ended_on'])
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .executeTakeFirst()
  if (!there) throw new AsyliaError('cases.not-found', 'no such service in this case')
  const done = await trx
    .updateTable('cases_service')
    .set({
      ...change,
      ended_on: isEnded(change.state) ? (there.ended_on ?? today) : null,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) {
    throw new AsyliaError('cases.conflict', 'somebody changed this service since you opened it; look again')
  }
}

export async function listServices(
  trx: Transaction,
  vault: Vault,
  caseId: string,
): Promise<PlannedService[]> {
  const rows = await trx
    .selectFrom('cases_service')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('due')
    .orderBy('id')
    .limit(1_000)
    .execute()
  const services: PlannedService[] = []
  for (const row of rows) {
    services.push({
      id: row.id,
      personId: row.person_id,
      type: row.type,
      htcdsType: htcdsServiceType(row.type),
      partnerId: row.partner_id,
      owner: row.owner,
      due: row.due,
      state: row.state,
      outcome: row.outcome,
      endedOn: row.ended_on,
      aim: row.aim === null ? null : await vault.open(trx, caseId, row.aim, AIM),
      isCare: CARE.includes(row.type),
      version: row.version,
    })
  }
  return services
}

/** The author's own note on a health or counselling service; empty when there is none. Nobody else's is ever found. */
export async function readCare(trx: Transaction, vault: Vault, caseId: string, id: string): Promise<string> {
  const row = await trx
    .selectFrom('cases_care')
    .select('sealed')
    .where('service_id', '=', id)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  return row ? vault.open(trx, caseId, row.sealed, CARE_NOTE) : ''
}

export async function keepCare(
  trx: Transaction,
  vault: Vault,
  actor: Actor,
  found: Found,
  id: string,
  text: string,
): Promise<void> {
  const service = await trx
    .selectFrom('cases_service')
    .select('type')
    .where('id', '=', id)
    .where('case_id', '=', found.id)
    .executeTakeFirst()
  if (!service) throw new AsyliaError('cases.not-found', 'no such service in this case')
  if (!CARE.includes(service.type)) {
    throw new AsyliaError('cases.care.refused', 'only health and counselling have notes of their own')
  }
  const sealed = await vault.seal(trx, found.id, text, CARE_NOTE)
  await trx
    .insertInto('cases_care')
    .values({ service_id: id, author: actor.id, case_id: found.id, sealed })
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'author']).doUpdateSet({ sealed, updated_at: new Date() }),
    )
    .execute()
}

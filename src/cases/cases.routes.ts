import type { Catalogue } from '#law'
import type { Keyring, Vault } from '#platform/crypto'
import type { Endpoint } from '#platform/http'
import { caseworkRoutes } from './casework.routes.ts'
import { handOverRoutes } from './hand-over/hand-over.routes.ts'
import { exchangeRoutes } from './htcds/exchange.routes.ts'
import { htcdsRoutes } from './htcds/htcds.routes.ts'
import { identityRoutes } from './identity/identity.routes.ts'
import { caseLawRoutes } from './law/case-law.routes.ts'
import { leadRoutes } from './leads/lead.routes.ts'
import { planRoutes, type PlanServices } from './plan.routes.ts'
import { caseRoutes } from './record/case.routes.ts'
import { noteRoutes } from './record/note.routes.ts'
import { referralUkRoutes } from './referral-uk/referral-uk.routes.ts'
import { retentionRoutes, type RetentionServices } from './retention/retention.routes.ts'
import { screeningRoutes } from './screening/screening.routes.ts'

export type CaseServices = {
  vault: Vault
  keyring: Keyring
  /** The law as it stands; asked at each use, since its files may change while we run. */
  law: () => Catalogue
  /** Today where the cases are, YYYY-MM-DD. */
  today: () => string
  /** The moment, for what depends on the hour somewhere. */
  now: () => Date
} & Pick<PlanServices, 'organisations' | 'colleagues'> &
  Pick<RetentionServices, 'deleteFiles' | 'erased'>

/** Every operation on cases and leads. */
export function casesEndpoints(services: CaseServices): Endpoint[] {
  const { vault, law, today, now } = services
  return [
    ...leadRoutes(),
    ...caseLawRoutes({ vault, law, today }),
    ...caseRoutes(vault, law, today, now),
    ...screeningRoutes(vault, law, today),
    ...identityRoutes(vault, today, law),
    ...htcdsRoutes(),
    ...exchangeRoutes(services),
    ...referralUkRoutes(vault, today),
    ...noteRoutes(vault),
    ...handOverRoutes(),
    ...caseworkRoutes(services),
    ...planRoutes(services),
    ...retentionRoutes(services),
  ]
}

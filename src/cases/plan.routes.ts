import type { Catalogue } from '#law'
import type { Vault } from '#platform/crypto'
import type { Endpoint } from '#platform/http'
import { consentRoutes } from './consent/consent.routes.ts'
import { type KnownOrganisation, partnerRoutes } from './partners/partner.routes.ts'
import { placementRoutes } from './placement/placement.routes.ts'
import type { Colleagues } from './record/colleague.ts'
import { receivedRoutes } from './referrals/received.routes.ts'
import { referralRoutes } from './referrals/referral.routes.ts'
import { serviceRoutes } from './services/service.routes.ts'
import { shelterRoutes } from './shelters/shelter.routes.ts'

export type PlanServices = {
  vault: Vault
  /** The law as it stands: an age told for a place is told of the person. */
  law: () => Catalogue
  today: () => string
  /** The organisations of this installation, by name: who a partner is, and who asks. */
  organisations: () => Promise<KnownOrganisation[]>
  /** Who works in an organisation: a service is seen to by nobody else. */
  colleagues: Colleagues
}

/** The plan of a case and whom it takes to carry it out: consents, partners, referrals, services, shelters. */
export function planRoutes({ vault, law, today, organisations, colleagues }: PlanServices): Endpoint[] {
  return [
    ...consentRoutes(vault, today),
    ...partnerRoutes(vault, today, organisations),
    ...referralRoutes(vault, today),
    ...receivedRoutes(vault, organisations),
    ...serviceRoutes(vault, today, colleagues),
    ...shelterRoutes(vault, today),
    ...placementRoutes(vault, today, law),
  ]
}

import type { ServiceType } from '../services/service.ts'
import type { ConsentPurpose } from './consent.ts'

/** Who agreed to be referred to a partner agreed to ask it for any help it gives. */
const REFERRED: ConsentPurpose = 'referral'

/** A place to stay with a partner: its house learns of the person. */
export const PURPOSES_FOR_STAY: readonly ConsentPurpose[] = ['shelter', REFERRED]

const NAMED: Partial<Record<ServiceType, ConsentPurpose>> = {
  shelter: 'shelter',
  legal: 'legal_help',
  health: 'medical_help',
  psychological: 'medical_help',
}

/**
 * The purposes of a consent, any one of which lets a partner be asked for this kind of help, the narrowest first. A consent
 * for the police or for statistics lets nobody be asked for help; nor does one for another kind of help.
 */
export function purposesFor(service: ServiceType): ConsentPurpose[] {
  const named = NAMED[service]
  return named === undefined ? [REFERRED] : [named, REFERRED]
}

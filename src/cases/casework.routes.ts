import type { Keyring, Vault } from '#platform/crypto'
import type { Endpoint } from '#platform/http'
import { conferenceRoutes } from './conference/conference.routes.ts'
import { joiningRoutes } from './joining/joining.routes.ts'
import type { Colleagues } from './record/colleague.ts'
import { followUpRoutes } from './follow-up/follow-up.routes.ts'
import { personViewRoutes } from './person-view/person-view.routes.ts'
import { proceedingRoutes } from './proceedings/proceeding.routes.ts'
import { professionalNoteRoutes } from './professional-notes/professional-note.routes.ts'
import { questionRoutes } from './questions/question.routes.ts'
import { timelineRoutes } from './record/timeline.routes.ts'
import { breachRoutes } from './rights/breach.routes.ts'
import { safetyRoutes } from './safety/safety.routes.ts'
import { taskRoutes } from './tasks/task.routes.ts'

export type CaseworkServices = {
  vault: Vault
  keyring: Keyring
  today: () => string
  now: () => Date
  /** Who works in an organisation: a task goes to nobody else. */
  colleagues: Colleagues
}

/** The work on a case between its opening and long after its closing. */
export function caseworkRoutes(services: CaseworkServices): Endpoint[] {
  const { vault, keyring, today, now, colleagues } = services
  return [
    ...safetyRoutes(vault, today),
    ...taskRoutes(vault, today, now, colleagues),
    ...breachRoutes(vault, colleagues),
    ...joiningRoutes(services),
    ...conferenceRoutes(vault, colleagues),
    ...professionalNoteRoutes(vault),
    ...proceedingRoutes(vault, today),
    ...followUpRoutes(vault, today, now),
    ...questionRoutes(),
    ...personViewRoutes({ vault, keyring, now }),
    ...timelineRoutes(vault),
  ]
}

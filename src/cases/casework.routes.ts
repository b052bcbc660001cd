import type { Keyring, Vault } from '#platform/crypto'
import type { Endpoint } from '#platform/http'
import { conferenceRoutes } from './conference/conference.routes.ts'
import { followUpRoutes } from './follow-up/follow-up.routes.ts'
import { personViewRoutes } from './person-view/person-view.routes.ts'
import { proceedingRoutes } from './proceedings/proceeding.routes.ts'
import { professionalNoteRoutes } from './professional-notes/professional-note.routes.ts'
import { questionRoutes } from './questions/question.routes.ts'
import { timelineRoutes } from './record/timeline.routes.ts'
import { breachRoutes } from './rights/breach.routes.ts'
import { safetyRoutes } from './safety/safety.routes.ts'
import { taskRoutes } from './tasks/task.routes.ts'

export type CaseworkServices = { vault: Vault; keyring: Keyring; today: () => string; now: () => Date }

/** The work on a case between its opening and long after its closing. */
export function caseworkRoutes({ vault, keyring, today, now }: CaseworkServices): Endpoint[] {
  return [
    ...safetyRoutes(vault, today),
    ...taskRoutes(vault, today, now),
    ...breachRoutes(vault),
    ...conferenceRoutes(vault),
    ...professionalNoteRoutes(vault),
    ...proceedingRoutes(vault, today),
    ...followUpRoutes(vault, today),
    ...questionRoutes(),
    ...personViewRoutes({ vault, keyring, now }),
    ...timelineRoutes(vault),
  ]
}

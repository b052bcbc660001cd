import type { Listener } from '#platform/jobs'
import { type Mail, sendNotices } from '#platform/mail'

/** Roles that take up warnings, as the access table has it. */
const takers = ['analyst', 'investigator', 'intake_worker']

type Account = { id: string; email: string; role: string; lockedAt: Date | null }
type Services = { mail: Mail; accounts: () => Promise<readonly Account[]>; now: () => Date }

/** Tells those who take up warnings, and wished it, that something waits: by e-mail, without content. */
export function warningNotices({ mail, accounts, now }: Services): Listener {
  return {
    name: 'places.tell-of-warnings',
    topic: 'places.warnings-opened',
    async handle(trx) {
      const people = (await accounts()).filter(
        ({ role, lockedAt }) => takers.includes(role) && lockedAt === null,
      )
      await sendNotices(trx, mail, people, now().toISOString().slice(0, 10))
    },
  }
}

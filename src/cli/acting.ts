import type { Platform } from '#api'
import type { Actor } from '#platform/access'
import { BadInput } from '#platform/errors'

/** Roles that work on cases, and so may bring cases in and hand them out. */
const workers = ['case_worker', 'intake_worker']

/**
 * The member of staff a verb on cases acts for: access, assignment and the record are theirs. Without an address, the
 * only case worker there is. Throws `BadInput` naming the option when there is none, or more than one to choose from.
 */
export async function actingWorker(auth: Platform['auth'], email: string | undefined): Promise<Actor> {
  const users = (await auth.listUsers()).filter(
    ({ role, lockedAt }) => workers.includes(role) && lockedAt === null,
  )
  const usual = users.filter(({ role }) => role === 'case_worker')
  const found = email === undefined ? usual : users.filter((user) => user.email === email)
  if (found.length === 1) {
    const { id, role, organisation } = found[0]!
    return { id, role, organisation, purpose: 'protection' }
  }
  throw new BadInput(
    email === undefined
      ? `--as: expected the address of a case worker; there are ${usual.length} to choose from`
      : `--as: found ${email}, expected the address of a case worker or intake worker with an account`,
  )
}

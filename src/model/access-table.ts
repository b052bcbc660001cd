import type { AccessModel } from '#platform/access'
import * as cases from './access/cases.ts'
import * as casework from './access/casework.ts'
import * as desk from './access/desk.ts'
import * as door from './access/door.ts'
import * as joining from './access/joining.ts'
import * as observations from './access/observations.ts'
import * as operation from './access/operation.ts'
import * as partners from './access/partners.ts'
import * as people from './access/people.ts'
import * as reports from './access/reports.ts'
import * as retention from './access/retention.ts'
import * as standards from './access/standards.ts'
import { type Purpose, PURPOSES, type Role, ROLES } from './access/roles.ts'

export { type Purpose, type Role, STAFF_ROLES } from './access/roles.ts'

/**
 * The one table of who may do what: role × action × ownership × purpose. The row-level security policies, the
 * grants, the checks before a handler runs, `docs/access.md` and the access tests are made from it. A table of the
 * database that stands in no resource here is closed to everyone.
 */
export const accessTable: AccessModel<Role, Purpose> = {
  roles: ROLES,
  purposes: PURPOSES,
  resources: {
    ...reports.resources,
    ...door.resources,
    ...desk.resources,
    ...cases.resources,
    ...casework.resources,
    ...joining.resources,
    ...partners.resources,
    ...people.resources,
    ...retention.resources,
    ...standards.resources,
    ...observations.resources,
    ...operation.resources,
  },
  rules: [
    ...reports.rules,
    ...door.rules,
    ...desk.rules,
    ...cases.rules,
    ...casework.rules,
    ...joining.rules,
    ...partners.rules,
    ...people.rules,
    ...retention.rules,
    ...standards.rules,
    ...observations.rules,
    ...operation.rules,
  ],
}

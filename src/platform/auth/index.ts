export { type Auth, type AuthOptions, type Me, openAuth } from './auth.ts'
export { authEndpoints } from './auth.routes.ts'
export type { Account, Organisation } from './accounts.ts'
export type { Assurance } from './tables.ts'

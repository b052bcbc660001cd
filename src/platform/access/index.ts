export { type Actor, systemActor } from './actor.ts'
export { allows, purposesFor, type Verdict } from './check.ts'
export { policySql } from './policies.ts'
export type { AccessModel, AccessRule, Ownership, ResourceTables, Ties } from './table.ts'

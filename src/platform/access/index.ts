export { type Actor, systemActor } from './actor.ts'

export { type JobEvent, Jobs, type Listener } from './jobs.ts'
export { announce, type EventPayload } from './outbox.ts'

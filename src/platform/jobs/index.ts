export { type JobEvent, Jobs, type Listener } from './jobs.ts'
export { announce, announcementOf, type EventPayload } from './outbox.ts'

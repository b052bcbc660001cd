export { AuditBody, type AuditEntry, AuditEvent, type AuditHead } from './audit.ts'
export { countPending, findEntries, listEntries, listHeads, record } from './audit.store.ts'
export { AuditLog } from './log.ts'
export { type AuditVerification, verifyLog } from './verify.ts'

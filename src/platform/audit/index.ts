export { AuditBody } from './audit.ts'
export { type AuditEntry, type AuditHead } from './audit.ts'
export {
  countPending,
  headBefore,
  lineOf,
  type Look,
  looksAt,
  readHeads,
  record,
  walkEntries,
} from './audit.store.ts'
export { auditEndpoints } from './audit.routes.ts'
export { AuditLog } from './log.ts'
export { type AuditVerification, verifyLog } from './verify.ts'

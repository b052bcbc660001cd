import { z } from 'zod'

/** One line of the record: who did what to which thing, in what role, for what purpose, and why. Never content. */
export const AuditEvent = z.object({
  action: z.string().describe('resource.verb, as in the access table: case.read, person.reveal'),
  resource: z.string(),
  subject: z.string().nullable().describe('The id or code of the thing; never a name'),
  why: z.string().max(500).nullable().describe('The reason given, where one is asked for'),
})
export type AuditEvent = z.infer<typeof AuditEvent>

/** An entry as it stands in the log: `body` is the exact text that was hashed. */
export type AuditEntry = {
  seq: number
  id: string
  body: string
  leaf: Buffer
  actor: string
  action: string
  resource: string
  subject: string | null
}

export const AuditBody = AuditEvent.extend({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  role: z.string(),
  organisation: z.string().nullable(),
  purpose: z.string(),
})
export type AuditBody = z.infer<typeof AuditBody>

/** A signed tree head: at this moment the log had `size` entries with this root. */
export type AuditHead = { size: number; root: string; at: string; signature: string }

/** The bytes a tree head's signature covers. */
export function headText(head: Omit<AuditHead, 'signature'>): Buffer {
  return Buffer.from(`asylia audit head v1\n${head.size}\n${head.root}\n${head.at}\n`)
}

/** JSON with sorted keys, so that the same event is always the same text. */
export function canonicalText(body: AuditBody): string {
  return JSON.stringify(body, Object.keys(body).toSorted())
}

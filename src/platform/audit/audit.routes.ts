import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import { AuditBody } from './audit.ts'
import { countPending, findEntries, readHeads, walkEntries } from './audit.store.ts'
import type { AuditLog } from './log.ts'
import { verifyLog } from './verify.ts'

const Line = AuditBody.extend({
  seq: z.int(),
  leaf: z.string().describe('The RFC 6962 leaf hash, hexadecimal'),
})

const Head = z.object({ size: z.int(), root: z.string(), at: z.string(), signature: z.string() })

const Finding = z.looseObject({ problem: z.enum(['changed', 'missing', 'head']), detail: z.string() })

const read = { resource: 'audit', action: 'read', purpose: 'administration' }

/** The record on a screen: its lines, and whether it still is what was written. */
export function auditEndpoints(log: AuditLog): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/audit/entries',
      summary: 'Who read and wrote what, newest first',
      access: read,
      query: z.object({
        resource: z.string().max(100).optional(),
        subject: z.string().max(200).optional(),
        actor: z.string().max(200).optional(),
        before: z.coerce.number().int().optional().describe('Lines older than this number'),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answer: z.object({ entries: z.array(Line), pending: z.int() }),
      handle: ({ actor, db, query }) =>
        db.as(actor, async (trx) => ({
          pending: await countPending(trx),
          entries: (await findEntries(trx, query)).map((entry) => ({
            ...AuditBody.parse(JSON.parse(entry.body)),
            seq: entry.seq,
            leaf: entry.leaf.toString('hex'),
          })),
        })),
    }),
    endpoint({
      method: 'get',
      path: '/audit/verification',
      summary: 'Recompute the whole log against its signed heads',
      access: read,
      answer: z.object({
        ok: z.boolean(),
        entries: z.int(),
        headsChecked: z.int(),
        lastHead: Head.nullable(),
        findings: z.array(Finding),
        publicKey: z.string(),
      }),
      handle: ({ actor, db }) =>
        db.as(actor, async (trx) => ({
          ...(await verifyLog(walkEntries(trx), await readHeads(trx), log.publicKey)),
          publicKey: log.publicKey,
        })),
    }),
  ]
}

import { AuditBody } from '#platform/audit'
import type { Transaction } from '#platform/db'

/** Who looked at a person's record on a day, and what for; no names of staff, no clock. */
export type Look = {
  day: string
  role: string
  /** Whether it was the team that holds the record, or somebody from elsewhere. */
  ours: boolean
  what: 'record' | 'identity' | 'place' | 'rights'
  how: 'looked' | 'changed' | 'refused'
  why: string | null
  times: number
}

const MOST = 5_000
const WHAT: Readonly<Record<string, Look['what']>> = {
  identity: 'identity',
  safety_place: 'place',
  shelter_address: 'place',
  right: 'rights',
}
// That somebody keeps notes under secrecy is itself told to nobody who may be looking over a shoulder.
const UNTOLD = new Set(['professional_note', 'own_record', 'person_code'])

/** From the audit log: the newest days first, what one role did on one day told once. */
export async function listLooks(trx: Transaction, organisationId: string): Promise<Look[]> {
  const entries = await trx
    .selectFrom('audit_entry')
    .select('body')
    .orderBy('seq', 'desc')
    .limit(MOST)
    .execute()
  const looks = new Map<string, Look>()
  for (const { body } of entries) {
    const entry = AuditBody.parse(JSON.parse(body))
    if (UNTOLD.has(entry.resource) || entry.role === 'system' || entry.role === 'person') continue
    const look: Look = {
      day: entry.at.slice(0, 10),
      role: entry.role,
      ours: entry.organisation === organisationId,
      what: WHAT[entry.resource] ?? 'record',
      how: entry.action.endsWith('.denied')
        ? 'refused'
        : /\.(read|reveal)$/.test(entry.action)
          ? 'looked'
          : 'changed',
      why: entry.why,
      times: 1,
    }
    const key = [look.day, look.role, look.ours, look.what, look.how, look.why].join(' ')
    const before = looks.get(key)
    if (before) before.times++
    else looks.set(key, look)
  }
  return [...looks.values()].slice(0, 200)
}

import { holder, hashCode, type IntakeServices } from '../report/file-report.ts'
import { eraseDraft, eraseOldDrafts, readDraft, saveDraft } from './draft.store.ts'

/** How long a report that was not sent is kept, in days: said to its reporter when it is saved. */
export const DRAFT_DAYS = 14

/**
 * Saves what was not sent yet, under the code the report will have; saving again replaces it. `text` is the caller's own.
 * Returns the last day it is kept.
 */
export async function keepDraft(
  services: IntakeServices,
  draft: { id: string; code: string; text: string },
): Promise<string> {
  const eraseOn = new Date(services.now().getTime() + DRAFT_DAYS * 86_400_000).toISOString().slice(0, 10)
  await services.db.as(holder(draft.id), async (trx) => {
    await eraseOldDrafts(trx)
    await saveDraft(trx, { ...draft, codeHash: hashCode(services.keyring, draft.code), eraseOn })
  })
  return eraseOn
}

/** What was saved, for whoever has its code. Throws `intake.not-found`. */
export async function openDraft(services: IntakeServices, id: string, code: string): Promise<string> {
  return services.db.as(holder(id), (trx) => readDraft(trx, id, code))
}

export async function throwAwayDraft(services: IntakeServices, id: string): Promise<void> {
  await services.db.as(holder(id), (trx) => eraseDraft(trx, id))
}

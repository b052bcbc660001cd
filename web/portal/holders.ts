import { type Added, type IntakeServices, Upload, Visit } from '#intake'
import type { Translate } from '#platform/i18n'
import { z } from 'zod'
import type { Came } from './admission.ts'
import { type Fields, one } from './fields.ts'
import { SealedField } from './sealed-field.ts'

const VISIT_MS = 30 * 60_000
const UPLOAD_MS = 12 * 3_600_000

const PaddedVisit = Visit.extend({ fill: z.string() })
const PaddedUpload = Upload.extend({ visit: PaddedVisit })

/** What pages hand on of a visit: that the code was given, and a file that is on its way. */
export class Holders {
  readonly #intake: IntakeServices
  readonly #visits: SealedField<typeof PaddedVisit>
  readonly #uploads: SealedField<typeof PaddedUpload>

  constructor(intake: IntakeServices) {
    this.#intake = intake
    this.#visits = new SealedField(intake.keyring, PaddedVisit, { purpose: 'held', lifeMs: VISIT_MS })
    this.#uploads = new SealedField(intake.keyring, PaddedUpload, { purpose: 'upload', lifeMs: UPLOAD_MS })
  }

  /** Every visit has the same length: a page's size does not tell which kind it is. */
  write(visit: Visit): string {
    return this.#visits.write(padded(visit), this.#intake.now())
  }

  read(field: string): Visit | undefined {
    const found = this.#visits.read(field, this.#intake.now())
    return found && { kind: found.kind, id: found.id, key: found.key }
  }

  /** Who has opened a report comes as a person comes. */
  came(fields: Fields): Came {
    const visit = this.read(one(fields, 'held'))
    return visit && { id: visit.id, since: 0 }
  }

  writeUpload(upload: Upload): string {
    return this.#uploads.write({ ...upload, visit: padded(upload.visit) }, this.#intake.now())
  }

  readUpload(field: string): Upload | undefined {
    const found = this.#uploads.read(field, this.#intake.now())
    return found && Upload.parse(found)
  }
}

function padded({ kind, id, key }: Visit) {
  return { kind, id, key, fill: '-'.repeat(6 - kind.length + (key ? 0 : 42)) }
}

/** What became of a file, in words. */
export function fileNotice(added: Added, t: Translate): string {
  if (!added.ok) return t(`files.refused.${added.refusal}`)
  const what = added.removed.length > 0 ? t('files.cleaned', { what: added.removed.join(', ') }) : ''
  return [t('files.kept'), what, added.keptOriginal ? t('files.keptOriginal') : ''].filter(Boolean).join(' ')
}

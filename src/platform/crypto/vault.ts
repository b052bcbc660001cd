import type { Transaction } from '#platform/db'
import { subjectKeyStore } from './crypto.store.ts'
import type { Sealer, StoredKey } from './sealer.ts'

/**
 * Seals texts under their subject's own key within a transaction: what a slice uses. `about` names the column
 * (`'intake_report.body'`): a sealed text moved elsewhere does not open.
 */
export class Vault {
  readonly #sealer: Sealer

  constructor(sealer: Sealer) {
    this.#sealer = sealer
  }

  async seal(trx: Transaction, subject: string, text: string, about: string): Promise<Buffer> {
    const key = await this.#sealer.subjectKey(subjectKeyStore(trx), subject)
    return this.#sealer.seal(key, text, about)
  }

  /** The same for a subject that has no key yet: seals with a new one, and says what of it `crypto_subject_key` is to keep. */
  sealNew(subject: string, text: string, about: string): { sealed: Buffer; stored: StoredKey } {
    const { key, stored } = this.#sealer.newSubjectKey(subject)
    return { sealed: this.#sealer.seal(key, text, about), stored }
  }

  /** The text; throws `crypto.subject-shredded` when its subject was erased. */
  async open(trx: Transaction, subject: string, sealed: Uint8Array, about: string): Promise<string> {
    const key = await this.#sealer.subjectKey(subjectKeyStore(trx), subject)
    return this.#sealer.openText(key, sealed, about).reveal()
  }

  /** Opens many texts of one subject: its key is fetched once. */
  async reader(trx: Transaction, subject: string): Promise<(sealed: Uint8Array, about: string) => string> {
    const key = await this.#sealer.subjectKey(subjectKeyStore(trx), subject)
    return (sealed, about) => this.#sealer.openText(key, sealed, about).reveal()
  }

  /** The same of many subjects, whose keys are fetched together; a subject that has none is not among them. */
  async readers(
    trx: Transaction,
    subjects: readonly string[],
  ): Promise<Map<string, (sealed: Uint8Array, about: string) => string>> {
    const keys = await this.#sealer.findSubjectKeys(subjectKeyStore(trx), subjects)
    return new Map(
      [...keys].map(([subject, key]) => [
        subject,
        (sealed, about) => this.#sealer.openText(key, sealed, about).reveal(),
      ]),
    )
  }

  /** Erases all that was sealed for the subject, in every copy, by deleting its key. */
  async shred(trx: Transaction, subject: string): Promise<void> {
    await this.#sealer.shred(subjectKeyStore(trx), subject)
  }
}

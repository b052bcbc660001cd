import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { AsyliaError } from '#platform/errors'
import type { Keyring } from './keyring.ts'
import { gcmOpen, gcmSeal, hkdf, KEY_BYTES, NONCE_BYTES, refused } from './primitives.ts'
import { Sealed } from './sealed.ts'

/** A subject's data key in memory: it prints as nothing, and its bytes never leave this module. */
export type SubjectKey = { readonly subject: string; readonly key: KeyObject }

/** Where wrapped subject keys are kept: `subjectKeyStore(trx)` in PostgreSQL. `wrapped` null: shredded. */
export interface SubjectKeyStore {
  find(subject: string): Promise<{ wrapped: Buffer | null; version: number } | undefined>
  /** The same of many, those that have one, in one journey to the server. */
  findAll(
    subjects: readonly string[],
  ): Promise<{ subject: string; wrapped: Buffer | null; version: number }[]>
  /** Keeps a key unless the subject has one already; whether it was kept. */
  add(subject: string, wrapped: Buffer, version: number): Promise<boolean>
  /** Puts newly wrapped keys in the place of old ones; one that was shredded meanwhile stays so. */
  replaceAll(keys: readonly StoredKey[]): Promise<void>
  /** Deletes the wrapped key for good and keeps the fact that it was. */
  shred(subject: string): Promise<void>
  /** Keys wrapped by an older version, locked until the transaction ends. */
  listOlderThan(version: number, limit: number): Promise<StoredKey[]>
}

export type StoredKey = { subject: string; wrapped: Buffer; version: number }

/** First byte of every sealed text: the format. 1 is `1 ‖ nonce (12) ‖ ciphertext ‖ tag (16)`, AES-256-GCM. */
const FORMAT = 1

/**
 * Envelope encryption: each subject (a report, a case, a person) has a data key of its own, kept wrapped by the keyring.
 * Deleting that one key makes everything sealed under it unreadable, in every copy made from the database since.
 */
export class Sealer {
  readonly #keyring: Keyring

  constructor(keyring: Keyring) {
    this.#keyring = keyring
  }

  /** The subject's key; made when it has none. Throws `crypto.subject-shredded` when it was deleted. */
  async subjectKey(store: SubjectKeyStore, subject: string): Promise<SubjectKey> {
    const found = await this.findSubjectKey(store, subject)
    if (found !== undefined) return found
    const { key, stored } = this.newSubjectKey(subject)
    if (await store.add(subject, stored.wrapped, stored.version)) return key
    // Another transaction may have been quicker: what counts is the key that was kept.
    const kept = await this.findSubjectKey(store, subject)
    if (kept === undefined)
      throw new AsyliaError('crypto.key-missing', `no key could be kept for ${subject}`, { subject })
    return kept
  }

  /** A key for a subject that has none yet, and the row that keeps it: for who writes that row with what it seals. */
  newSubjectKey(subject: string): { key: SubjectKey; stored: StoredKey } {
    const dataKey = randomBytes(KEY_BYTES)
    const stored = { subject, ...this.#keyring.wrap(dataKey, belonging(subject)) }
    return { key: keyFrom(subject, dataKey), stored }
  }

  async findSubjectKey(store: SubjectKeyStore, subject: string): Promise<SubjectKey | undefined> {
    const row = await store.find(subject)
    return row && this.#keyIn({ subject, ...row })
  }

  /** The keys of many subjects, those that have one. Throws `crypto.subject-shredded` as `subjectKey` does. */
  async findSubjectKeys(
    store: SubjectKeyStore,
    subjects: readonly string[],
  ): Promise<Map<string, SubjectKey>> {
    const rows = await store.findAll(subjects)
    return new Map(rows.map((row) => [row.subject, this.#keyIn(row)]))
  }

  #keyIn({ subject, wrapped, version }: { subject: string; wrapped: Buffer | null; version: number }) {
    if (wrapped === null) {
      throw new AsyliaError('crypto.subject-shredded', `the key of ${subject} was deleted for good`, {
        subject,
      })
    }
    return keyFrom(subject, this.#keyring.unwrap({ wrapped, version }, belonging(subject)))
  }

  /** `associatedData` says what the text is (`'intake_report.story'`) and must be the same to open it. */
  seal(key: SubjectKey, plaintext: string | Uint8Array, associatedData: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext
    return Buffer.concat([
      Buffer.of(FORMAT),
      nonce,
      gcmSeal(key.key, nonce, bytes, association(key, associatedData)),
    ])
  }

  /** The bytes sealed before. Throws `crypto.refused` for an altered text, another subject or other associated data. */
  open(key: SubjectKey, sealed: Uint8Array, associatedData: string): Sealed<Buffer> {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    if (bytes[0] !== FORMAT || bytes.length < 1 + NONCE_BYTES) throw refused()
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES)
    return new Sealed(
      gcmOpen(key.key, nonce, bytes.subarray(1 + NONCE_BYTES), association(key, associatedData)),
    )
  }

  /** The text sealed before. */
  openText(key: SubjectKey, sealed: Uint8Array, associatedData: string): Sealed<string> {
    return new Sealed(this.open(key, sealed, associatedData).reveal().toString('utf8'))
  }

  /** Crypto-shredding: what was sealed for the subject can never be opened again. */
  async shred(store: SubjectKeyStore, subject: string): Promise<void> {
    await store.shred(subject)
  }

  /** After a rotation: wraps up to `limit` keys anew with the current version. Returns how many; 0: all are. Can be stopped and resumed. */
  async rewrap(store: SubjectKeyStore, limit = 1_000): Promise<number> {
    const old = await store.listOlderThan(this.#keyring.currentVersion, limit)
    const renewed = old.map(({ subject, ...kept }) => {
      const dataKey = this.#keyring.unwrap(kept, belonging(subject))
      const wrapped = this.#keyring.wrap(dataKey, belonging(subject))
      dataKey.fill(0)
      return { subject, ...wrapped }
    })
    if (renewed.length > 0) await store.replaceAll(renewed)
    return renewed.length
  }
}

/** The key that seals, from the subject's data key, which is wiped. */
function keyFrom(subject: string, dataKey: Buffer): SubjectKey {
  const key = createSecretKey(hkdf(dataKey, Buffer.alloc(0), 'asylia seal v1'))
  dataKey.fill(0)
  return { subject, key }
}

function belonging(subject: string): string {
  return `asylia subject-key v1\0${subject}`
}

function association(key: SubjectKey, associatedData: string): Buffer {
  return Buffer.from(`asylia sealed v1\0${key.subject}\0${associatedData}`)
}

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemActor } from '#platform/access'
import type { Database } from '#platform/db'
import { type AuditHead, headText } from './audit.ts'
import { latestHead, listEntries, sequence } from './audit.store.ts'
import { MerkleTree } from './merkle.ts'

const SEQUENCER = systemActor('audit.sequence')
const PAGE = 5_000

/**
 * Keeps the log: moves what waits into it and signs a tree head after each move. Heads are also appended to
 * `audit-heads.jsonl` beside the keys: a copy of it kept elsewhere shows any later change, even by the database's owner.
 */
export class AuditLog {
  readonly #database: Database
  readonly #key: KeyObject
  readonly #witness: string
  #tree: MerkleTree | undefined
  #timer: NodeJS.Timeout | undefined
  #running: Promise<number> = Promise.resolve(0)

  constructor(database: Database, dataFolder: string) {
    this.#database = database
    this.#key = openKey(join(dataFolder, 'keys'))
    this.#witness = join(dataFolder, 'audit-heads.jsonl')
  }

  /** The key with which anyone verifies heads, as PEM. */
  get publicKey(): string {
    return createPublicKey(this.#key).export({ type: 'spki', format: 'pem' }).toString()
  }

  start(everyMs = 1_000): void {
    this.#timer = setInterval(() => void this.advance().catch(() => undefined), everyMs)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.advance()
  }

  /** Moves all that waits into the log and signs the new head; how many entries moved. One run at a time. */
  advance(): Promise<number> {
    this.#running = this.#running.catch(() => 0).then(() => this.#advance())
    return this.#running
  }

  async #advance(): Promise<number> {
    const moved = await this.#database.as(SEQUENCER, (trx) => sequence(trx))
    const tree = (this.#tree ??= new MerkleTree())
    await this.#grow(tree)
    await this.#sign(tree)
    return moved
  }

  async #grow(tree: MerkleTree): Promise<void> {
    for (;;) {
      const entries = await this.#database.as(SEQUENCER, (trx) => listEntries(trx, tree.size, PAGE))
      for (const entry of entries) tree.append(entry.leaf)
      if (entries.length < PAGE) return
    }
  }

  async #sign(tree: MerkleTree): Promise<void> {
    if (tree.size === 0) return
    await this.#database.as(SEQUENCER, async (trx) => {
      const last = await latestHead(trx)
      if (last && last.size >= tree.size) return
      const unsigned = { size: tree.size, root: tree.root().toString('hex'), at: new Date().toISOString() }
      const signature = sign(null, headText(unsigned), this.#key)
      await trx
        .insertInto('audit_head')
        .values({ size: unsigned.size, root: tree.root(), at: new Date(unsigned.at), signature })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      appendFileSync(
        this.#witness,
        `${JSON.stringify({ ...unsigned, signature: signature.toString('base64') })}\n`,
        { mode: 0o600 },
      )
    })
  }
}

function openKey(folder: string): KeyObject {
  const path = join(folder, 'audit.pem')
  if (existsSync(path)) return createPrivateKey(readFileSync(path))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
  return privateKey
}

/** Whether a head was signed by the holder of this public key. */
export function verifyHead(head: AuditHead, publicKey: string): boolean {
  return verify(null, headText(head), createPublicKey(publicKey), Buffer.from(head.signature, 'base64'))
}

import { AsyliaError } from '#platform/errors'
import { withoutTurns } from '../report/turning.ts'
import { keyOfCode, newContentKey, openUnder, openWith, sealTo, sealUnder } from './envelope.ts'
import { openerOfDoor, sessionOf, unlockedDoors } from './unlocked.ts'

/** How a report's content key is wrapped; null: the organisation had no door key, and only the vault seals it. */
export type Wraps = { doorKeyId: string; doorWrap: Buffer; codeWrap: Buffer }

/** A report as far as opening it goes. */
export type SealedReport = { id: string; wraps: Wraps | null }

/** The content key of a report; 'none': sealed by the vault alone; 'locked': whoever asks cannot open it now. */
export type ContentKey = Buffer | 'none' | 'locked'

/** Who opens: a reporter with their code, a recipient in their session. */
export interface Opener {
  keyOf(report: SealedReport): Promise<ContentKey>
  /** Words that a browser sealed to a door key; null: whoever asks cannot open them, or they are no such box. */
  openWords(sealed: string): Promise<string | null>
}

const KEY = 'report key'
/** As the page's script says it. */
const WORDS = 'words'

/** A content key of its own for a new report, wrapped to the door and under the code. */
export async function wrapNewKey(
  report: { id: string; code: string },
  door: { id: string; publicKey: Buffer },
): Promise<{ key: Buffer; wraps: Wraps }> {
  const key = newContentKey()
  return {
    key,
    wraps: {
      doorKeyId: door.id,
      doorWrap: await sealTo(door.publicKey, key, `${KEY} ${report.id}`),
      codeWrap: sealUnder(keyOfCode(report.code, report.id), key, KEY),
    },
  }
}

/** The same content key for another door key, after a rotation: nothing that was told is touched. */
export async function wrapForDoor(reportId: string, key: Buffer, publicKey: Buffer): Promise<Buffer> {
  return sealTo(publicKey, key, `${KEY} ${reportId}`)
}

/** The content key by the door's private half. Throws `crypto.refused`. */
export function unwrapAtDoor(reportId: string, doorWrap: Buffer, privateKey: Buffer): Promise<Buffer> {
  return openWith(privateKey, doorWrap, `${KEY} ${reportId}`)
}

/** Typed words as the page's script seals them to a door key, before they leave the browser. */
export async function sealWords(door: { id: string; publicKey: Buffer }, words: string): Promise<string> {
  return `${door.id}:${(await sealTo(door.publicKey, Buffer.from(words), WORDS)).toString('base64')}`
}

/** Opens with the code, or with the key that the code gave earlier in this visit. */
export function openedBy(proof: { code: string } | { key: Buffer | null }): Opener {
  return {
    async keyOf({ id, wraps }) {
      if (wraps === null) return 'none'
      if ('key' in proof) return proof.key ?? 'locked'
      return openUnder(keyOfCode(proof.code, id), wraps.codeWrap, KEY)
    },
    openWords: async () => null,
  }
}

/**
 * Opens with what the session's recipient has unlocked. Content keys stay with the session, so that a list is opened once,
 * unless `keeps` says no: who goes through every report needs each key once.
 */
export function openedInSession(request: Request, actor: { id: string }, keeps = true): Opener {
  const session = sessionOf(request, actor)
  return {
    async keyOf({ id, wraps }) {
      if (wraps === null) return 'none'
      const unlocked = unlockedDoors.of(session)
      const opener = unlocked && openerOfDoor(unlocked, wraps.doorKeyId)
      if (!opener) return 'locked'
      const known = unlocked.contents.get(id)
      if (known) return known
      const key = await (await opener)(wraps.doorWrap, `${KEY} ${id}`)
      if (keeps) unlocked.contents.set(id, key)
      return key
    },
    async openWords(sealed) {
      const [doorKeyId = '', box = ''] = sealed.split(':')
      const unlocked = unlockedDoors.of(session)
      const opener = unlocked && openerOfDoor(unlocked, doorKeyId)
      if (!opener) return null
      const words = await (await opener)(Buffer.from(box, 'base64'), WORDS).catch(() => null)
      // What no form lets through: control characters, and those that turn the direction of what follows.
      return words && withoutTurns(words.toString('utf8')).replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    },
  }
}

export function locked(): AsyliaError {
  return new AsyliaError(
    'intake.locked',
    'this report is sealed to recipients: unlock it with your passphrase first',
  )
}

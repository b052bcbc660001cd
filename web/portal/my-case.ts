import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  askAboutOwnRecord,
  openOwnRecord,
  type OwnRecordServices,
  readOwnIdentity,
  readOwnRecord,
} from '#cases'
import { AsyliaError } from '#platform/errors'
import type { Came } from './admission.ts'
import { type Fields, one } from './fields.ts'
import { myCodePage, myRecordPage } from './my-case-pages.ts'
import { ownWords } from './my-case-words.ts'
import type { Answer, Asked } from './respond.ts'
import { SealedField } from './sealed-field.ts'
import { codeProblem } from './words.ts'

const LIFE_MS = 30 * 60_000
const MOST = 5_000
const SLOW_MS = 1_000
/** Who mistypes while many guess does not wait for all of them: against 77 bits it makes no difference. */
const SLOWEST_MS = 10_000
const Kind = z.enum(['ask', 'correct', 'object'])

type MyCase = {
  answer: (asked: Asked) => Promise<Answer>
  /** Whose record a form is about. */
  came: (fields: Fields) => Came
}

/**
 * `/report/my-case`: a person with the code their case worker gave them sees what is held about them, who looked and why,
 * and can ask, correct and object. No script, no cookie; the proof that the code was given travels sealed in the page.
 */
export function myCase(services: OwnRecordServices): MyCase {
  const holders = new SealedField(services.keyring, z.object({ personId: z.uuid() }), {
    purpose: 'own-record',
    lifeMs: LIFE_MS,
  })
  const afterWrongOnes = wrongOnesInTurn()

  return { answer, came }

  /** Who has opened their record comes as a person comes. */
  function came(fields: Fields): Came {
    const holder = holders.read(one(fields, 'own'), services.now())
    return holder && { id: holder.personId, since: 0 }
  }

  async function answer(asked: Asked): Promise<Answer> {
    const { fields } = asked
    const words = ownWords(asked.language)
    const holder = holders.read(one(fields, 'own'), services.now())
    if (!holder) return withCode(asked)
    const { personId } = holder
    const text = one(fields, 'text')
    const isAsking = one(fields, 'go') === 'ask'
    let notice: string | undefined
    let draft = isAsking ? '' : text
    if (isAsking && text.trim() === '') notice = words.t('ask.empty')
    else if (isAsking && text.length > MOST) [notice, draft] = [words.t('ask.tooLong'), text]
    else if (isAsking) {
      await opened(() =>
        askAboutOwnRecord(services, personId, {
          id: z.uuid().safeParse(one(fields, 'askId')).data ?? randomUUID(),
          kind: Kind.catch('ask').parse(one(fields, 'kind')),
          text: text.trim(),
        }),
      )
      notice = words.t('ask.sent')
    }
    return show(asked, personId, { notice, draft, names: one(fields, 'go') === 'names' })
  }

  async function show(
    asked: Asked,
    personId: string,
    shown: { notice?: string | undefined; draft?: string; names?: boolean },
  ): Promise<Answer> {
    const words = ownWords(asked.language)
    const own = await opened(() => readOwnRecord(services, personId))
    // Taken back, or the record is gone: the same words as for a code that never was.
    if (own === undefined) {
      return { body: myCodePage({ problem: words.t('code.unknown') }, words, asked.t) }
    }
    const identity = shown.names ? ((await opened(() => readOwnIdentity(services, personId))) ?? null) : null
    const held = { own: holders.write({ personId }, services.now()), askId: randomUUID() }
    return { body: myRecordPage(own, { ...shown, identity, ...held }, words) }
  }

  async function withCode(asked: Asked): Promise<Answer> {
    const { fields, t } = asked
    const words = ownWords(asked.language)
    const typed = one(fields, 'typed').slice(0, 1000)
    if (one(fields, 'go') !== 'open') {
      const problem = one(fields, 'own') === '' ? undefined : words.t('code.late')
      return { body: myCodePage({ typed, problem }, words, t) }
    }
    const found = await openOwnRecord(services, typed)
    if (found.ok) return show(asked, found.personId, {})
    const problem = found.problem === 'unknown' ? words.t('code.unknown') : codeProblem(found, t)
    return { body: myCodePage({ typed, problem }, words, t), notBefore: afterWrongOnes() }
  }
}

/** What it gave; undefined when the code opens nothing any more. */
async function opened<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof AsyliaError ? error.code : ''
    if (code === 'cases.not-found' || code === 'crypto.subject-shredded') return undefined
    throw error
  }
}

/**
 * When the next wrong code may be answered, in milliseconds of `performance.now()`. They wait for each other, a second each:
 * whoever guesses gains nothing by asking often, and we keep no address. The wait is left to whoever answers: it holds no
 * turn that the right code could have.
 */
function wrongOnesInTurn(): () => number {
  let last = 0
  return () => {
    const now = performance.now()
    last = Math.min(Math.max(last, now) + SLOW_MS, now + SLOWEST_MS)
    return last
  }
}

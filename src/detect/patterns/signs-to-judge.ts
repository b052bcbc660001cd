import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import {
  type Lesson,
  opinionOn,
  type Read,
  readWordings,
  type SignModel,
  teachSign,
} from '../indicators/sign-model.ts'
import { signsIn, signWords } from '../indicators/signs.ts'
import { wording } from '../signatures/read-observation.ts'
import { type SignVerdict, signVerdicts } from '../verdicts/sign-verdicts.store.ts'
import type { ReviewStores } from './list-patterns.ts'
import type { SignView } from './pattern-views.ts'
import { onePostAWording, type PatternObservation } from './show-pattern.ts'

/** Words of the rules that are shown of one sign. */
const mostWords = 8

/**
 * Each sign for a reviewer to answer: what the rules find in the pattern's wordings, what was answered, and what the
 * answers on other patterns taught. The pattern's own answer does not teach what is said of it.
 */
export async function signsToJudge(
  stores: ReviewStores,
  actor: Actor,
  pattern: { run: string; id: string; observations: readonly PatternObservation[] },
): Promise<SignView[]> {
  const given = await stores.db.as(actor, (trx) => signVerdicts(trx, actor))
  const texts = onePostAWording(pattern.observations).map(({ title, text }) => wording(title, text))
  const read = readWordings(texts)
  const lessons = await readLessons(
    stores.corpus,
    given.filter((one) => one.pattern !== pattern.id),
  )
  const found = new Map<string, { wordings: number; words: string[] }>()
  for (const text of texts)
    for (const { sign, spans } of signsIn(text)) {
      const own = found.get(sign) ?? { wordings: 0, words: [] }
      found.set(sign, own)
      own.wordings++
      for (const { start, end } of spans) {
        const words = text.slice(start, end)
        if (!own.words.includes(words) && own.words.length < mostWords) own.words.push(words)
      }
    }
  return signWords()
    .signs.map(({ id: sign, indicators }): SignView => {
      const model: SignModel = teachSign(sign, lessons.get(sign) ?? [])
      return {
        sign,
        indicators,
        wordings: found.get(sign)?.wordings ?? 0,
        of: texts.length,
        words: found.get(sign)?.words ?? [],
        verdict: given.find((one) => one.pattern === pattern.id && one.sign === sign) ?? null,
        learned: opinionOn(sign, model, read),
      }
    })
    .sort((a, b) => b.wordings - a.wordings)
}

/** What standing answers teach, by sign: the texts are read anew, so that a post that was erased teaches no more. */
async function readLessons(corpus: Corpus, given: readonly SignVerdict[]): Promise<Map<string, Lesson[]>> {
  const ids = [...new Set(given.flatMap(({ observations }) => observations))].sort()
  const rows =
    ids.length === 0
      ? []
      : await corpus.query(
          'SELECT id, title, text FROM sources_ad FINAL WHERE id IN ({ids:Array(String)})',
          z.object({ id: z.string(), title: z.string(), text: z.string() }),
          { ids },
        )
  const texts = new Map(rows.map(({ id, title, text }) => [id, wording(title, text)]))
  const reads = new Map<string, Read>()
  const lessons = new Map<string, Lesson[]>()
  for (const { pattern, sign, verdict, observations } of given) {
    const own = observations.flatMap((id) => texts.get(id) ?? [])
    if (own.length === 0) continue
    const key = observations.join(' ')
    const read = reads.get(key) ?? readWordings(own)
    reads.set(key, read)
    const known = lessons.get(sign)
    const lesson = { key: pattern, read, holds: verdict === 'holds' }
    if (known === undefined) lessons.set(sign, [lesson])
    else known.push(lesson)
  }
  return lessons
}

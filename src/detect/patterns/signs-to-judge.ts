import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Corpus } from '#platform/corpus'
import { type Lesson, opinionOn, readWordings, type SignModel, teachSign } from '../indicators/sign-model.ts'
import { signsIn, signWords } from '../indicators/signs.ts'
import { wording } from '../signatures/read-observation.ts'
import { type SignVerdict, signVerdicts } from '../verdicts/sign-verdicts.store.ts'
import type { ReviewStores } from './list-patterns.ts'
import type { SignView } from './pattern-views.ts'
import { onePostAWording, type PatternObservation } from './show-pattern.ts'

/** Words of the rules that are shown of one sign. */
const mostWords = 8

/** The newest answers on a sign that teach: what was said long ago of other wordings, and a second's work. */
const mostLessons = 200

/** What was taught last, by organisation and sign: taught anew only when an answer or one of its texts is another. */
const lately = new Map<string, { of: string; model: SignModel }>()

function taught(organisation: string | null, sign: string, lessons: readonly Written[]): SignModel {
  const of = createHash('sha256').update(JSON.stringify(lessons)).digest('hex')
  const at = `${organisation} ${sign}`
  const last = lately.get(at)
  if (last?.of === of) return last.model
  const read = lessons.map(({ key, holds, texts }): Lesson => ({ key, holds, read: readWordings(texts) }))
  const model = teachSign(sign, read)
  lately.set(at, { of, model })
  return model
}

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
      const model = taught(actor.organisation, sign, lessons.get(sign) ?? [])
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

type Written = { key: string; holds: boolean; texts: string[] }

/** Standing answers by sign with their texts, read anew, so that a post that was erased teaches no more. */
async function readLessons(corpus: Corpus, given: readonly SignVerdict[]): Promise<Map<string, Written[]>> {
  const counts = new Map<string, number>()
  const kept = given
    .toSorted((a, b) => (a.decidedAt + a.pattern > b.decidedAt + b.pattern ? -1 : 1))
    .filter(({ sign }) => {
      const before = counts.get(sign) ?? 0
      counts.set(sign, before + 1)
      return before < mostLessons
    })
  const ids = [...new Set(kept.flatMap(({ observations }) => observations))].sort()
  const rows =
    ids.length === 0
      ? []
      : await corpus.query(
          'SELECT id, title, text FROM sources_ad FINAL WHERE id IN ({ids:Array(String)})',
          z.object({ id: z.string(), title: z.string(), text: z.string() }),
          { ids },
        )
  const known = new Map(rows.map(({ id, title, text }) => [id, wording(title, text)]))
  const lessons = new Map<string, Written[]>()
  for (const { pattern, sign, verdict, observations } of kept) {
    const texts = observations.flatMap((id) => known.get(id) ?? [])
    if (texts.length > 0)
      lessons.set(sign, [...(lessons.get(sign) ?? []), { key: pattern, holds: verdict === 'holds', texts }])
  }
  return lessons
}

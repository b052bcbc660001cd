import type { Actor } from '#platform/access'
import { BadInput } from '#platform/errors'
import { signWords } from '../indicators/signs.ts'
import type { ReviewStores } from '../patterns/list-patterns.ts'
import { onePostAWording, patternObservations } from '../patterns/show-pattern.ts'
import { openWhole } from './review.ts'
import { judgeSign, type SignAnswer, type SignVerdict, takeSignBack } from './sign-verdicts.store.ts'

/** Says of one sign that the words of a pattern support it, or do not. Throws `BadInput` for a sign there is not. */
export async function giveSignVerdict(
  stores: ReviewStores,
  actor: Actor,
  given: { id: string; sign: string; verdict: SignAnswer; reason: string | null },
): Promise<SignVerdict> {
  const { id, sign, verdict, reason } = given
  if (!signWords().signs.some((one) => one.id === sign))
    throw new BadInput(`sign: found '${sign.slice(0, 80)}', expected a sign of this pattern's list`, {
      field: 'sign',
    })
  const { run } = await openWhole(stores, actor, id)
  const posts = onePostAWording(await patternObservations(stores.corpus, run, id))
  return stores.db.as(actor, (trx) =>
    judgeSign(trx, actor, {
      pattern: id,
      sign,
      verdict,
      reason,
      observations: posts.map((post) => post.id),
      run,
      at: stores.now?.() ?? new Date(),
    }),
  )
}

/** Takes an answer about a sign back: it is open again and teaches no more. */
export async function takeSignVerdictBack(
  stores: ReviewStores,
  actor: Actor,
  given: { id: string; verdictId: string; reason: string | null },
): Promise<SignVerdict> {
  const { id: pattern, verdictId: id, reason } = given
  return stores.db.as(actor, (trx) =>
    takeSignBack(trx, actor, { id, pattern, reason, at: stores.now?.() ?? new Date() }),
  )
}

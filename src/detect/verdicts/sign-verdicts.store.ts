import type { GeneratedAlways } from 'kysely'
import { newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import type { Transaction } from '#platform/db'
import { AsyliaError } from '#platform/errors'

declare module '#platform/db' {
  interface Tables {
    detect_sign_verdict: {
      id: string
      position: GeneratedAlways<string>
      pattern: string
      organisation_id: string | null
      sign: string
      verdict: SignAnswer | 'taken_back'
      takes_back: string | null
      reason: string | null
      observations: string[]
      decided_by: string
      decided_at: Date
      run: string
    }
  }
}

export const signAnswers = ['holds', 'does_not_hold'] as const
/** Whether the words of a pattern support a sign, as a reviewer reads them. */
export type SignAnswer = (typeof signAnswers)[number]

/** What stands of one sign of one pattern. It is said of the pattern's words, never of a post or a person. */
export type SignVerdict = {
  id: string
  pattern: string
  sign: string
  verdict: SignAnswer
  reason: string | null
  /** One post of each wording that was judged. */
  observations: string[]
  decidedBy: string
  decidedAt: string
}

type Given = Pick<SignVerdict, 'pattern' | 'sign' | 'verdict' | 'reason' | 'observations'> & {
  run: string
  at: Date
}

/** Adds what a reviewer says of a sign, and its line in the record. An earlier answer stays and counts no more. */
export async function judgeSign(trx: Transaction, actor: Actor, given: Given): Promise<SignVerdict> {
  const id = await add(trx, actor, { ...given, takesBack: null })
  return (await signVerdicts(trx, actor, given.pattern)).find((one) => one.id === id)!
}

/**
 * Takes an answer back by a line of its own; the one before it does not come back, the sign is open again. Throws
 * `detect.sign-verdict.not-found` when it does not stand.
 */
export async function takeSignBack(
  trx: Transaction,
  actor: Actor,
  { id, pattern, reason, at }: { id: string; pattern: string; reason: string | null; at: Date },
): Promise<SignVerdict> {
  const standing = (await signVerdicts(trx, actor, pattern)).find((one) => one.id === id)
  if (standing === undefined)
    throw new AsyliaError('detect.sign-verdict.not-found', 'no such answer stands on this pattern')
  const { run } = await trx
    .selectFrom('detect_sign_verdict')
    .select('run')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await add(trx, actor, { ...standing, verdict: 'taken_back', takesBack: id, reason, run, at })
  return standing
}

async function add(
  trx: Transaction,
  actor: Actor,
  line: Omit<Given, 'verdict'> & { verdict: SignAnswer | 'taken_back'; takesBack: string | null },
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('detect_sign_verdict')
    .values({
      id,
      pattern: line.pattern,
      organisation_id: actor.organisation,
      sign: line.sign,
      verdict: line.verdict,
      takes_back: line.takesBack,
      reason: line.reason,
      observations: line.observations,
      decided_by: actor.id,
      decided_at: line.at,
      run: line.run,
    })
    .execute()
  await record(trx, actor, {
    action: `pattern-sign.${line.verdict}`,
    resource: 'pattern',
    subject: `${line.pattern} ${line.sign}`,
    why: line.reason?.slice(0, 500) ?? null,
  })
  return id
}

/** What the actor's organisation says of the signs of one pattern, or of all: the newest of each, unless taken back. */
export async function signVerdicts(trx: Transaction, actor: Actor, pattern?: string): Promise<SignVerdict[]> {
  const rows = await trx
    .selectFrom('detect_sign_verdict')
    .distinctOn(['pattern', 'sign'])
    .selectAll()
    .where('organisation_id', 'is not distinct from', actor.organisation)
    .$if(pattern !== undefined, (query) => query.where('pattern', '=', pattern!))
    .orderBy('pattern')
    .orderBy('sign')
    .orderBy('position', 'desc')
    .execute()
  return rows.flatMap(({ verdict, ...row }) =>
    verdict === 'taken_back'
      ? []
      : [
          {
            id: row.id,
            pattern: row.pattern,
            sign: row.sign,
            verdict,
            reason: row.reason,
            observations: row.observations,
            decidedBy: row.decided_by,
            decidedAt: row.decided_at.toISOString(),
          },
        ],
  )
}

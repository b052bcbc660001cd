import { fileReport, readOwnReport, readReturnCode } from '#intake'
import { one } from './fields.ts'
import {
  beginJourney,
  isStep,
  Journey,
  leaveOut,
  type Step,
  stepAfter,
  stepBefore,
  takeAnswers,
} from './journey.ts'
import {
  codePage,
  donePage,
  firstPage,
  questionPage,
  reviewPage,
  type Shown,
  tellingPage,
} from './report-pages.ts'
import { type Answer, type Asked, isGone, type PortalServices } from './respond.ts'
import { SealedField } from './sealed-field.ts'
import { codeProblem } from './words.ts'

const LIFE_MS = 12 * 3_600_000

type Readers = { id: string; name: string }

/** `/report`: from the first question to the code, one page at a time, nothing kept by the server until it is sent. */
export function reportJourney({ intake, receiver }: PortalServices): (asked: Asked) => Promise<Answer> {
  const journeys = new SealedField(intake.keyring, Journey, { purpose: 'journey', lifeMs: LIFE_MS })

  return async (asked) => {
    const readers = await receiver()
    const field = one(asked.fields, 'journey')
    const known = journeys.read(field, intake.now())
    const at = one(asked.fields, 'step')
    if (at === 'code' || at === 'done') {
      if (known) return at === 'code' ? afterCode(asked, known) : done(asked, known)
      if (field) return { body: tellingPage('late', asked), keep: {} }
    }
    if (!readers) return { body: tellingPage('closed', asked), keep: {}, status: 503 }
    return nextPage(asked, { readers, known, isLate: field !== '' && !known, step: isStep(at) ? at : 'safe' })
  }

  type Standing = { readers: Readers; known: Journey | undefined; isLate: boolean; step: Step }

  /** Takes in what one page asked and shows the page that follows. */
  async function nextPage(asked: Asked, { readers, known, isLate, step }: Standing): Promise<Answer> {
    const { fields, t, language } = asked
    const go = one(fields, 'go')
    const to = one(fields, 'to')
    const before = known ?? beginJourney(readers.id)
    const isPosted = known !== undefined || isLate
    const taken = isPosted && go !== 'skip' ? takeAnswers(before.report, step, fields) : undefined
    const report = taken?.report ?? (go === 'skip' ? leaveOut(before.report, step) : before.report)
    const journey: Journey = { ...before, report }
    if (go === 'send' && step === 'review' && known) return send(asked, journey, readers)

    const over = taken?.over
    const number = (value: number) => value.toLocaleString(language)
    const problem = isLate
      ? t('expired')
      : over && t('tooLong', { found: number(over.found), most: number(over.most) })
    const stays = problem !== undefined || (go === '' && to === '')
    const toReview = one(fields, 'onward') === 'review' || (step === 'review' && isStep(to))
    const next = stays ? step : follows(step, go, to, toReview)
    const shown: Shown = {
      journey: journeys.write(journey, intake.now()),
      report,
      typed: stays ? taken?.typed : undefined,
      readers: readers.name,
      problem,
      toReview,
    }
    const status = over ? 400 : 200
    if (next === 'safe') return { body: firstPage(shown, asked), showsNumbers: true, status }
    if (next === 'review') return { body: reviewPage(shown, asked), status }
    return { body: questionPage(next, shown, asked), status }
  }

  async function send(asked: Asked, journey: Journey, readers: Readers): Promise<Answer> {
    const { language, t } = asked
    const { id, code, organisation, report } = journey
    const spelling = journey.spelling ?? language
    try {
      const filed = await fileReport(intake, {
        id,
        code,
        organisationId: organisation,
        channel: 'web',
        language,
        report,
      })
      // From here on the page carries the code and the id alone: what was told is with the team.
      const sealed = journeys.write({ ...beginJourney(organisation), id, code, spelling }, intake.now())
      return { body: codePage({ journey: sealed, code, spelling, again: filed.again }, asked) }
    } catch (error) {
      if (isGone(error)) throw error
      // Kept in the page, so that it can be sent again; the report's id makes sure that it arrives once.
      const shown = { journey: journeys.write(journey, intake.now()), report, readers: readers.name }
      return { body: reviewPage({ ...shown, problem: t('notSent') }, asked), status: 503, fault: error }
    }
  }

  async function afterCode(asked: Asked, journey: Journey): Promise<Answer> {
    const { fields, language, t } = asked
    const go = one(fields, 'go')
    const shown = {
      journey: journeys.write(journey, intake.now()),
      code: journey.code,
      spelling: journey.spelling ?? language,
    }
    if (go === 'check') {
      const typed = one(fields, 'typed').slice(0, 1000)
      const read = readReturnCode(typed)
      if (!read.ok) return { body: codePage({ ...shown, typed, problem: codeProblem(read, t) }, asked) }
      if (read.canonical !== journey.code)
        return { body: codePage({ ...shown, typed, problem: t('code.different') }, asked) }
    } else if (go !== 'without') {
      return { body: codePage({ ...shown, typed: one(fields, 'typed').slice(0, 1000) }, asked) }
    }
    return done(asked, journey)
  }

  async function done(asked: Asked, journey: Journey): Promise<Answer> {
    const remembered = one(asked.fields, 'go') === 'check' || one(asked.fields, 'remembered') === 'yes'
    const held = await readOwnReport(intake, journey.id)
    // The code goes no further: who finds this page later finds a date.
    const sealed = journeys.write({ ...beginJourney(journey.organisation), id: journey.id }, intake.now())
    return {
      body: donePage(held.answerBy, remembered, asked),
      keep: { journey: sealed, step: 'done', remembered: remembered ? 'yes' : 'no' },
    }
  }
}

function follows(step: Step, go: string, to: string, toReview: boolean): Step {
  if (step === 'review' && isStep(to)) return to
  if (toReview) return 'review'
  return go === 'back' ? stepBefore(step) : stepAfter(step)
}

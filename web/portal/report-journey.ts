import { fileReport, giveReceipt, keepDraft, readReturnCode, spellReturnCode, takeSecondCode } from '#intake'
import { z } from 'zod'
import { codePage, donePage, savedPage } from './code-pages.ts'
import type { Came } from './admission.ts'
import { type Fields, one } from './fields.ts'
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
import { receiptPage } from './receipt-page.ts'
import { firstPage, questionPage, reviewPage, type Shown, tellingPage } from './report-pages.ts'
import { type Answer, type Asked, isGone, type PortalServices } from './respond.ts'
import { SealedField } from './sealed-field.ts'
import { codeProblem } from './words.ts'

const LIFE_MS = 12 * 3_600_000

/** What is kept of a report that was not sent: the way so far, and where it stopped. */
const Saved = z.object({ journey: Journey, step: z.string() })

type Readers = { id: string; name: string; kind: string }

export type ReportJourney = {
  /** `/report`: from the first question to the code, one page at a time, nothing kept by the server until it is sent or saved. */
  answer(asked: Asked): Promise<Answer>
  /** Which report a form is about, and since when it is being told. */
  came(fields: Fields): Came
  /** Goes on with what was saved, at the page where it was left. */
  resume(asked: Asked, saved: string): Promise<Answer>
}

export function reportJourney({ intake, receiver, doors }: PortalServices): ReportJourney {
  const journeys = new SealedField(intake.keyring, Journey, { purpose: 'journey', lifeMs: LIFE_MS })

  /** What a form's fields were read as: the gate asks first, the page again. */
  const read = new WeakMap<Fields, { journey: Journey | undefined }>()

  return {
    async answer(asked) {
      const readers = await receiver()
      const field = one(asked.fields, 'journey')
      const known = journeyIn(asked.fields)
      const at = one(asked.fields, 'step')
      if (at === 'code' || at === 'done') {
        if (known?.sent) return at === 'code' ? afterCode(asked, known) : done(asked, known)
        if (field) return { body: tellingPage('late', asked), keep: {} }
      }
      if (!readers) return { body: tellingPage('closed', asked), keep: {}, status: 503 }
      const step = isStep(at) ? at : 'safe'
      if (one(asked.fields, 'saved') === 'yes' && known) return afterSaved(asked, { readers, known, step })
      return nextPage(asked, { readers, known, isLate: field !== '' && !known, step })
    },
    came(fields) {
      const known = journeyIn(fields)
      return known && { id: known.id, since: known.begun }
    },
    async resume(asked, saved) {
      const readers = await receiver()
      if (!readers) return { body: tellingPage('closed', asked), keep: {}, status: 503 }
      const { journey, step } = Saved.parse(JSON.parse(saved))
      return draw(asked, isStep(step) ? step : 'safe', await shownOf(journey, readers))
    },
  }

  function journeyIn(fields: Fields): Journey | undefined {
    const before = read.get(fields)
    if (before) return before.journey
    const journey = journeys.read(one(fields, 'journey'), intake.now())
    read.set(fields, { journey })
    return journey
  }

  async function shownOf(journey: Journey, readers: Readers): Promise<Shown> {
    return {
      journey: journeys.write(journey, intake.now()),
      report: journey.report,
      readers,
      door: await doors.of(journey.organisation),
    }
  }

  function draw(asked: Asked, step: Step, shown: Shown, status: 200 | 400 = 200): Answer {
    if (step === 'safe') return { body: firstPage(shown, asked), showsNumbers: true, status }
    if (step === 'review') return { body: reviewPage(shown, asked), status }
    return { body: questionPage(step, shown, asked), status }
  }

  type Standing = { readers: Readers; known: Journey | undefined; isLate: boolean; step: Step }

  /** Takes in what one page asked and shows the page that follows. */
  async function nextPage(asked: Asked, { readers, known, isLate, step }: Standing): Promise<Answer> {
    const { fields, t, language } = asked
    const go = one(fields, 'go')
    const to = one(fields, 'to')
    const before = known ?? beginJourney(readers.id, intake.now())
    const isPosted = known !== undefined || isLate
    const taken = isPosted && go !== 'skip' ? takeAnswers(before.report, step, fields) : undefined
    const report = taken?.report ?? (go === 'skip' ? leaveOut(before.report, step) : before.report)
    const journey: Journey = { ...before, report }
    if (go === 'send' && step === 'review' && known) return send(asked, journey, readers)

    const over = taken?.over
    if (go === 'save' && known && !over) return save(asked, journey, step)
    const number = (value: number) => value.toLocaleString(language)
    const problem = isLate
      ? t('expired')
      : over && t('tooLong', { found: number(over.found), most: number(over.most) })
    const stays = problem !== undefined || (go === '' && to === '')
    const toReview = one(fields, 'onward') === 'review' || (step === 'review' && isStep(to))
    const next = stays ? step : follows(step, go, to, toReview)
    const shown: Shown = {
      ...(await shownOf(journey, readers)),
      typed: stays ? taken?.typed : undefined,
      problem,
      toReview,
    }
    return draw(asked, next, shown, over ? 400 : 200)
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
      const isSealedThere = Object.keys(report.sealed).length > 0
      const how = isSealedThere ? 'browser' : filed.sealedToRecipients ? 'recipients' : 'server'
      const receipt = await giveReceipt(intake, { id, code, report })
      // From here on the page carries the code and the id alone: what was told is with the team.
      const after: Journey = {
        ...beginJourney(organisation, intake.now()),
        id,
        code,
        spelling,
        sent: { how, answerBy: filed.answerBy, receipt },
      }
      return { body: codePage(codeShown(after, { again: filed.again }), asked) }
    } catch (error) {
      if (isGone(error)) throw error
      // Kept in the page, so that it can be sent again; the report's id makes sure that it arrives once.
      const shown = { ...(await shownOf(journey, readers)), problem: t('notSent') }
      return { body: reviewPage(shown, asked), status: 503, fault: error }
    }
  }

  function codeShown(journey: Journey, more: { again?: boolean; typed?: string; problem?: string } = {}) {
    return {
      ...more,
      journey: journeys.write(journey, intake.now()),
      spelt: spellReturnCode(journey.code, journey.spelling ?? 'en'),
      spelling: journey.spelling ?? 'en',
      how: journey.sent?.how ?? 'server',
    }
  }

  async function afterCode(asked: Asked, journey: Journey): Promise<Answer> {
    const { fields, language } = asked
    const go = one(fields, 'go')
    const typed = one(fields, 'typed').slice(0, 1000)
    if (go === 'second') {
      const second = spellReturnCode(await takeSecondCode(intake, journey.id), journey.spelling ?? language)
      return { body: codePage({ ...codeShown(journey, { typed }), second }, asked) }
    }
    if (go === 'without') return done(asked, journey)
    if (go !== 'check') return { body: codePage(codeShown(journey, { typed }), asked) }
    const problem = typedWrong(asked, journey, typed)
    if (problem) return { body: codePage(codeShown(journey, { typed, problem }), asked) }
    return done(asked, journey)
  }

  /** What is wrong with a code typed back; nothing, when it is the one. */
  function typedWrong({ t }: Asked, journey: Journey, typed: string): string | undefined {
    const read = readReturnCode(typed)
    if (!read.ok) return codeProblem(read, t)
    return read.canonical === journey.code ? undefined : t('code.different')
  }

  async function done(asked: Asked, journey: Journey): Promise<Answer> {
    const { fields } = asked
    const go = one(fields, 'go')
    const { sent } = journey
    if (!sent) return { body: tellingPage('late', asked), keep: {} }
    if (go === 'keep')
      return { file: { name: 'note.txt', text: `${JSON.stringify(sent.receipt, null, 1)}\n` } }
    const remembered = go === 'check' || one(fields, 'remembered') === 'yes'
    // The code goes no further: who finds this page later finds a date.
    const sealed = journeys.write(
      { ...beginJourney(journey.organisation, intake.now()), id: journey.id, code: '', sent },
      intake.now(),
    )
    const keep = { journey: sealed, step: 'done', remembered: remembered ? 'yes' : 'no' }
    if (go === 'receipt') return { body: receiptPage(sent.receipt, keep, asked), keep }
    return { body: donePage({ answerBy: sent.answerBy, how: sent.how, remembered }, keep, asked), keep }
  }

  async function save(asked: Asked, before: Journey, step: Step): Promise<Answer> {
    const journey = { ...before, spelling: before.spelling ?? asked.language }
    // Kept on the disk: without the moment it was begun.
    const text = JSON.stringify({ journey: { ...journey, begun: 0 }, step } satisfies z.input<typeof Saved>)
    const eraseOn = await keepDraft(intake, { id: journey.id, code: journey.code, text })
    return { body: savedPage(codeShown(journey), { eraseOn, step }, asked) }
  }

  type AfterSaved = { readers: Readers; known: Journey; step: Step }

  async function afterSaved(asked: Asked, { readers, known, step }: AfterSaved): Promise<Answer> {
    const { fields } = asked
    const go = one(fields, 'go')
    if (go === 'on') return draw(asked, step, await shownOf(known, readers))
    const typed = one(fields, 'typed').slice(0, 1000)
    const eraseOn = one(fields, 'eraseOn')
    const problem = go === 'check' ? typedWrong(asked, known, typed) : undefined
    if (go === 'check' && !problem) return { body: tellingPage('saved', asked), keep: {} }
    return {
      body: savedPage(codeShown(known, { typed, ...(problem && { problem }) }), { eraseOn, step }, asked),
    }
  }
}

function follows(step: Step, go: string, to: string, toReview: boolean): Step {
  if (step === 'review' && isStep(to)) return to
  if (toReview) return 'review'
  return go === 'back' ? stepBefore(step) : stepAfter(step)
}

import { html } from 'hono/html'
import type { Translate } from '#platform/i18n'
import { numbersToCall } from './help-numbers.ts'
import { type Journey, type Step, STEPS } from './journey.ts'
import { hidden, type Html, MAIN_FORM } from './layout.ts'
import { questionInputs, toldList } from './questions.ts'
import { readersNotice } from './readers.ts'
import type { Door } from './respond.ts'

export type Readers = { id: string; name: string; kind: string }
/** `country`: the deployment's own, ISO 3166-1 alpha-2. */
export type Words = { t: Translate; language: string; country?: string | undefined }
type Told = Journey['report']

/** A step of the journey: what travels sealed, what is shown, what is wrong, and where it goes on to. */
export type Shown = {
  journey: string
  report: Told
  readers: Readers
  /** What the browser seals typed words to; undefined while the team has no keys. */
  door: Door | undefined
  /** Words that are too long to be kept, as they were typed. */
  typed?: Readonly<Record<string, string>> | undefined
  problem?: string | undefined
  /** The page was reached from reading over and goes back there. */
  toReview?: boolean
}

export function mainForm(
  { language }: Words,
  fields: Readonly<Record<string, string>>,
  body: Html,
  { code, door }: { code?: string; door?: Door | undefined } = {},
) {
  return html`<form
    method="post"
    action="/report"
    autocomplete="off"
    id="${MAIN_FORM}"
    ${code === undefined ? '' : html`data-code="${code}"`}
    ${door === undefined ? '' : html`data-door="${door.id}" data-door-key="${door.publicKey.toString('base64')}"`}
  >
    ${hidden({ ...fields, currentLanguage: language })} ${body}
  </form>`
}

export function problemBox(problem: string | undefined) {
  return problem ? html`<p class="problem" role="alert">${problem}</p>` : ''
}

/** The first page: what this is, that the person decides, the numbers to call, and the first question. */
export function firstPage({ journey, report, problem, toReview }: Shown, words: Words) {
  const { t } = words
  return html`<h1>${t('welcome.heading')}</h1>
    <p>${t('welcome.what')}</p>
    <p>${t('welcome.yours')}</p>
    ${problemBox(problem)}
    ${mainForm(
      words,
      { journey, step: 'safe', ...(toReview && { onward: 'review' }) },
      html`${questionInputs('safe', report, t, {})}
        <div class="actions">
          <button class="main" name="go" value="next">${t('next')}</button>
          <button name="go" value="skip">${t('skipQuestion')}</button>
        </div>`,
    )}
    <h2>${t('numbers.heading')}</h2>
    ${numbersToCall(words)}
    <p class="aside"><a href="/report/return">${t('welcome.return')}</a></p>
    <details>
      <summary>${t('traces.heading')}</summary>
      <p>${t('traces.exit')}</p>
      <p>${t('traces.history')}</p>
      <p>${t('traces.device')}</p>
    </details>`
}

/** One question: what is asked, why, and three ways on. */
export function questionPage(step: Step, shown: Shown, words: Words) {
  const { t } = words
  const { journey, report, readers, door, typed = {}, problem, toReview } = shown
  // Who is not safe sees the numbers again, open, before anything else is asked.
  const inDanger = step === 'readers' && (report.safe === 'no' || report.safe === 'not_sure')
  return html`<p class="step">${t('step', { number: STEPS.indexOf(step) + 1, total: STEPS.length - 1 })}</p>
    <h1>${t(`${step}.heading`)}</h1>
    <p class="why">${t(`${step}.why`)}</p>
    ${
      inDanger
        ? html`<h2>${t('numbers.heading')}</h2>
            ${numbersToCall(words)}`
        : ''
    }
    ${problemBox(problem)}
    ${mainForm(
      words,
      { journey, step, ...(toReview && { onward: 'review' }) },
      html`${step === 'readers' ? readersNotice({ readers, door }, t) : questionInputs(step, report, t, typed)}
        <div class="actions">
          <button class="main" name="go" value="next">${t('next')}</button>
          ${step === 'readers' ? '' : html`<button name="go" value="skip">${t('skipQuestion')}</button>`}
          <button name="go" value="back">${t('back')}</button>
        </div>
        <p class="later"><button name="go" value="save">${t('saveLater')}</button></p>`,
      { door },
    )}`
}

export function reviewPage({ journey, report, readers, problem }: Shown, words: Words) {
  const { t } = words
  return html`<h1>${t('review.heading')}</h1>
    <p>${t('review.who', { organisation: readers.name })}</p>
    ${problemBox(problem)}
    ${mainForm(
      words,
      { journey, step: 'review' },
      // The first button of a form is what Enter presses: sending is never a slip of a finger on 'change'.
      html`${toldList(report, t, { change: true })}
        <div class="actions">
          <button class="main" name="go" value="send">${t('send')}</button>
          <button name="go" value="back">${t('back')}</button>
        </div>
        <p class="later"><button name="go" value="save">${t('saveLater')}</button></p>`,
    )}`
}

/** A page that only tells something: nobody receives reports now, a report was erased, a fault of ours. */
export function tellingPage(
  what: 'closed' | 'erased' | 'gone' | 'fault' | 'late' | 'saved' | 'tooLarge' | 'fileTooLarge',
  { t }: Words,
) {
  return html`<h1>${t(`${what}.heading`)}</h1>
    <p>${t(`${what}.what`)}</p>
    <p><a href="/report">${t('toStart')}</a></p>
    <p><a href="/report/return">${t('toReturn')}</a></p>`
}

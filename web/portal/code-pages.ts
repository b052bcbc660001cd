import { html } from 'hono/html'
import type { Html } from './layout.ts'
import { mainForm, problemBox, type Words } from './report-pages.ts'
import { longDay } from './words.ts'

/** How what was sent was sealed: in the browser, on the server to recipients' keys, or by the server's own keys. */
export type How = 'browser' | 'recipients' | 'server'

export type CodeShown = {
  journey: string
  /** The code as it is written down, and the language of its words. */
  spelt: string
  spelling: string
  how: How
  problem?: string | undefined
  typed?: string
  again?: boolean
  /** A second code, which opens an empty report. */
  second?: string
}

/** The code, once, to be written down and said back. */
export function codePage({ journey, how, problem, typed, again, second, ...shown }: CodeShown, words: Words) {
  const { t } = words
  return html`<h1>${t('code.heading')}</h1>
    ${again ? html`<p class="problem" role="status">${t('code.again')}</p>` : ''}
    <p>${t('code.kept')}</p>
    ${spelling(shown.spelt, shown.spelling)}
    <p>${t('code.disguise')}</p>
    ${problemBox(problem)}
    ${mainForm(
      words,
      { journey, step: 'code' },
      html`${codeInput(t('code.label'), typed)}
        <div class="actions">
          <button class="main" name="go" value="check">${t('code.check')}</button>
          <button name="go" value="without">${t('code.without')}</button>
        </div>
        ${secondCode({ second, spelling: shown.spelling }, words)}`,
      { code: shown.spelt },
    )}
    <p class="hint">${t(`how.${how}`)}</p>
    ${startAgain(words)}`
}

/**
 * Pages that answer a form are kept in no cache, so a browser that goes back to one without JavaScript shows an error of its
 * own. An address for each to come back to would stand in the history.
 */
function startAgain({ t }: Words): Html {
  return html`<p class="hint">${t('notBack')} <a href="/report">${t('toStart')}</a></p>`
}

function secondCode(
  { second, spelling: language }: { second: string | undefined; spelling: string },
  { t }: Words,
) {
  if (second !== undefined)
    return html`<h2>${t('second.heading')}</h2>
      ${spelling(second, language)}
      <p>${t('second.kept')}</p>`
  return html`<details>
    <summary>${t('second.question')}</summary>
    <p>${t('second.what')}</p>
    <p><button name="go" value="second">${t('second.take')}</button></p>
  </details>`
}

function spelling(spelt: string, language: string): Html {
  return html`<p
    class="code"
    dir="${/\p{Script=Arabic}/u.test(spelt) ? 'rtl' : 'ltr'}"
    lang="${/\d/.test(spelt) ? '' : language}"
  >
    ${spelt.split(' ').map((part) => html`<span>${part}</span> `)}
  </p>`
}

/** Saved, not sent: the code, and the way on. */
export function savedPage(
  { journey, problem, typed, ...shown }: CodeShown,
  { eraseOn, step }: { eraseOn: string; step: string },
  words: Words,
) {
  const { t, language } = words
  return html`<h1>${t('saved.codeHeading')}</h1>
    <p>${t('saved.kept', { day: eraseOn === '' ? '' : longDay(eraseOn, language) })}</p>
    ${spelling(shown.spelt, shown.spelling)}
    <p>${t('code.disguise')}</p>
    ${problemBox(problem)}
    ${mainForm(
      words,
      { journey, step, saved: 'yes', eraseOn },
      html`${codeInput(t('code.label'), typed)}
        <div class="actions">
          <button class="main" name="go" value="check">${t('code.check')}</button>
          <button name="go" value="on">${t('saved.on')}</button>
        </div>`,
      { code: shown.spelt },
    )}`
}

/** Two lines: on a narrow phone the end of a code would be out of sight in one. A line end in it counts as a space. */
export function codeInput(label: string, typed = '') {
  return html`<label class="text" for="typed">${label}</label>
    <textarea
      id="typed"
      name="typed"
      class="code-typed"
      rows="2"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      enterkeyhint="go"
      dir="auto"
    >
${typed}</textarea>`
}

type Done = { answerBy: string; how: How; remembered: boolean }

export function donePage(
  { answerBy, how, remembered }: Done,
  keep: Readonly<Record<string, string>>,
  words: Words,
) {
  const { t, language } = words
  return html`<h1>${t('done.heading')}</h1>
    <p>${t('done.answer', { day: longDay(answerBy, language) })}</p>
    <p>${t('done.next')}</p>
    <p>${remembered ? t('done.code') : t('done.noCode')}</p>
    <p class="hint">${t(`how.${how}`)}</p>
    ${mainForm(
      words,
      keep,
      html`<p>${t('receipt.offer')}</p>
        <p><button name="go" value="receipt">${t('receipt.show')}</button></p>`,
    )}
    ${startAgain(words)}
    <p>${t('done.close')}</p>`
}

import { html } from 'hono/html'
import countries from 'i18n-iso-countries'
import type { Identity, Look, OwnRecord } from '#cases'
import type { Translate } from '#platform/i18n'
import { codeInput } from './code-pages.ts'
import { hidden, type Html, MAIN_FORM } from './layout.ts'
import type { OwnWords } from './my-case-words.ts'
import { problemBox } from './report-pages.ts'
import { longDay } from './words.ts'

/** The code a case worker gave. */
export function myCodePage(
  { typed = '', problem }: { typed?: string; problem?: string | undefined },
  { t, language }: OwnWords,
  portal: Translate,
) {
  return html`<h1>${t('code.heading')}</h1>
    <p class="why">${t('code.why')}</p>
    ${problemBox(problem)}
    <form method="post" action="/report/my-case" autocomplete="off" id="${MAIN_FORM}">
      ${hidden({ currentLanguage: language })} ${codeInput(portal('return.label'), typed)}
      <div class="actions"><button class="main" name="go" value="open">${portal('return.open')}</button></div>
    </form>`
}

type Shown = {
  /** The sealed proof that the code was given. */
  own: string
  /** Chosen with the form: a question sent twice is there once. */
  askId: string
  identity: Identity | null
  notice?: string | undefined
  draft?: string
}

/** What is held, in plain words; a part that is not safe to show is said to be, and where to ask. */
export function myRecordPage(found: OwnRecord, shown: Shown, words: OwnWords) {
  const { t, language } = words
  const part = (heading: string, body: Html | null): Html =>
    html`<h2>${heading}</h2>
      ${body ?? html`<p class="hint">${t('hidden')}</p>`}`
  const opened = longDay(found.openedOn, language)
  return html`<h1>${t('record.heading')}</h1>
    ${shown.notice ? html`<p class="problem" role="status">${shown.notice}</p>` : ''}
    <p>${t(`record.${found.status}`, { codeName: found.codeName, day: opened })}</p>
    ${part(t('known.heading'), found.known && known(found.known, shown, words))}
    ${part(t('plan.heading'), found.plan && plan(found.plan, words))}
    ${part(t('rights.heading'), found.rights && rights(found.rights, words))}
    ${part(t('dates.heading'), found.dates && dates(found.dates, words))}
    ${part(t('consents.heading'), found.consents && consents(found.consents, words))}
    ${part(t('looks.heading'), found.looks && looks(found.looks, words))}
    <h2>${t('ask.heading')}</h2>
    ${found.requests.map((request) => requestBox(request, words))}
    <p class="why">${t('ask.why')}</p>
    <form method="post" action="/report/my-case" autocomplete="off" id="${MAIN_FORM}">
      ${hidden({ own: shown.own, askId: shown.askId, currentLanguage: language })}
      <fieldset>
        <legend>${t('ask.legend')}</legend>
        ${(['ask', 'correct', 'object'] as const).map(
          (kind) =>
            html`<label class="choice"
              ><input type="radio" name="kind" value="${kind}" ${kind === 'ask' ? 'checked' : ''} /><span
                >${t(`ask.kind.${kind}`)}</span
              ></label
            >`,
        )}
      </fieldset>
      <label class="text" for="text">${t('ask.label')}</label>
      <textarea id="text" name="text" class="short" maxlength="5000" autocomplete="off" dir="auto">
${shown.draft ?? ''}</textarea>
      <div class="actions"><button class="main" name="go" value="ask">${t('ask.send')}</button></div>
    </form>
    <h2>${t('leave.heading')}</h2>
    <p>${t('leave.what')}</p>`
}

function known(found: NonNullable<OwnRecord['known']>, shown: Shown, words: OwnWords): Html {
  const { t, language } = words
  const country = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' })
  const names = found.identity.map((name) => words.identity(name)).join(' · ')
  return html`<p>${t('known.child')} ${words.child(found.child)}</p>
    ${found.nationality === null ? '' : html`<p>${t('known.nationality')} ${nation(country, found.nationality)}</p>`}
    ${
      names === ''
        ? html`<p>${t('known.noNames')}</p>`
        : shown.identity
          ? html`<ul>
              ${Object.entries(shown.identity).map(
                ([name, value]) =>
                  html`<li>${words.identity(name)}: <bdi>${[value].flat().join(', ')}</bdi></li>`,
              )}
            </ul>`
          : html`<p>${t('known.names', { names })}</p>
              <form method="post" action="/report/my-case" autocomplete="off">
                ${hidden({ own: shown.own, currentLanguage: language })}
                <div class="actions"><button name="go" value="names">${t('known.show')}</button></div>
              </form>`
    }`
}

/** Countries are kept by three letters; browsers name them by two. */
function nation(names: Intl.DisplayNames, alpha3: string): string {
  const region = countries.alpha3ToAlpha2(alpha3)
  return (region && names.of(region)) ?? alpha3
}

function plan(measures: NonNullable<OwnRecord['plan']>, { t, language }: OwnWords): Html {
  if (measures.length === 0) return html`<p class="hint">${t('plan.none')}</p>`
  return html`<ul>
    ${measures.map(
      ({ what, doneOn }) =>
        html`<li>
          <bdi>${what}</bdi>${doneOn ? html` (${t('plan.done', { day: longDay(doneOn, language) })})` : ''}
        </li>`,
    )}
  </ul>`
}

function rights(all: NonNullable<OwnRecord['rights']>, words: OwnWords): Html {
  const { t, language } = words
  if (all.length === 0) return html`<p class="hint">${t('rights.none')}</p>`
  return html`<p class="why">${t('rights.why')}</p>
    <ul>
      ${all.map(({ kind, deadline, doneOn, personActs }) => {
        const day = doneOn ?? deadline
        const key = doneOn ? 'done' : personActs ? 'youBy' : 'by'
        return html`<li>
          ${words.right(kind)}${day ? html` (${t(`rights.${key}`, { day: longDay(day, language) })})` : ''}
        </li>`
      })}
    </ul>`
}

function dates(all: NonNullable<OwnRecord['dates']>, words: OwnWords): Html {
  if (all.length === 0) return html`<p class="hint">${words.t('dates.none')}</p>`
  return html`<ul>
    ${all.map(({ kind, day }) => html`<li>${words.step(kind)}: ${longDay(day, words.language)}</li>`)}
  </ul>`
}

function consents(all: NonNullable<OwnRecord['consents']>, words: OwnWords): Html {
  const { t, language } = words
  if (all.length === 0) return html`<p class="hint">${t('consents.none')}</p>`
  return html`<ul>
      ${all.map(
        ({ purpose, recipient, fields, until, withdrawn }) =>
          html`<li>
            ${words.purpose(purpose)}: <bdi>${recipient ?? t('consents.partner')}</bdi>.
            ${t('consents.fields', { fields: fields.map((each) => words.field(each)).join(', ') })}
            ${
              withdrawn
                ? t('consents.withdrawn')
                : until
                  ? t('consents.until', { day: longDay(until, language) })
                  : t('consents.open')
            }
          </li>`,
      )}
    </ul>
    <p class="why">${t('consents.change')}</p>`
}

function looks(all: readonly Look[], words: OwnWords): Html {
  const { t, language } = words
  if (all.length === 0) return html`<p class="hint">${t('looks.none')}</p>`
  return html`<p class="why">${t('looks.why')}</p>
    <ul>
      ${all.slice(0, 40).map((look) => {
        const why = look.why === null ? '' : words.why(look.why)
        const who = t(look.ours ? 'looks.ours' : 'looks.others', { role: words.role(look.role) })
        return html`<li>
          ${longDay(look.day, language)}:
          ${t(`looks.${look.how}`, { who, what: t(`looks.what.${look.what}`) })}
          ${why === '' ? '' : html`(${why})`}
        </li>`
      })}
    </ul>`
}

function requestBox(request: OwnRecord['requests'][number], { t, language }: OwnWords): Html {
  const day = (at: string) => longDay(at.slice(0, 10), language)
  return html`<div class="message reporter">
      <b>${t(`ask.kind.${request.kind}`)} · ${day(request.madeAt)}</b>
      <p dir="auto">${request.text}</p>
    </div>
    ${
      request.answer === null
        ? html`<p class="hint">${t('ask.by', { day: day(request.answerBy) })}</p>`
        : html`<div class="message team">
            <b>${t('ask.answer')} · ${day(request.answeredAt ?? request.madeAt)}</b>
            <p dir="auto">${request.answer}</p>
          </div>`
    }`
}

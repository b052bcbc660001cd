import { html } from 'hono/html'
import type { HeldReport, Message } from '#intake'
import { hidden, type Html, MAIN_FORM } from './layout.ts'
import { sharingTicks, toldList } from './questions.ts'
import { codeInput, problemBox, type Words } from './report-pages.ts'
import { longDay } from './words.ts'

/** Coming back: the code. A message that was being written while the page grew old is carried along. */
export function returnPage(
  { problem, typed = '', draft = '' }: { problem?: string | undefined; typed?: string; draft?: string },
  { t, language }: Words,
) {
  return html`<h1>${t('return.heading')}</h1>
    <p class="why">${t('return.why')}</p>
    ${problemBox(problem)}
    <form method="post" action="/report/return" autocomplete="off" id="${MAIN_FORM}">
      ${hidden({ currentLanguage: language, ...(draft && { draft }) })} ${codeInput(t('return.label'), typed)}
      <div class="actions"><button class="main" name="go" value="open">${t('return.open')}</button></div>
    </form>
    <p class="aside"><a href="/report">${t('return.first')}</a></p>`
}

export type HeldShown = {
  /** The sealed proof that the code was given. */
  held: string
  /** Chosen with the form: a message sent twice is there once. */
  messageId: string
  notice?: string | undefined
  draft?: string
}

/** Everything we hold, the talk, and what can be changed or erased. */
export function heldPage(
  found: HeldReport,
  { held, messageId, notice, draft = '' }: HeldShown,
  words: Words,
) {
  const { t, language } = words
  const form = (body: Html, id = '') =>
    html`<form method="post" action="/report/return" autocomplete="off" ${id && html`id="${id}"`}>
      ${hidden({ held, currentLanguage: language })} ${body}
    </form>`
  return html`<h1>${t('held.heading')}</h1>
    ${notice ? html`<p class="problem" role="status">${notice}</p>` : ''}
    <p>${t(`held.status.${found.status}`, { day: longDay(found.answerBy, language) })}</p>
    <h2>${t('held.talk')}</h2>
    ${
      found.messages.length === 0
        ? html`<p class="hint">${t('held.noMessages')}</p>`
        : found.messages.map((message) => messageBox(message, words))
    }
    ${form(
      html`<label class="text" for="text">${t('held.write')}</label>
        <textarea id="text" name="text" class="short" maxlength="20000" autocomplete="off" dir="auto">
${draft}</textarea>
        ${hidden({ messageId })}
        <div class="actions"><button class="main" name="go" value="message">${t('held.send')}</button></div>`,
      MAIN_FORM,
    )}
    <h2>${t('held.told')}</h2>
    ${toldList(found.report, t, { change: false })}
    <h2>${t('share.heading')}</h2>
    <p class="why">${t('held.shareWhy')}</p>
    ${form(
      html`${sharingTicks(found.report, t)}
        <div class="actions"><button name="go" value="share">${t('held.changeShare')}</button></div>`,
    )}
    <h2>${t('held.eraseHeading')}</h2>
    <p>${found.inCase ? t('held.eraseInCase') : t('held.eraseWhat')}</p>
    ${form(
      html`<label class="choice"
          ><input type="checkbox" name="sure" value="yes" /><span>${t('held.eraseSure')}</span></label
        >
        <div class="actions"><button name="go" value="erase">${t('held.erase')}</button></div>`,
    )}
    <h2>${t('held.leaveHeading')}</h2>
    <p>${t('held.leave')}</p>`
}

function messageBox(message: Message, { t, language }: Words) {
  return html`<div class="message ${message.from}">
    <b>${t(`held.from.${message.from}`)} · ${longDay(message.at.slice(0, 10), language)}</b>
    <p dir="auto">${message.text}</p>
  </div>`
}

import { html, raw } from 'hono/html'
import { type HeldReport, type Look, type Message, MOST_FILE_BYTES, type ReportFile } from '#intake'
import { codeInput } from './code-pages.ts'
import { hidden, type Html, MAIN_FORM } from './layout.ts'
import { sharingTicks, toldList } from './questions.ts'
import { problemBox, type Words } from './report-pages.ts'
import type { Door } from './respond.ts'
import { hourOf, longDay } from './words.ts'

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
  /** Chosen with the form: a message, or a file, sent twice is there once. */
  messageId: string
  fileId: string
  files: readonly ReportFile[]
  looks: readonly Look[]
  door: Door | undefined
  notice?: string | undefined
  draft?: string
}

/** Everything we hold, the talk, and what can be changed or erased. */
export function heldPage(found: HeldReport, shown: HeldShown, words: Words) {
  const { t, language } = words
  const { held, messageId, notice, door, draft = '' } = shown
  const form = (body: Html, more: Html | '' = '') =>
    html`<form method="post" action="/report/return" autocomplete="off" ${more}>
      ${hidden({ held, currentLanguage: language })} ${body}
    </form>`
  const seals = door ? html`data-door="${door.id}" data-door-key="${door.publicKey.toString('base64')}"` : ''
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
        <textarea
          id="text"
          name="text"
          data-into="text"
          class="short"
          maxlength="20000"
          autocomplete="off"
          dir="auto"
        >
${draft}</textarea>
        ${hidden({ messageId })}
        <div class="actions"><button class="main" name="go" value="message">${t('held.send')}</button></div>`,
      html`id="${MAIN_FORM}" ${seals}`,
    )}
    ${filesPart(shown, form, words)}
    <h2>${t('held.told')}</h2>
    ${toldList(found.report, t, { change: false })}
    <h2>${t('share.heading')}</h2>
    <p class="why">${t('held.shareWhy')}</p>
    ${form(
      html`${sharingTicks(found.report, t)}
        <div class="actions"><button name="go" value="share">${t('held.changeShare')}</button></div>`,
    )}
    <h2>${t('looks.heading')}</h2>
    ${looksList(shown.looks, words)}
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
  const sealed = message.from === 'reporter' ? t('sealed.message') : ''
  return html`<div class="message ${message.from}">
    <b>${t(`held.from.${message.from}`)} · ${longDay(message.at.slice(0, 10), language)}</b>
    <p dir="auto">${message.sealed ? sealed : message.text}</p>
  </div>`
}

type Form = (body: Html, more?: Html | '') => Html

/** Pictures, recordings, documents: what is there, and one more. */
function filesPart({ files, fileId }: HeldShown, form: Form, { t, language }: Words): Html {
  const size = (bytes: number) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: bytes < 1_000_000 ? 'kilobyte' : 'megabyte',
      maximumFractionDigits: 1,
    }).format(bytes < 1_000_000 ? Math.ceil(bytes / 1000) : bytes / 1_000_000)
  const most = size(MOST_FILE_BYTES)
  const row = (file: ReportFile) =>
    html`<li>
      <bdi>${file.name}</bdi> · ${size(file.bytes)}
      ${file.uncleaned ? html`<span class="hint">${t('files.isOriginal')}</span>` : ''}
      ${file.hasOriginal ? html`<span class="hint">${t('files.hasOriginal')}</span>` : ''}
      ${form(
        html`${hidden({ file: file.id })}
          <button name="go" value="erase-file" aria-label="${t('files.eraseWhat', { name: file.name })}">
            ${t('files.erase')}
          </button>`,
      )}
    </li>`
  return html`<h2>${t('files.heading')}</h2>
    ${
      files.length === 0
        ? ''
        : html`<ul class="files">
            ${files.map(row)}
          </ul>`
    }
    ${form(
      html`<label class="text" for="upload">${t('files.label')}</label>
        <p class="hint" id="upload-hint">${t('files.hint', { most })}</p>
        ${hidden({ fileId })}
        <input type="file" id="upload" name="upload" aria-describedby="upload-hint" />
        <label class="choice"
          ><input type="checkbox" name="original" value="yes" /><span>${t('files.original')}</span></label
        >
        <p class="hint" id="progress" role="status"></p>
        <div class="actions">
          <button name="go" value="file">${t('files.send')}</button>
          <button type="button" id="record" hidden>${t('files.record')}</button>
        </div>`,
      html`enctype="multipart/form-data" data-files data-most="${MOST_FILE_BYTES}"
      data-words="${JSON.stringify({
        tooLarge: t('files.refused.too-large', { most }),
        progress: t('files.progress', { share: '%' }),
        again: t('files.again'),
        stop: t('files.stop'),
        recorded: t('files.recorded'),
        denied: t('files.denied'),
      })}"`,
    )}`
}

/** Who opened it: role, reason and hour. The hour of the reader's own calendar, without minutes: none are kept. */
function looksList(looks: readonly Look[], { t, language }: Words): Html {
  if (looks.length === 0) return html`<p class="hint">${t('looks.nobody')}</p>`
  const named = (group: string, key: string) => {
    const said = t(`looks.${group}.${key}`)
    return said === `looks.${group}.${key}` ? t(`looks.${group}.other`) : said
  }
  return html`<p class="why">${t('looks.what')}</p>
    <ul class="looks">
      ${looks
        .slice(0, 50)
        .map(
          ({ role, purpose, action, hour }) =>
            html`<li>
              ${hourOf(hour, language)}${raw(': ')}${named('role', role)}, ${named('purpose', purpose)}
              (${named('action', action.split('.')[1] ?? 'read')})
            </li>`,
        )}
    </ul>`
}

import { html, raw } from 'hono/html'
import { type Report, SHARING, SIGNS } from '#intake'
import type { Translate } from '#platform/i18n'
import { MOST, type Step } from './journey.ts'

/** The inputs of one question, with what was answered so far. */
export function questionInputs(step: Exclude<Step, 'review'>, report: Report, t: Translate, readers: string) {
  switch (step) {
    case 'safe':
      // 'Not sure' is this question's 'I don’t know'.
      return choices(t, step, ['yes', 'no', 'not_sure'], report.safe)
    case 'readers':
      return html`<p>${t('readers.who', { organisation: readers })}</p>
        <ul>
          <li>${t('readers.duty')}</li>
          <li>${t('readers.mode')}</li>
          <li>${t('readers.erase')}</li>
        </ul>
        <p class="hint">${t('readers.limits')}</p>`
    case 'about':
      return choices(t, step, ['me', 'someone_else'], report.about)
    case 'story':
      return html`<label class="text" for="story">${t('story.label')}</label>
        <p class="hint" id="story-names">${t('story.names')}</p>
        <textarea
          id="story"
          name="story"
          maxlength="${MOST.story}"
          autocomplete="off"
          dir="auto"
          aria-describedby="story-names"
        >
${report.story}</textarea>`
    case 'signs':
      return html`<fieldset>
        <legend>${t('signs.legend')}</legend>
        ${SIGNS.map((sign) => tick('signs', sign, t(`signs.${sign}`), report.signs.includes(sign)))}
      </fieldset>`
    case 'child':
      return choices(t, step, ['yes', 'no'], report.child)
    case 'place':
      return textInput('place', t('place.label'), report.place)
    case 'since':
      return choices(t, step, ['now', 'this_week', 'this_month', 'earlier'], report.since)
    case 'contact':
      return html`${choices(t, step, ['only_here', 'yes', 'no'], report.contact.wanted, 'wanted')}
      ${textInput('how', t('contact.how'), report.contact.how)}
      ${textInput('whenSafe', t('contact.whenSafe'), report.contact.whenSafe)}`
    case 'share':
      return sharingTicks(report, t)
  }
}

export function sharingTicks(report: Report, t: Translate) {
  return html`<fieldset>
    <legend>${t('share.legend')}</legend>
    ${SHARING.map((use) => tick('share', use, t(`share.${use}`), report.share[use] === true))}
  </fieldset>`
}

/** Radio buttons; the last two are always 'I don't know' and 'I'd rather not say', which are different answers. */
function choices(t: Translate, step: string, options: readonly string[], chosen: string, name = step) {
  const option = (value: string, label: string, other = '') =>
    html`<label class="choice ${other}">
      <input type="radio" name="${name}" value="${value}" ${chosen === value ? raw('checked') : ''} />
      <span>${label}</span>
    </label>`
  // A legend that says what the heading says is for those who hear the page.
  const isHeard = ['about', 'child', 'since'].includes(step)
  return html`<fieldset>
    <legend class="${isHeard ? 'unseen' : ''}">${t(`${step}.legend`)}</legend>
    ${step === 'safe' ? html`<p class="why">${t('safe.why')}</p>` : ''}
    ${options.map((value) => option(value, t(`${step}.${value}`)))}
    ${step === 'safe' ? '' : option('unknown', t('unknown'), 'other')}
    ${option('declined', t('declined'), 'other')}
  </fieldset>`
}

function textInput(name: 'place' | 'how' | 'whenSafe', label: string, value: string) {
  return html`<label class="text" for="${name}">${label}</label>
    <input
      type="text"
      id="${name}"
      name="${name}"
      maxlength="${MOST[name]}"
      autocomplete="off"
      dir="auto"
      value="${value}"
    />`
}

function tick(name: string, value: string, label: string, on: boolean) {
  return html`<label class="choice">
    <input type="checkbox" name="${name}" value="${value}" ${on ? raw('checked') : ''} />
    <span>${label}</span>
  </label>`
}

/** What was told, as the reporter reads it over (`change`: with a button for each answer) or comes back to it. */
export function toldList(report: Report, t: Translate, { change }: { change: boolean }) {
  const choice = (step: string, value: string) =>
    ['unknown', 'declined', 'not_asked'].includes(value) ? t(value) : t(`${step}.${value}`)
  const signs =
    report.signs.length === 0 ? t('not_asked') : report.signs.map((sign) => t(`signs.${sign}`)).join('\n')
  const agreed = SHARING.filter((use) => report.share[use]).map((use) => t(`share.${use}`))
  const contact = [
    choice('contact', report.contact.wanted),
    report.contact.how,
    report.contact.whenSafe,
  ].filter(Boolean)
  const rows: [Step, string][] = [
    ['safe', choice('safe', report.safe)],
    ['about', choice('about', report.about)],
    ['story', report.story || t('not_asked')],
    ['signs', signs],
    ['child', choice('child', report.child)],
    ['place', report.place || t('not_asked')],
    ['since', choice('since', report.since)],
    ['contact', contact.join('\n')],
  ]
  // Where nothing is to be changed by a button, who may know has a form of its own.
  if (change) rows.push(['share', agreed.length === 0 ? t('share.nobody') : agreed.join('\n')])
  return html`<dl class="told">
    ${rows.map(
      ([step, told]) =>
        html`<div>
          <dt>${t(`${step}.short`)}</dt>
          <dd dir="auto">${told}</dd>
          ${
            change
              ? html`<dd class="change">
                  <button
                    name="to"
                    value="${step}"
                    aria-label="${t('changeWhat', { what: t(`${step}.short`) })}"
                  >
                    ${t('change')}
                  </button>
                </dd>`
              : ''
          }
        </div>`,
    )}
  </dl>`
}

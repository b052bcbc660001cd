import { html, raw } from 'hono/html'
import {
  answerTo,
  getQuestion,
  type Part,
  questionsFor,
  type Report,
  SEALED_IN_BROWSER,
  SHARING,
  type TextPart,
} from '#intake'
import type { Translate } from '#platform/i18n'
import { nameOfInput, saidTo, type Step } from './journey.ts'
import type { Html } from './layout.ts'

type Typed = Readonly<Record<string, string>>

/** The inputs of one question, with what was answered so far; `typed` holds words that are too long to be kept. */
export function questionInputs(step: Step, report: Report, t: Translate, typed: Typed): Html[] {
  return getQuestion(step).parts.map((part) => {
    switch (part.ask) {
      case 'choice':
        return choices(t, step, part, saidTo(report, part))
      case 'ticks':
      case 'consents':
        return ticks(t, step, part, answerTo(report, part))
      case 'text':
        return textInput(t, part, {
          value: typed[nameOfInput(part)] ?? saidTo(report, part),
          isSealed: sealedFor(report, part) !== undefined,
        })
      case 'notice':
        return html``
    }
  })
}

export function sharingTicks(report: Report, t: Translate): Html {
  const [part] = getQuestion('share').parts
  return part?.ask === 'consents' ? ticks(t, 'share', part, answerTo(report, part)) : html``
}

/** Radio buttons; 'I don't know' and 'I'd rather not say' are different answers, and stand last. */
function choices(t: Translate, step: Step, part: Extract<Part, { ask: 'choice' }>, chosen: string): Html {
  const name = nameOfInput(part)
  const option = (value: string, label: string, other = '') =>
    html`<label class="choice ${other}">
      <input type="radio" name="${name}" value="${value}" ${chosen === value ? raw('checked') : ''} />
      <span>${label}</span>
    </label>`
  // A legend that says what the heading says is for those who hear the page.
  const isHeard = t(`${step}.legend`) === t(`${step}.heading`) || ['about', 'child', 'since'].includes(step)
  return html`<fieldset>
    <legend class="${isHeard ? 'unseen' : ''}">${t(`${step}.legend`)}</legend>
    ${step === 'safe' ? html`<p class="why">${t('safe.why')}</p>` : ''}
    ${part.options.map((value) => option(value, t(`${step}.${value}`)))}
    ${part.unsaid.map((value) => option(value, t(value), 'other'))}
  </fieldset>`
}

function ticks(
  t: Translate,
  step: Step,
  part: Extract<Part, { ask: 'ticks' | 'consents' }>,
  ticked: readonly string[],
): Html {
  const name = nameOfInput(part)
  return html`<fieldset>
    <legend>${t(`${step}.legend`)}</legend>
    ${part.options.map(
      (value) =>
        html`<label class="choice">
          <input
            type="checkbox"
            name="${name}"
            value="${value}"
            ${ticked.includes(value) ? raw('checked') : ''}
          />
          <span>${t(`${step}.${value}`)}</span>
        </label>`,
    )}
  </fieldset>`
}

type TextShown = { value: string; isSealed: boolean }

function textInput(t: Translate, part: TextPart, { value, isSealed }: TextShown): Html {
  const name = nameOfInput(part)
  const hint = part.hint ? html`<p class="hint" id="${name}-hint">${t(part.hint)}</p>` : ''
  // Sealed in the browser: this server cannot show it again. The page's script can, while it remembers it.
  const kept = isSealed
    ? html`<p class="hint" id="${name}-kept" data-kept="${part.into}">${t('sealed.kept')}</p>
        <input type="hidden" name="keep.${part.into}" value="yes" />`
    : ''
  const describedBy = [part.hint && `${name}-hint`, isSealed && `${name}-kept`].filter(Boolean).join(' ')
  const described = describedBy === '' ? '' : html`aria-describedby="${describedBy}"`
  const input =
    part.lines === 'many'
      ? html`<textarea
          id="${name}"
          name="${name}"
          data-into="${part.into}"
          maxlength="${part.most}"
          autocomplete="off"
          dir="auto"
          ${described}
        >
${value}</textarea>`
      : html`<input
          type="text"
          id="${name}"
          name="${name}"
          data-into="${part.into}"
          maxlength="${part.most}"
          autocomplete="off"
          dir="auto"
          value="${value}"
          ${described}
        />`
  return html`<label class="text" for="${name}">${t(part.label)}</label> ${hint} ${kept} ${input}`
}

function sealedFor(report: Report, { into }: TextPart): string | undefined {
  const path = SEALED_IN_BROWSER.find((each) => each === into)
  return path && report.sealed[path]
}

/** What was told, as the reporter reads it over (`change`: with a button for each answer) or comes back to it. */
export function toldList(report: Report, t: Translate, { change }: { change: boolean }) {
  const agreed = SHARING.filter((use) => report.share[use])
  const rows = questionsFor('web').flatMap(({ id, parts }): [Step, string | Html][] => {
    if (parts.every(({ ask }) => ask === 'notice')) return []
    // Where nothing is to be changed by a button, who may know has a form of its own.
    if (id === 'share' && !change) return []
    if (id === 'share' && agreed.length === 0) return [[id, t('share.nobody')]]
    const lines = parts.map((part) => told(report, id, part, t)).filter((line) => line !== '')
    const words = lines.map((line, i) => html`${i > 0 ? '\n' : ''}${line}`)
    return [[id, lines.length === 0 ? t('not_asked') : html`${words}`]]
  })
  return html`<dl class="told">
    ${rows.map(
      ([step, words]) =>
        html`<div>
          <dt>${t(`${step}.short`)}</dt>
          <dd dir="auto">${words}</dd>
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

function told(report: Report, step: Step, part: Part, t: Translate): string | Html {
  const said = answerTo(report, part)
  if (part.ask === 'text') {
    if (said[0] !== undefined) return said[0]
    const isSealed = sealedFor(report, part) !== undefined
    return isSealed ? html`<span data-told="${part.into}">${t('sealed.told')}</span>` : ''
  }
  const unsaid = part.ask === 'choice' ? ['unknown', 'declined'] : []
  return said.map((value) => t(unsaid.includes(value) ? value : `${step}.${value}`)).join('\n')
}

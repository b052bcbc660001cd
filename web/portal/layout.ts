import { html, raw } from 'hono/html'
import { directionOf, nameOf, type Translate } from '#platform/i18n'
import { STYLE } from './assets.ts'

/** Where the exit leads: a page anyone may have open. */
const EXIT_ADDRESS = 'https://www.wikipedia.org/'

/** The id of a page's own form: changing the language sends it too, so that nothing typed is lost. */
export const MAIN_FORM = 'answers'

export type Html = ReturnType<typeof html>

export type Page = {
  language: string
  languages: readonly string[]
  t: Translate
  action: string
  body: Html
  /** Numbers to call, folded, at the end of every page but the one that shows them open. */
  help?: Html
  /** On a page without a form of its own: what a change of language sends, to come back to the same page. */
  keep?: Readonly<Record<string, string>>
}

/** Every public page: neutral title, exit first, languages in their own names, one thing in the middle. */
export function layout({ language, languages, t, action, body, help, keep }: Page) {
  const buttons = languages.map(
    (each) =>
      html`<button
        name="chooseLanguage"
        value="${each}"
        lang="${each}"
        dir="${directionOf(each)}"
        ${keep ? '' : raw(`form="${MAIN_FORM}"`)}
        ${each === language ? raw('aria-current="true"') : ''}
      >
        ${nameOf(each)}
      </button>`,
  )
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <title>${t('title')}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${STYLE}</style>`)}
        <script src="/report/page.js" defer></script>
      </head>
      <body data-unsent="${t('unsent')}" data-left-open="${t('leftOpen')}">
        <a class="skip" href="#main">${t('skip')}</a>
        <header>
          <a class="exit" id="exit" href="${EXIT_ADDRESS}" rel="noreferrer nofollow">${t('exit')}</a>
          <button type="button" class="aloud" id="aloud" aria-pressed="false" hidden>${t('aloud')}</button>
          <p class="exit-hint" id="exit-hint" data-more="${t('exitMore')}" hidden>${t('exitHint')}</p>
          <p class="heard" id="heard" role="status"></p>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer>
          ${help ? html`<details class="help">${help}</details>` : ''}
          ${
            keep
              ? html`<form
                  method="post"
                  action="${action}"
                  class="languages"
                  aria-label="${t('languageLabel')}"
                >
                  ${hidden({ ...keep, currentLanguage: language })} ${buttons}
                </form>`
              : html`<div class="languages" role="group" aria-label="${t('languageLabel')}">${buttons}</div>`
          }
        </footer>
      </body>
    </html>`
}

export function hidden(fields: Readonly<Record<string, string>>) {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )
}

import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { receiptKey } from '#intake'
import { type Keyring, publicHalf } from '#platform/crypto'
import { directionOf, type Translate } from '#platform/i18n'
import { STYLE } from './assets.ts'
import { CHECK_SCRIPT } from './scripts.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Its own script is in the page, so that the page can be saved and used without a connection. */
export const CHECK_POLICY = `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(CHECK_SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The page that verifies a receipt, by itself. */
export function checkPage(keyring: Keyring, { t, language }: { t: Translate; language: string }) {
  const key = publicHalf(receiptKey(keyring))
  const verdicts = ['signed', 'notSigned', 'otherKey', 'cannot'] as const
  const words = Object.fromEntries(verdicts.map((each) => [each, t(`check.${each}`, { hour: '{hour}' })]))
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${t('title')}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body data-key="${key}" data-words="${JSON.stringify(words)}">
        <main>
          <h1>${t('check.heading')}</h1>
          <p>${t('check.what')}</p>
          <form id="form">
            <label class="text" for="note">${t('check.label')}</label>
            <textarea id="note" class="note" dir="ltr" autocomplete="off" spellcheck="false"></textarea>
            <div class="actions"><button class="main">${t('check.check')}</button></div>
          </form>
          <p id="verdict" role="status"></p>
          <h2>${t('check.keyHeading')}</h2>
          <p dir="ltr"><code>${key}</code></p>
          <p class="hint">${t('check.terminal')}</p>
        </main>
        ${raw(`<script type="module">${CHECK_SCRIPT}</script>`)}
      </body>
    </html>`
}

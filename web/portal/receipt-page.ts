import { html } from 'hono/html'
import type { Receipt } from '#intake'
import { mainForm, type Words } from './report-pages.ts'

/** The receipt, to be copied, printed or kept as a file: it says that something was filed, and not what. */
export function receiptPage(receipt: Receipt, keep: Readonly<Record<string, string>>, words: Words) {
  const { t } = words
  return html`<h1>${t('receipt.heading')}</h1>
    <p>${t('receipt.what')}</p>
    <label class="text" for="note">${t('receipt.label')}</label>
    <textarea id="note" class="note" readonly dir="ltr" rows="12" spellcheck="false">
${JSON.stringify(receipt, null, 1)}</textarea>
    <p class="hint">${t('receipt.file')}</p>
    ${mainForm(
      words,
      keep,
      html`<div class="actions">
        <button class="main" name="go" value="keep" data-plain>${t('receipt.keep')}</button>
        <button name="go" value="close">${t('back')}</button>
      </div>`,
    )}
    <p><a href="/report/check" data-plain>${t('receipt.check')}</a></p>`
}

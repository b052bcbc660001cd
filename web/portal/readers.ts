import { html } from 'hono/html'
import type { Translate } from '#platform/i18n'
import type { Html } from './layout.ts'

/** Who will read it, what they must pass on, and what is kept: told before anything else is asked. */
export function readersNotice(organisation: string, t: Translate): Html {
  return html`<p>${t('readers.who', { organisation })}</p>
    <ul>
      <li>${t('readers.duty')}</li>
      <li>${t('readers.mode')}</li>
      <li>${t('readers.erase')}</li>
    </ul>
    <p class="hint">${t('readers.limits')}</p>`
}

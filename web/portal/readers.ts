import { html } from 'hono/html'
import type { Translate } from '#platform/i18n'
import type { Html } from './layout.ts'
import type { Readers } from './report-pages.ts'
import type { Door } from './respond.ts'

/** Organisations whose duties are worded; others have those of all. */
const WORDED = ['hotline', 'ngo', 'labour_inspection', 'police'] as const

type Told = { readers: Readers; door: Door | undefined }

/**
 * Who will read it, what they must by law pass on, how it is sealed, and what is kept: told before anything else is asked.
 * `data-browser` is what the page's script says instead where it seals what is typed.
 */
export function readersNotice({ readers, door }: Told, t: Translate): Html {
  const kind = WORDED.find((each) => each === readers.kind) ?? 'other'
  const mode = t(door ? 'readers.modeRecipients' : 'readers.mode')
  const inBrowser = door ? html`data-browser="${t('readers.modeBrowser')}"` : ''
  return html`<p>${t('readers.who', { organisation: readers.name })} ${t(`readers.kind.${kind}`)}</p>
    <ul>
      <li>${t(`readers.must.${kind}`)}</li>
      <li>${t('readers.duty')}</li>
      <li id="mode" ${inBrowser}>${mode}</li>
      <li>${t('readers.erase')}</li>
    </ul>
    <p class="hint">${t('readers.limits')}</p>`
}

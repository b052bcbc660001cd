import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { html } from 'hono/html'
import { z } from 'zod'
import type { Translate } from '#platform/i18n'

const file = fileURLToPath(new URL('../../data/intake/help-numbers.json', import.meta.url))

const HelpNumbers = z.object({
  numbers: z.array(
    z.object({
      where: z.enum(['emergency', 'helpline']),
      number: z.string(),
      /** ISO 3166-1 alpha-2; null: in most countries. */
      region: z.string().length(2).nullable(),
    }),
  ),
})

/** Numbers to call now, as data: a deployment has its own. */
const { numbers } = HelpNumbers.parse(JSON.parse(readFileSync(file, 'utf8')))

const drawn = new Map<string, ReturnType<typeof draw>>()

/** On nearly every page: drawn once for each language. `t` is the portal's words in that language. */
export function numbersToCall(language: string, t: Translate) {
  const known = drawn.get(language)
  if (known) return known
  const list = draw(language, t)
  drawn.set(language, list)
  return list
}

function draw(language: string, t: Translate) {
  const regions = new Intl.DisplayNames([language], { type: 'region' })
  const nameOf = (region: string | null) =>
    region === null ? t('numbers.most') : (regions.of(region) ?? region)
  return html`<ul class="numbers">
    ${numbers.map(
      ({ where, number, region }) =>
        html`<li>
          <span>${t(`numbers.${where}`, { where: nameOf(region) })}</span>
          <a href="tel:${number.replaceAll(/[^\d+]/g, '')}" dir="ltr">${number}</a>
        </li>`,
    )}
  </ul>`
}

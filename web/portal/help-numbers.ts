import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { html } from 'hono/html'
import { z } from 'zod'
import { BadInput } from '#platform/errors'
import type { Translate } from '#platform/i18n'
import type { Html } from './layout.ts'

const folder = new URL('../../data/intake/help-numbers/', import.meta.url)

/** Numbers to call in one country, or, in `general.json`, in many: each with where it is from. */
export const HelpNumbers = z.strictObject({
  /** ISO 3166-1 alpha-2; null: in many countries. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  /** The day somebody last held all of them against their sources; null: written from memory of them. */
  checkedOn: z.iso.date().nullable(),
  numbers: z
    .array(
      z.strictObject({
        /** A helpline is one against trafficking and exploitation. */
        kind: z.enum(['emergency', 'helpline', 'women', 'children']),
        number: z.string().regex(/^\d[\d -]*\d$/),
        /** Who answers, in their own language: a name, which is not translated. */
        name: z.string().min(1).optional(),
        /** Where the number is published: an act, or the site of who answers. */
        source: z.string().min(1),
      }),
    )
    .min(1),
})
export type HelpNumbers = z.infer<typeof HelpNumbers>

/** Parses one file of the folder, `<country>.json` or `general.json`. Throws `BadInput` saying what is wrong where. */
export function readHelpNumbers(name: string, text: string): HelpNumbers {
  const wrong = (what: string) => new BadInput(`help-numbers/${name}: ${what}`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw wrong('found no JSON')
  }
  const read = HelpNumbers.safeParse(json)
  if (!read.success) throw wrong(z.prettifyError(read.error))
  const expected = `${read.data.country ?? 'general'}.json`
  if (name !== expected) throw wrong(`found the numbers of ${expected}, expected one country a file`)
  return read.data
}

/** A deployment keeps the files of its own countries. */
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readHelpNumbers(name, readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')))

const drawn = new Map<string, Html>()

/**
 * The numbers to call: those of the deployment's country first, those of all the others folded below it. Nobody is asked
 * where they are: to unfold a list sends nothing. Drawn once for each language; `t` is the portal's words in it.
 */
export function numbersToCall({
  language,
  t,
  country,
}: {
  language: string
  t: Translate
  country?: string | undefined
}): Html {
  const key = `${language} ${country ?? ''}`
  const known = drawn.get(key)
  if (known) return known
  const list = draw(language, t, country)
  drawn.set(key, list)
  return list
}

function draw(language: string, t: Translate, country: string | undefined): Html {
  const regions = new Intl.DisplayNames([language], { type: 'region' })
  const nameOf = (of: string | null) => (of === null ? t('numbers.most') : (regions.of(of) ?? of))
  const list = (shown: readonly HelpNumbers[]) =>
    html`<ul class="numbers">
      ${shown.flatMap((each) =>
        each.numbers.map(
          ({ kind, number, name }) =>
            html`<li>
              <span
                >${t(`numbers.${kind}`, { where: nameOf(each.country) })}${name ? html` · <bdi>${name}</bdi>` : ''}</span
              >
              <a href="tel:${number.replaceAll(/\D/g, '')}" dir="ltr">${number}</a>
            </li>`,
        ),
      )}
    </ul>`
  const own = files.find((each) => each.country === country)
  const general = files.filter((each) => each.country === null)
  const others = files
    .filter((each) => each.country !== null && each !== own)
    .toSorted((a, b) => nameOf(a.country).localeCompare(nameOf(b.country), language))
  const hasHelpline = own?.numbers.some(({ kind }) => kind === 'helpline') ?? false
  return html`${list(own ? [own] : general)}
    ${country === undefined || hasHelpline ? '' : html`<p class="hint">${t('numbers.unknown', { where: nameOf(country) })}</p>`}
    <details>
      <summary>${t('numbers.elsewhere')}</summary>
      ${list(own ? [...general, ...others] : others)}
    </details>`
}

import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { FileServices } from '#intake'
import { siteFaults } from '#platform/http'
import { createTranslator, negotiateLanguage, type Translate } from '#platform/i18n'
import type { Log } from '#platform/log'
import type { Admission, Came } from './admission.ts'
import { STYLE } from './assets.ts'
import { type Fields, type FileRule, one, readForm } from './fields.ts'
import type { Upload } from './multipart.ts'
import { numbersToCall } from './help-numbers.ts'
import { type Html, layout } from './layout.ts'
import type { Door, Doors } from './doors.ts'
import { type Readers, tellingPage } from './report-pages.ts'

export type { Door }

export type PortalServices = {
  intake: FileServices
  /** Who receives reports made at this door; undefined while nobody does. */
  receiver: () => Promise<Readers | undefined>
  /** The public halves of organisations' door keys. */
  doors: Doors
  publicUrl: string
  /** Where it is deployed, ISO 3166-1 alpha-2. */
  country?: string | undefined
  log?: Log
}

const words = createTranslator('portal')
const styleHash = createHash('sha256').update(STYLE).digest('base64')
const POLICY =
  `default-src 'none'; style-src 'sha256-${styleHash}'; script-src 'self'; connect-src 'self'; img-src data:; ` +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** As everywhere (`strictHeaders`), but the microphone is for these pages: a reporter may speak instead of write. */
const PERMISSIONS =
  'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
  'magnetometer=(), microphone=(self), midi=(), payment=(), usb=(), xr-spatial-tracking=()'

/** One request, understood: the form's fields and the reader's language. */
export type Asked = {
  context: Context
  fields: Fields
  /** A file that came with the form. */
  upload?: Upload | undefined
  language: string
  t: Translate
  /** The deployment's own, ISO 3166-1 alpha-2: whose numbers to call are shown first. */
  country?: string | undefined
}

/** A file that is handed out instead of a page. */
type Handed = { file: { name: string; text: string } }

/** What a handler answers with. */
export type Answer = (Handed | Page) & {
  /** When it may be shown, in milliseconds of `performance.now()`: waited for with no turn in hand. */
  notBefore?: number
}
type Page = {
  body: Html
  keep?: Readonly<Record<string, string>>
  /** The page shows the numbers to call itself. */
  showsNumbers?: boolean
  status?: 200 | 400 | 404 | 413 | 503
  /** What went wrong behind a page that says so itself: for the log. */
  fault?: unknown
}

/** Makes a handler of pages: reads the form, answers, and tells a fault kindly, with the rest of it in the log. */
type On = {
  services: PortalServices
  rule: FileRule
  admission: Admission
  /** How a request came, by the sealed fields it brings. */
  came: (fields: Fields) => Came
}

export function pages(work: (asked: Asked) => Promise<Answer>, { services, rule, admission, came }: On) {
  const faults = siteFaults(services.log)
  return async (context: Context): Promise<Response> => {
    const { isTooLarge, ...read } = await ask(context, rule)
    const asked = { ...read, country: services.country }
    if (isTooLarge) return tooLarge(context, true)
    try {
      const answer = await admission.admit(asked, came(asked.fields), () => work(asked))
      if (answer.notBefore !== undefined) await until(answer.notBefore)
      if ('file' in answer) return hand(asked, answer)
      if (answer.fault !== undefined) faults(answer.fault)
      return await draw(asked, answer)
    } catch (error) {
      const gone = isGone(error)
      if (!gone) faults(error)
      return draw(asked, {
        body: tellingPage(gone ? 'gone' : 'fault', asked),
        keep: {},
        status: gone ? 404 : 503,
      })
    }
  }
}

/** A timer counts from when its loop last looked at the clock: on a busy server it comes early, so the clock is asked again. */
async function until(at: number): Promise<void> {
  for (let left = at - performance.now(); left > 0; left = at - performance.now())
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(left)))
}

/** A report that was erased, perhaps in another window: no fault. */
export function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'intake.not-found' || code === 'crypto.subject-shredded'
}

/** The answer to a form that is too large to be read. */
export function tooLarge(context: Context, isFile: boolean): Response | Promise<Response> {
  const asked = askWithout(context)
  return draw(asked, {
    body: tellingPage(isFile ? 'fileTooLarge' : 'tooLarge', asked),
    keep: {},
    status: 413,
  })
}

async function ask(context: Context, rule: FileRule): Promise<Asked & { isTooLarge: boolean }> {
  const { fields, upload, tooLarge: isTooLarge = false } = await readForm(context.req.raw, rule)
  const chosen = one(fields, 'chooseLanguage') || one(fields, 'currentLanguage')
  const asked = { ...askWithout(context), fields, upload, isTooLarge }
  return words.languages.includes(chosen) ? { ...asked, language: chosen, t: words.in(chosen) } : asked
}

/** A request as far as its headers tell. */
export function askWithout(context: Context): Asked {
  const language = negotiateLanguage(context.req.header('accept-language'), words.languages)
  return { context, fields: {}, language, t: words.in(language) }
}

/** Offered as a file under a name that says nothing. */
function hand({ context }: Asked, { file }: Handed): Response {
  context.header('content-disposition', `attachment; filename="${file.name}"`)
  return context.body(file.text, 200, { 'content-type': 'text/plain; charset=utf-8' })
}

async function draw({ context, language, t, country }: Asked, answer: Page): Promise<Response> {
  const { body, keep, showsNumbers, status = 200 } = answer
  const action = context.req.path === '/report' ? '/report' : '/report/return'
  const help = html`<summary>${t('numbers.summary')}</summary>
    ${numbersToCall({ language, t, country })}`
  context.header('content-security-policy', POLICY)
  context.header('permissions-policy', PERMISSIONS)
  const page = layout({
    language,
    languages: words.languages,
    t,
    action,
    body,
    ...(keep && { keep }),
    ...(!showsNumbers && { help }),
  })
  return context.html(page, status)
}

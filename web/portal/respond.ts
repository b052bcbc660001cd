import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { IntakeServices } from '#intake'
import { siteFaults } from '#platform/http'
import { createTranslator, negotiateLanguage, type Translate } from '#platform/i18n'
import type { Log } from '#platform/log'
import { STYLE } from './assets.ts'
import { type Fields, one, readFields } from './fields.ts'
import { numbersToCall } from './help-numbers.ts'
import { type Html, layout } from './layout.ts'
import { tellingPage } from './report-pages.ts'

export type PortalServices = {
  intake: IntakeServices
  /** Who receives reports made at this door; undefined while nobody does. */
  receiver: () => Promise<{ id: string; name: string } | undefined>
  publicUrl: string
  log?: Log
}

const words = createTranslator('portal')
const styleHash = createHash('sha256').update(STYLE).digest('base64')
const POLICY =
  `default-src 'none'; style-src 'sha256-${styleHash}'; script-src 'self'; connect-src 'self'; img-src data:; ` +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** One request, understood: the form's fields and the reader's language. */
export type Asked = { context: Context; fields: Fields; language: string; t: Translate }

/** What a handler answers with. */
export type Answer = {
  body: Html
  keep?: Readonly<Record<string, string>>
  /** The page shows the numbers to call itself. */
  showsNumbers?: boolean
  status?: 200 | 400 | 404 | 413 | 503
  /** What went wrong behind a page that says so itself: for the log. */
  fault?: unknown
}

/** Makes a handler of pages: reads the form, answers, and tells a fault kindly, with the rest of it in the log. */
export function pages(work: (asked: Asked) => Promise<Answer>, log?: Log) {
  const faults = siteFaults(log)
  return async (context: Context): Promise<Response> => {
    const asked = await ask(context)
    try {
      const answer = await work(asked)
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

/** A report that was erased, perhaps in another window: no fault. */
export function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'intake.not-found' || code === 'crypto.subject-shredded'
}

/** The answer to a form that is too large to be read. */
export function tooLarge(context: Context): Response | Promise<Response> {
  const asked = askWithout(context)
  return draw(asked, { body: tellingPage('tooLarge', asked), keep: {}, status: 413 })
}

async function ask(context: Context): Promise<Asked> {
  const fields = await readFields(context.req.raw)
  const chosen = one(fields, 'chooseLanguage') || one(fields, 'currentLanguage')
  if (!words.languages.includes(chosen)) return { ...askWithout(context), fields }
  return { context, fields, language: chosen, t: words.in(chosen) }
}

function askWithout(context: Context): Asked {
  const language = negotiateLanguage(context.req.header('accept-language'), words.languages)
  return { context, fields: {}, language, t: words.in(language) }
}

async function draw({ context, language, t }: Asked, answer: Answer): Promise<Response> {
  const { body, keep, showsNumbers, status = 200 } = answer
  const action = context.req.path.startsWith('/report/return') ? '/report/return' : '/report'
  const help = html`<summary>${t('numbers.summary')}</summary>
    ${numbersToCall(language, t)}`
  context.header('content-security-policy', POLICY)
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

import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MOST_FILE_BYTES } from '#intake'
import { strictHeaders } from '#platform/http'
import { Admission } from './admission.ts'
import { CHECK_POLICY, checkPage } from './check-page.ts'
import { comingBack } from './coming-back.ts'
import { type Fields, readForm } from './fields.ts'
import { Gate } from './gate.ts'
import { Holders } from './holders.ts'
import { myCase } from './my-case.ts'
import { reportJourney } from './report-journey.ts'
import { askWithout, pages, type PortalServices, tooLarge } from './respond.ts'
import { serveScripts } from './scripts.ts'
import { MOST_PIECE_BYTES, uploads } from './uploads.ts'

/** Room for the longest report in any script, form-encoded, beside its sealed copy. */
const MOST_BYTES = 512 * 1024

/**
 * The public door, `/report` and `/report/return`: plain pages that need no JavaScript, no cookie and no account. The
 * address never changes between steps, and what was answered travels sealed in the page.
 */
export function portal(services: PortalServices): Hono {
  const app = new Hono()
  const holders = new Holders(services.intake)
  const journey = reportJourney(services)
  const back = comingBack(services, { journey, holders })
  const files = uploads(services, holders)
  const rule = {
    takes: (fields: ReadonlyMap<string, string>) => holders.read(fields.get('held') ?? '') !== undefined,
    mostBytes: MOST_FILE_BYTES,
  }
  const admission = new Admission(services.intake)
  const came = (fields: Fields) => journey.came(fields) ?? holders.came(fields)
  const on = { services, rule, admission, came }
  const own = myCase(services.intake)
  // Whoever tries codes there must not use up the turns of those who report.
  const onOwn = { ...on, came: own.came, admission: new Admission(services.intake, new Gate({ most: 4 })) }
  // `/report/*` is `/report` too.
  app.use('/report/*', strictHeaders(services.publicUrl))
  app.use('/report/*', limits)
  serveScripts(app)
  app.on(
    ['GET', 'POST'],
    '/report',
    pages((asked) => journey.answer(asked), on),
  )
  app.on(['GET', 'POST'], '/report/return', pages(back, on))
  app.on(['GET', 'POST'], '/report/my-case', pages(own.answer, onOwn))
  app.get('/report/check', (context) => {
    context.header('content-security-policy', CHECK_POLICY)
    return context.html(checkPage(services.intake.keyring, askWithout(context)))
  })
  const ended = pages((asked) => files.end(asked, back), on)
  app.post('/report/upload', async (context) => {
    if (context.req.header('x-upload') !== undefined) return files.piece(context)
    const { fields } = await readForm(context.req.raw.clone(), rule)
    return (await files.begin(context, fields)) ?? ended(context)
  })
  // Mistyped addresses lead to the door, never into the workbench.
  app.get('/report/*', (context) => context.redirect('/report'))
  return app
}

/** What says its length is judged by it, before any of it is read: node lets no more through than was said. */
const limit = (maxSize: number, isFile: boolean): MiddlewareHandler => {
  const onError = (context: Context) => tooLarge(context, isFile)
  const counted = bodyLimit({ maxSize, onError })
  return async (context, next) => {
    const length = context.req.header('content-length')
    if (context.req.header('transfer-encoding') !== undefined || !/^\d+$/.test(length ?? ''))
      return context.req.method === 'GET' ? next() : counted(context, next)
    return Number(length) > maxSize ? onError(context) : next()
  }
}
const ofForms = limit(MOST_BYTES, false)
const ofFiles = limit(MOST_FILE_BYTES + MOST_BYTES, true)
const ofPieces = limit(MOST_PIECE_BYTES, true)

/** How much a request may bring: a file only where files are sent, and said before it is read. */
const limits: MiddlewareHandler = (context, next) => {
  const type = context.req.header('content-type') ?? ''
  if (context.req.path === '/report/upload' && type === 'application/octet-stream')
    return ofPieces(context, next)
  if (context.req.path === '/report/return' && type.startsWith('multipart/form-data'))
    return ofFiles(context, next)
  return ofForms(context, next)
}

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { strictHeaders } from '#platform/http'
import { PAGE_SCRIPT } from './assets.ts'
import { comingBack } from './coming-back.ts'
import { reportJourney } from './report-journey.ts'
import { pages, type PortalServices, tooLarge } from './respond.ts'

/** Room for the longest report in any script, form-encoded, beside its sealed copy. */
const MOST_BYTES = 512 * 1024

/**
 * The public door, `/report` and `/report/return`: plain pages that need no JavaScript, no cookie and no account. The
 * address never changes between steps, and what was answered travels sealed in the page.
 */
export function portal(services: PortalServices): Hono {
  const app = new Hono()
  // `/report/*` is `/report` too.
  app.use('/report/*', strictHeaders(services.publicUrl))
  app.use('/report/*', bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }))
  app.get('/report/page.js', (context) =>
    context.body(PAGE_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.on(['GET', 'POST'], '/report', pages(reportJourney(services), services.log))
  app.on(['GET', 'POST'], '/report/return', pages(comingBack(services), services.log))
  // Mistyped addresses lead to the door, never into the workbench.
  app.get('/report/*', (context) => context.redirect('/report'))
  return app
}

import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, Hono } from 'hono'
import type { BlankEnv, BlankSchema } from 'hono/types'
import { type AccessModel, type Actor, allows } from '#platform/access'
import type { Database } from '#platform/db'
import { AsyliaError } from '#platform/errors'
import { logToStderr, type Log } from '#platform/log'
import type { Endpoint, RouteAccess } from './endpoint.ts'
import { strictHeaders } from './headers.ts'
import { describeEndpoints } from './openapi.ts'
import { isForeign } from './origin.ts'
import { defaultBodyBytes, limitBytes, parsePart, readJson } from './parse.ts'
import { codeOf, problem, problemKinds, problemOf, problemResponse } from './problems.ts'

/** The actor of a route that is open to everyone; the access table knows no such role, so no row opens. */
export const visitor: Actor = { id: 'visitor', role: 'visitor', organisation: null, purpose: 'none' }

/** One call of an endpoint, for the audit log: who did what, why, on which of our ids, and how it ended. */
export type Performed = {
  actor: Actor
  resource: string
  action: string
  /** 'get /cases/{code}': the pattern, never the address. */
  route: string
  params: unknown
  outcome: 'done' | 'denied' | 'failed'
}

export type ApiOptions = {
  endpoints: readonly Endpoint[]
  database: Database
  /**
   * Who sends this request, or null. It may renew a session by `setCookie`. Throws `AsyliaError` to say why a
   * session known to us is not enough (`access.locked`, `access.second-factor-missing`); `selfOnly` routes concern
   * nobody but the caller, so that one may answer them with an actor whose role opens nothing.
   */
  authenticate(
    request: Request,
    how: { setCookie: (cookie: string) => void; selfOnly: boolean },
  ): Promise<Actor | null>
  /** The access table: may this role do this, for this purpose, at all? Which rows is the database's say. */
  access: AccessModel
  /** Puts a call on the record before its answer leaves; when it throws, the answer does not leave. */
  record?(performed: Performed): Promise<void>
  /** The address people type; its origin is the only one that may ask for changes. */
  publicUrl: string
  /** Each store's liveness: resolves when it answers. */
  liveness: Readonly<Record<string, () => Promise<unknown>>>
  log?: Log
}

const defaultMilliseconds = 30_000

/** The API under `/api` and `/healthz`, made from endpoints as data; mount it at the root of a Hono app. */
export function createApi(options: ApiOptions): Hono {
  const { endpoints, publicUrl, log = logToStderr } = options
  const app = new OpenAPIHono<BlankEnv, BlankSchema>()
  app.use('/api/*', strictHeaders(publicUrl))
  app.use('/healthz', strictHeaders(publicUrl))

  app.get('/healthz', () => health(options.liveness))
  const document = describeEndpoints(app, endpoints)
  app.get('/api/openapi.json', () => Response.json(document))
  app.get('/api/problems', () => Response.json(problemKinds))

  const sorted = [...endpoints].sort((a, b) => compareCodePoints(specificity(a.path), specificity(b.path)))
  for (const each of sorted) {
    app.on(each.method.toUpperCase(), honoPath(each.path), (context) => answer(each, context, options, log))
  }
  for (const path of new Set(sorted.map((each) => each.path))) {
    const methods = endpoints.filter((each) => each.path === path).map((each) => each.method.toUpperCase())
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    app.all(honoPath(path), (context) =>
      context.req.method === 'OPTIONS'
        ? new Response(null, { status: 204, headers: { allow } })
        : problemResponse(problem('route.method-not-allowed'), { allow }),
    )
  }
  app.all('/api/*', () => problemResponse(problem('route.not-found')))
  return app
}

// `/cases/inbox` must be asked before `/cases/{code}`, whatever order the slices list them in.
const specificity = (path: string) => path.replaceAll(/\{[^}]*\}/g, '\u{10FFFF}')
const compareCodePoints = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const honoPath = (path: string) => '/api' + path.replaceAll(/\{([^}]*)\}/g, ':$1')

async function answer(each: Endpoint, context: Context, options: ApiOptions, log: Log): Promise<Response> {
  const started = performance.now()
  const reference = randomUUID()
  const route = `${each.method} ${each.path}`
  let response: Response
  try {
    response = await withDeadline(
      perform(each, route, context, options),
      each.limits?.ms ?? defaultMilliseconds,
    )
  } catch (error) {
    response = problemResponse(problemOf(error, reference))
    if (response.status >= 500) log('error', 'request failed', { reference, route, ...traceOf(error) })
  }
  const ms = Math.round(performance.now() - started)
  log('info', 'request', { route, status: response.status, ms, reference })
  // Joins in the headers set on the context on the way: renewed cookies, what a handler added.
  return context.newResponse(response.body, response)
}

async function perform(
  each: Endpoint,
  route: string,
  context: Context,
  options: ApiOptions,
): Promise<Response> {
  const request = context.req.raw
  if (isForeign(request, new URL(options.publicUrl).origin)) {
    throw new AsyliaError('access.foreign-origin', 'a change was asked for by another site')
  }
  const setCookie = (cookie: string) => context.header('set-cookie', cookie, { append: true })
  const actor = await admit(each.access, request, setCookie, options)
  let params: unknown
  const record = async (outcome: Performed['outcome']) => {
    if (typeof each.access === 'string') return
    const { resource, action } = each.access
    await options.record?.({ actor, resource, action, route, params, outcome })
  }
  const refusal = refusalOf(each.access, actor, options.access)
  if (refusal !== undefined) {
    // On the record with the ids asked for, where they have the form of ids.
    params = (await each.params?.safeParseAsync(context.req.param()))?.data
    await record('denied')
    throw new AsyliaError('access.denied', refusal)
  }
  params = each.params && (await parsePart('path', each.params, context.req.param()))
  try {
    const query = each.query && (await parsePart('query', each.query, queryOf(context)))
    const body = await readBody(each, context)
    if (typeof each.access !== 'string') {
      // The database's own say, also where a resource lies among the observations and no policy guards its rows.
      await options.database.demand(actor, each.access.resource, each.access.action)
    }
    const result = await each.handle({ actor, db: options.database, params, query, body, context })
    const response = await respond(each, result)
    await record('done')
    return response
  } catch (error) {
    if (codeOf(error) === 'access.denied') await record('denied')
    else if (codeOf(error) === undefined) await record('failed')
    throw error
  }
}

async function admit(
  access: RouteAccess,
  request: Request,
  setCookie: (cookie: string) => void,
  options: ApiOptions,
): Promise<Actor> {
  if (access === 'public') return visitor
  const actor = await options.authenticate(request, { setCookie, selfOnly: access === 'signed-in' })
  if (actor === null) throw new AsyliaError('access.signed-out', 'no session')
  return typeof access === 'string' ? actor : { ...actor, purpose: access.purpose }
}

function refusalOf(access: RouteAccess, actor: Actor, model: AccessModel): string | undefined {
  if (typeof access === 'string') return undefined
  const verdict = allows(model, actor, access.resource, access.action)
  return verdict.allowed ? undefined : verdict.because
}

/** A name given twice arrives as a list, given once as a string. */
function queryOf(context: Context): Record<string, string | string[]> {
  const entries = Object.entries(context.req.queries())
  return Object.fromEntries(entries.map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]))
}

async function readBody(each: Endpoint, context: Context): Promise<unknown> {
  const bytes = each.limits?.bytes ?? defaultBodyBytes
  const request = context.req.raw
  if (each.body) return parsePart('body', each.body, await readJson(request, bytes))
  if (request.body) {
    const body = Readable.toWeb(Readable.from(limitBytes(request, bytes)))
    context.req.raw = new Request(request, { body, duplex: 'half' } as RequestInit)
  }
  return undefined
}

async function respond(each: Endpoint, result: unknown): Promise<Response> {
  if (!each.answer) {
    if (result instanceof Response) return result
    if (each.status === 204) return new Response(null, { status: 204 })
    throw new TypeError('an endpoint without an answer schema must return a Response')
  }
  const checked = await each.answer.parseAsync(result)
  return Response.json(checked, { status: each.status ?? 200 })
}

/** The work goes on after the deadline, as a transaction may already be under way; only the wait ends. */
async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    const late = () => reject(new AsyliaError('request.timeout', `no answer after ${ms} ms`))
    timer = setTimeout(late, ms)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * For `app.onError` of a site that also serves pages: a fault becomes the same kind of problem, and the same log line,
 * as one in the API, instead of a stack on the console.
 */
export function siteFaults(log: Log = logToStderr): (error: unknown) => Response {
  return (error) => {
    const reference = randomUUID()
    const found = problemOf(error, reference)
    if (found.status >= 500) log('error', 'request failed', { reference, route: 'page', ...traceOf(error) })
    return problemResponse(found)
  }
}

/** Where a fault happened, without its message: messages of stores and parsers quote data. */
function traceOf(error: unknown): { name: string; code: string | null; at: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: null, at: '' }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const code = 'code' in error ? String(error.code) : null
  return { name: error.name, code, at: frames.slice(0, 6).join(' <').replaceAll('    at', '') }
}

async function health(liveness: ApiOptions['liveness']): Promise<Response> {
  const checks = await Promise.all(
    Object.entries(liveness).map(async ([name, check]) => {
      const alive = await withDeadline(check(), 2000).then(
        () => true,
        () => false,
      )
      return [name, alive ? 'up' : 'down'] as const
    }),
  )
  const up = checks.every(([, state]) => state === 'up')
  return Response.json(
    { status: up ? 'up' : 'down', ...Object.fromEntries(checks) },
    { status: up ? 200 : 503 },
  )
}

import type { Context } from 'hono'
import type { z } from 'zod'
import type { Actor } from '#platform/access'
import type { Database } from '#platform/db'

/** What a route demands before its handler runs; the access test walks every route and asserts it. */
export type RouteAccess =
  /** Anyone, signed in or not: the handler acts as `visitor`. Say why in the endpoint's description. */
  | 'public'
  /** Any signed-in member of staff: only for things that concern themselves. */
  | 'signed-in'
  /** Staff whose role holds this action on this resource in the access table, for the purpose given. */
  | { resource: string; action: string; purpose: string }

type Shape = z.ZodType

/** How much and how long a route may take, where the defaults (1 MiB, 30 s) do not fit: uploads, exports. */
export type Limits = { bytes?: number; ms?: number }

/**
 * One API operation as data: the router, the OpenAPI document and the access tests are all made from it.
 * A handler gets what was parsed, acts as `actor` and returns the answer's body; it throws `AsyliaError` for
 * anything else, and `problems.ts` decides the status.
 */
export type Endpoint = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Starts with the slice's folder: `/cases/{code}`; served under `/api`. */
  path: string
  summary: string
  description?: string
  access: RouteAccess
  params?: Shape
  query?: Shape
  /** The JSON body's schema; absent: the handler may read `context.req.raw.body` itself, under `limits.bytes`. */
  body?: Shape
  /** The JSON answer's schema; absent: the handler returns a `Response` itself (files, streams). */
  answer?: Shape
  /** The status of a good answer; 200 unless told. */
  status?: 200 | 201 | 202 | 204
  limits?: Limits
  handle(call: Call): Promise<unknown>
}

export type Call = {
  actor: Actor
  db: Database
  params: unknown
  query: unknown
  body: unknown
  /** The raw request: uploads, streams. */
  context: Context
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined

/** Gives an endpoint its types: the handler sees what the schemas parse to, and must answer what `answer` takes. */
export function endpoint<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  A extends Shape | undefined = undefined,
>(definition: {
  method: Endpoint['method']
  path: string
  summary: string
  description?: string
  access: RouteAccess
  params?: P
  query?: Q
  body?: B
  answer?: A
  status?: Endpoint['status']
  limits?: Limits
  handle(call: {
    actor: Actor
    db: Database
    params: Output<P>
    query: Output<Q>
    body: Output<B>
    context: Context
  }): Promise<A extends z.ZodType ? z.input<A> : Response>
}): Endpoint {
  return definition as unknown as Endpoint
}

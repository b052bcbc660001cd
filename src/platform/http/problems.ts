import { AsyliaError } from '#platform/errors'

/** A problem detail (RFC 9457 §3) with our stable `code` and, for wrong input, the list of what is wrong. */
export type Problem = {
  /** A reference to `/api/problems`, which lists every kind. */
  type: string
  title: string
  status: number
  detail?: string
  code: string
  /** Each mistake by itself; `pointer` is a JSON pointer (RFC 6901) as a URI fragment into the body sent. */
  errors?: readonly InputMistake[]
  /** On a fault of ours: what to quote to whoever runs the server. It leads to one log line and tells nothing. */
  reference?: string
  /** Ids, limits and names a fault declares fit to show. Never personal data. */
  details?: Readonly<Record<string, unknown>>
}

export type InputMistake = { detail: string; pointer?: string; parameter?: string }

type Kind = {
  status: number
  title: string
  /** What is said instead of the fault's own message, where the message could tell two cases apart. */
  always?: string
}

/**
 * THE table from codes to statuses. An exact code comes first, then `*.ending`; anything else is 500.
 * The domain knows codes, never statuses.
 */
export const problemKinds: Readonly<Record<string, Kind>> = {
  'input.invalid': { status: 400, title: 'The input is not valid' },
  'input.too-large': { status: 413, title: 'The input is too large' },
  'input.unsupported-type': { status: 415, title: 'The input is of a type this address does not take' },
  'access.signed-out': {
    status: 401,
    title: 'Sign in first',
    always: 'This needs a signed-in member of staff.',
  },
  'auth.not-recognised': {
    status: 401,
    title: 'Not recognised',
    always: 'What was given does not sign anyone in.',
  },
  'access.second-factor-missing': { status: 403, title: 'A second factor is needed' },
  'access.denied': { status: 403, title: 'Not allowed for this role and purpose' },
  'access.foreign-origin': { status: 403, title: 'The request came from another site' },
  'access.locked': { status: 403, title: 'This account is locked' },
  'access.too-many-attempts': { status: 429, title: 'Too many attempts; wait a little' },
  'route.method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'http.workbench-not-built': { status: 503, title: 'The workbench is not built' },
  'request.timeout': { status: 504, title: 'It took too long' },
  'store.full': {
    status: 507,
    title: 'The disk is full',
    always: 'Nothing was saved. Reading still works. Tell whoever runs this server.',
  },
  'store.unavailable': {
    status: 503,
    title: 'A store cannot be reached',
    always: 'Nothing was saved. Try again.',
  },
  'intake.locked': { status: 423, title: 'Sealed to its recipients: unlock it first' },
  '*.not-found': { status: 404, title: 'Not found', always: 'Nothing is here, or nothing you may see.' },
  '*.conflict': { status: 409, title: 'It conflicts with what is stored' },
  '*.gone': { status: 410, title: 'It is no longer there' },
  '*.refused': { status: 422, title: 'Understood, and refused' },
}

const fault: Kind = {
  status: 500,
  title: 'A fault of ours',
  always: 'Something went wrong on our side. Quote the reference to whoever runs this server.',
}

function kindOf(code: string): Kind {
  return problemKinds[code] ?? problemKinds[`*${code.slice(code.lastIndexOf('.'))}`] ?? fault
}

// PostgreSQL's SQLSTATE (appendix A of its manual) and the operating system's error names, where they say what the
// caller can do. Everything else a store throws is a fault of ours.
const codeOfStore: Readonly<Record<string, string>> = {
  '53100': 'store.full',
  ENOSPC: 'store.full',
  '53300': 'store.unavailable',
  '57P01': 'store.unavailable',
  '57P03': 'store.unavailable',
  '40001': 'store.unavailable',
  ECONNREFUSED: 'store.unavailable',
  // Row-level security or a missing grant refused what the route's check let through.
  '42501': 'access.denied',
}

/** The stable code of anything thrown; `undefined` when only a log line can explain it. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AsyliaError) return kindOf(error.code) === fault ? undefined : error.code
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codeOfStore[code]
}

/** Turns anything thrown into what the caller may know of it. `reference` is shown for faults of ours only. */
export function problemOf(error: unknown, reference: string): Problem {
  const code = codeOf(error)
  if (code === undefined) return problem('fault', { reference })
  const kind = kindOf(code)
  if (!(error instanceof AsyliaError) || kind.always !== undefined) return problem(code, {})
  const { errors, ...details } = error.details
  return problem(code, {
    detail: error.message,
    ...(Array.isArray(errors) ? { errors: errors as InputMistake[] } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  })
}

/** A problem of this code, with the table's status, title and words. */
export function problem(code: string, more: Partial<Problem> = {}): Problem {
  const kind = kindOf(code)
  return {
    type: `/api/problems#${code}`,
    title: kind.title,
    status: kind.status,
    code,
    ...(kind.always === undefined ? {} : { detail: kind.always }),
    ...more,
  }
}

export function problemResponse(body: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

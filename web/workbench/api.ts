/** What a problem+json answer (RFC 9457) of the server holds; `code` is the stable name of the fault. */
export type Problem = {
  code: string
  title: string
  detail: string | undefined
  status: number
  /** Each mistake in what was sent; `pointer` is a JSON pointer into the body. */
  errors: readonly { detail: string; pointer?: string }[]
  /** What to quote to whoever runs the server: it leads to one line of its log. */
  reference: string | undefined
  details: Readonly<Record<string, unknown>>
}

/** An answer that is not the one asked for, or none at all (`network.unreachable`, status 0). */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
}

type Value = string | number | boolean | undefined | null
export type Query = Readonly<Record<string, Value | readonly string[]>>
type Options = { query?: Query; signal?: AbortSignal; headers?: Readonly<Record<string, string>> }

/**
 * Calls `/api` and returns the parsed answer. The type is the slice's own answer type, taken over with
 * `import type`: the server has checked it against its schema before sending. Throws `ApiError`.
 */
export const api = {
  get: <T>(path: string, options?: Options): Promise<T> => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: Options): Promise<T> =>
    call<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: Options): Promise<T> =>
    call<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: Options): Promise<T> =>
    call<T>('PATCH', path, body, options),
  /** A page the server writes to be printed or handed over: its HTML, as text. */
  page: async (path: string, body: unknown): Promise<string> => {
    const response = await send('POST', path, body, {})
    return response.text()
  },
  delete: <T>(path: string, options?: Options): Promise<T> => call<T>('DELETE', path, undefined, options),
}

async function call<T>(method: string, path: string, body: unknown, options: Options = {}): Promise<T> {
  const response = await send(method, path, body, options)
  if (response.status === 204) return undefined as T
  return (await bodyOf(response)) as T
}

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const isFile = body instanceof Blob || body instanceof FormData
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (body !== undefined && !isFile) headers['Content-Type'] = 'application/json'
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal: options.signal ?? null }
  if (body !== undefined) init.body = isFile ? body : JSON.stringify(body)
  const response = await fetch(address(path, options.query), init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(plain('network.unreachable', 'The server cannot be reached', 0))
  })
  if (!response.ok) throw new ApiError(await problemOf(response))
  return response
}

/** The address of an API path with its query: undefined and null are left out, lists are repeated. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) search.append(name, item)
    else if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

/** A part of a path from the outside world: a code, an id. */
export const part = encodeURIComponent

async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('Content-Type') ?? ''
  if (type.includes('json')) return response.json()
  // A page where data was expected: the server behind this address is not the API.
  if (type.includes('text/html')) {
    throw new ApiError(plain('network.not-the-api', 'The answer did not come from the Asylia server', 0))
  }
  return response.text()
}

const plain = (code: string, title: string, status: number): Problem => ({
  code,
  title,
  detail: undefined,
  status,
  errors: [],
  reference: undefined,
  details: {},
})

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = (name: string): string | undefined =>
    typeof fields[name] === 'string' ? (fields[name] as string) : undefined
  const { status } = response
  return {
    ...plain(
      text('code') ?? `http.${status}`,
      text('title') ?? (response.statusText || `HTTP ${status}`),
      status,
    ),
    // better-auth answers { code, message } instead of a problem.
    detail: text('detail') ?? text('message'),
    errors: Array.isArray(fields['errors']) ? (fields['errors'] as Problem['errors']) : [],
    reference: text('reference'),
    details: (fields['details'] as Problem['details'] | undefined) ?? {},
  }
}

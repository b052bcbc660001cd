import type { z } from 'zod'
import { AsyliaError, BadInput } from '#platform/errors'
import type { InputMistake } from './problems.ts'

export const defaultBodyBytes = 1024 * 1024

/** Parses what came in one place of a request; throws `BadInput` listing every mistake with its place. */
export async function parsePart<S extends z.ZodType>(
  place: 'body' | 'query' | 'path',
  schema: S,
  value: unknown,
): Promise<z.output<S>> {
  const issue = findUnstorable(value)
  if (issue !== undefined) throw badInput(place, [issue])
  const parsed = await schema.safeParseAsync(value)
  if (parsed.success) return parsed.data
  throw badInput(place, parsed.error.issues)
}

type Issue = { path: PropertyKey[]; message: string }

function badInput(place: string, issues: readonly Issue[]): BadInput {
  const errors: InputMistake[] = issues.map((issue) =>
    place === 'body'
      ? { detail: issue.message, pointer: `#${issue.path.map((key) => '/' + pointerToken(key)).join('')}` }
      : { detail: issue.message, parameter: issue.path.map(String).join('.') },
  )
  const first = errors[0]
  const where = first?.pointer ?? first?.parameter ?? ''
  return new BadInput(`${place} ${where}: ${first?.detail}`, { errors })
}

// RFC 6901 §3 and §6.
const pointerToken = (key: PropertyKey) =>
  encodeURIComponent(String(key).replaceAll('~', '~0').replaceAll('/', '~1'))

const maximumDepth = 64

// U+0000 fits into neither PostgreSQL's text nor its jsonb; half of a surrogate pair is no character at all.
const unstorable = /\0|\p{Surrogate}/u

/** What no store or schema should meet: characters that are none, and nesting deep enough to exhaust the stack. */
function findUnstorable(value: unknown, path: PropertyKey[] = []): Issue | undefined {
  if (typeof value === 'string') {
    return unstorable.test(value) ? { path, message: 'contains U+0000 or half a character' } : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= maximumDepth) {
    return { path: path.slice(0, 3), message: `nested more than ${maximumDepth} deep` }
  }
  for (const [key, inner] of Object.entries(value)) {
    if (unstorable.test(key)) return { path, message: 'a name contains U+0000 or half a character' }
    const found = findUnstorable(inner, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

/** The JSON of a request of at most `maxBytes`; throws `AsyliaError` for another type, size or syntax. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  // Only JSON: an HTML form of another site cannot send this type without asking first.
  if (type !== 'application/json') {
    throw new AsyliaError('input.unsupported-type', 'expected content-type application/json')
  }
  const chunks: Uint8Array[] = []
  if (request.body) for await (const chunk of limitBytes(request, maxBytes)) chunks.push(chunk)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new BadInput('body: expected UTF-8')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new BadInput('body: expected JSON')
  }
}

/** The request's bytes, ending in `input.too-large` as soon as there are more than `maxBytes`. */
export async function* limitBytes(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () =>
    new AsyliaError('input.too-large', `more than ${maxBytes} bytes`, { maximumBytes: maxBytes })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (!request.body) return
  let bytes = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge()
    yield chunk
  }
}

import { withoutTurns } from '#intake'
import { type Multipart, readMultipart, type Upload } from './multipart.ts'

/** What a form sent, as text: every field's values in their order. */
export type Fields = Readonly<Record<string, readonly string[]>>

/**
 * Without characters a page never shows: NUL and its like, and those that turn the direction of what follows. Line ends
 * become one character, as the length limits count them.
 */
function clean(text: string): string {
  return withoutTurns(wellFormed(text))
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
}

/** A surrogate that stands alone is no character: it becomes U+FFFD, as in every other reader of UTF-8. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

export type Form = { fields: Fields; upload?: Upload | undefined; tooLarge?: boolean }

/** Which forms may bring a file, and how large. */
export type FileRule = Parameters<typeof readMultipart>[1]

/** Reads a form. What is no form, or is broken off, is read as if the field were absent: it is no fault. */
export async function readForm(request: Request, rule: FileRule): Promise<Form> {
  const fields: Record<string, string[]> = Object.create(null)
  if (request.method !== 'POST') return { fields }
  const { pairs, upload, tooLarge } = await readPairs(request, rule)
  for (const [name, value] of pairs) (fields[name] ??= []).push(clean(value))
  return { fields, upload, tooLarge }
}

async function readPairs(request: Request, rule: FileRule): Promise<Multipart> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const nothing: Multipart = { pairs: [], upload: undefined, tooLarge: false }
  try {
    if (type === 'application/x-www-form-urlencoded')
      return { ...nothing, pairs: [...new URLSearchParams(await request.text())] }
    if (type === 'multipart/form-data') return await readMultipart(request, rule)
  } catch {
    // Broken off, or not what it says it is.
  }
  return nothing
}

export function one(fields: Fields, name: string): string {
  return fields[name]?.[0] ?? ''
}

export function many(fields: Fields, name: string): readonly string[] {
  return fields[name] ?? []
}

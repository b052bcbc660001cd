/** What a form sent, as text: every field's values in their order. */
export type Fields = Readonly<Record<string, readonly string[]>>

/** Characters a page never shows: NUL and its like. Line ends become one character, as the length limits count them. */
function clean(text: string): string {
  return wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
}

/** A surrogate that stands alone is no character: it becomes U+FFFD, as in every other reader of UTF-8. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

/** Reads a form. What is no form, is broken off or holds a file is read as if the field were absent: it is no fault. */
export async function readFields(request: Request): Promise<Fields> {
  const fields: Record<string, string[]> = Object.create(null)
  if (request.method !== 'POST') return fields
  for (const [name, value] of await readPairs(request)) {
    if (typeof value === 'string') (fields[name] ??= []).push(clean(value))
  }
  return fields
}

async function readPairs(request: Request): Promise<Iterable<[string, unknown]>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  try {
    if (type === 'application/x-www-form-urlencoded') return new URLSearchParams(await request.text())
    if (type === 'multipart/form-data') return await request.formData()
  } catch {
    // Broken off, or not what it says it is.
  }
  return []
}

export function one(fields: Fields, name: string): string {
  return fields[name]?.[0] ?? ''
}

export function many(fields: Fields, name: string): readonly string[] {
  return fields[name] ?? []
}

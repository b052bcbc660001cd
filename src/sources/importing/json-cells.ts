/** The cells a mapping asks for, out of one JSON object; `a.b` reaches into nested objects. */
export function jsonCells(object: Record<string, unknown>, columns: readonly string[]): string[] {
  return columns.map((column) => cellText(valueAt(object, column)))
}

function valueAt(object: Record<string, unknown>, column: string): unknown {
  if (Object.hasOwn(object, column) || !column.includes('.')) return object[column]
  let value: unknown = object
  for (const key of column.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** As a CSV cell would hold it: lists are joined by `|`, nested objects stay JSON. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(String).join('|')
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean)
}

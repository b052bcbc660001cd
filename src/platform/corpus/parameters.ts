import { AsyliaError } from '#platform/errors'
import type { CorpusParameters } from './corpus.ts'

type Value = CorpusParameters[string]

const placeholder = /\{([A-Za-z_]\w*)\s*:\s*([A-Z][^{}]*)\}/g
const isoInstant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/

/**
 * The parameters a statement asks for, ready for ClickHouse's own binding. Throws when one is missing (a session
 * would otherwise answer with an earlier statement's value). ISO instants are accepted for DateTime.
 */
export function parametersOf(sql: string, given: CorpusParameters = {}): Record<string, Value> {
  const wanted = new Map([...sql.matchAll(placeholder)].map((match) => [match[1]!, match[2]!]))
  const bound: Record<string, Value> = {}
  for (const [name, type] of wanted) {
    const value = given[name]
    if (value === undefined) {
      throw new AsyliaError(
        'corpus.parameter-missing',
        `the statement asks for the parameter {${name}:${type}}`,
        {
          name,
        },
      )
    }
    bound[name] = forType(value, type)
  }
  return bound
}

function forType(value: Value, type: string): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AsyliaError('corpus.parameter-invalid', `a parameter of type ${type} is not a finite number`)
  }
  if (typeof value !== 'string') return Array.isArray(value) ? value.map((item) => forItem(item)) : value
  const instant = type.includes('DateTime') ? isoInstant.exec(value) : null
  return instant === null ? wellFormed(value) : `${instant[1]} ${instant[2]}`
}

/** A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

function forItem(item: string | number): string | number {
  return typeof item === 'string' ? wellFormed(item) : item
}

/** `SET param_x = '…'` for the embedded engine: the value in ClickHouse's TSV escaping inside a quoted literal. */
export function setParameters(bound: Readonly<Record<string, Value>>): string | undefined {
  const parts = Object.entries(bound).map(([name, value]) => `param_${name} = ${quoted(transported(value))}`)
  return parts.length === 0 ? undefined : `SET ${parts.join(', ')}`
}

function transported(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escaped(value)
  return `[${value.map((item) => (typeof item === 'number' ? String(item) : quoted(item))).join(',')}]`
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ClickHouse's TSV escapes are these very characters
  return text.replace(/[\\\0\b\f\n\r\t]/g, (character) => escapes[character]!)
}

function quoted(text: string): string {
  return `'${escaped(text).replaceAll("'", "\\'")}'`
}

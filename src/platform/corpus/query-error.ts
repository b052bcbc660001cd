import { AsyliaError } from '#platform/errors'

/** Faults of the statement itself: their text names tables, columns and functions, never a row's contents. */
const statementFaults = new Set([
  'UNKNOWN_IDENTIFIER',
  'UNKNOWN_TABLE',
  'UNKNOWN_DATABASE',
  'UNKNOWN_FUNCTION',
  'UNKNOWN_TYPE',
  'UNKNOWN_SETTING',
  'UNKNOWN_QUERY_PARAMETER',
  'NO_SUCH_COLUMN_IN_TABLE',
  'TABLE_ALREADY_EXISTS',
  'NOT_AN_AGGREGATE',
  'ILLEGAL_TYPE_OF_ARGUMENT',
  'NUMBER_OF_ARGUMENTS_DOESNT_MATCH',
  'MEMORY_LIMIT_EXCEEDED',
  'SYNTAX_ERROR',
])

/** What an engine says about a failure, with everything that could quote a row taken out. */
export type QueryFailure = {
  clickhouseCode: number | undefined
  clickhouseName: string
  /** The row of an insert, counted from 1. */
  row: number | undefined
  /** The column the engine was reading. */
  column: string | undefined
  /** Only for faults of the statement itself. */
  hint: string | undefined
}

/** Reads ClickHouse's exception text: `Code: 27. DB::Exception: … (while reading the value of key x): (at row 2) … (NAME)`. */
export function readFailure(text: string): QueryFailure {
  const code = /Code: (\d+)/.exec(text)?.[1]
  const names = [...text.matchAll(/\(([A-Z][A-Z0-9_]{3,})\)/g)]
  const name = names.at(-1)?.[1] ?? 'UNKNOWN'
  const row = /\(at row (\d+)\)/.exec(text)?.[1]
  const column =
    /\(while reading the value of key ([A-Za-z_]\w*)\)/.exec(text)?.[1] ??
    /Unknown field found while parsing JSONEachRow format: ([A-Za-z_]\w*)/.exec(text)?.[1]
  return {
    clickhouseCode: code === undefined ? undefined : Number(code),
    clickhouseName: name,
    row: row === undefined ? undefined : Number(row),
    column,
    hint: statementFaults.has(name) ? hintOf(text) : undefined,
  }
}

function hintOf(text: string): string {
  const sentence = text
    .replace(/^(Code: \d+\. )?(DB::Exception: )?/, '')
    .split(/ in scope |\n|: While|: while|\. Expected one of|\(version /)[0]!
    .replace(/'(?:[^'\\]|\\.)*'?/g, (quoted) => (/^'[A-Za-z_][\w.]{0,63}'$/.test(quoted) ? quoted : "'…'"))
  return sentence.slice(0, 200).trim()
}

/** A fault with ClickHouse's code and name, the row and column of an insert, and nothing of what the row held. */
export function queryFailed(text: string, table?: string): AsyliaError {
  const failure = readFailure(text)
  const where = [
    table === undefined ? '' : ` into ${table}`,
    failure.row === undefined ? '' : `, row ${failure.row}`,
    failure.column === undefined ? '' : `, column ${failure.column}`,
  ].join('')
  const hint = failure.hint === undefined ? '' : `: ${failure.hint}`
  return new AsyliaError(
    'corpus.query-failed',
    `ClickHouse refused ${table === undefined ? 'a statement' : 'an insert'}${where}: error ${failure.clickhouseCode ?? '?'} ${failure.clickhouseName}${hint}`,
    { ...failure, ...(table === undefined ? {} : { table }) },
  )
}

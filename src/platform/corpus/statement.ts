import { AsyliaError } from '#platform/errors'

/** A table's name, checked: it is the one part of an insert that no parameter can carry. */
export function tableName(table: string): string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.test(table)) {
    throw new AsyliaError('corpus.table-name', 'a table name holds letters, digits and underscores only')
  }
  return table
}

export function withoutSemicolon(sql: string): string {
  return sql.trim().replace(/;$/, '')
}

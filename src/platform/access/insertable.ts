import { type InsertQueryNode, PrimitiveValueListNode, ValueListNode, ValueNode, ValuesNode } from 'kysely'
import type { Openings } from './openings.ts'

/**
 * Whether rows about to be written may be this actor's: each must carry the actor's own id or organisation where the ties
 * are columns. What is only known in the database (a tie through another table, values from a query) is its to check.
 */
export function insertableBy(openings: Openings, insert: InsertQueryNode): boolean {
  if (openings.all) return true
  if (openings.ties.length === 0) return false
  const columns = openings.ties.flatMap((tie) => ('column' in tie ? [tie] : []))
  if (columns.length < openings.ties.length || !insert.values || !ValuesNode.is(insert.values)) return true
  const names = insert.columns?.map(({ column }) => column.name) ?? []
  return insert.values.values.every((row) =>
    columns.some(({ column, value }) => {
      const at = names.indexOf(column)
      if (at < 0) return false
      if (PrimitiveValueListNode.is(row)) return row.values[at] === value
      const given = ValueListNode.is(row) ? row.values[at] : undefined
      return given !== undefined && (ValueNode.is(given) ? given.value === value : true)
    }),
  )
}

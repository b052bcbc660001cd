import {
  type InsertQueryNode,
  type OperationNode,
  PrimitiveValueListNode,
  RawNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely'
import { AsyliaError } from '#platform/errors'
import type { Openings } from './openings.ts'

/**
 * The same insert, made sure that its rows may be this actor's: by the actor's own id or organisation in a column, or by a
 * tie that only the database knows, which it is asked with the row's own values. Throws `access.denied` when nothing can
 * open such a row. Rows that come from a query are the database's to check.
 */
export function guardRows(openings: Openings, insert: InsertQueryNode, table: string): InsertQueryNode {
  if (openings.all) return insert
  if (openings.ties.length === 0) throw denied(table)
  if (!insert.values || !ValuesNode.is(insert.values)) return insert
  const names = insert.columns?.map(({ column }) => column.name) ?? []
  const rows = insert.values.values.map((row) => {
    const values: OperationNode[] = PrimitiveValueListNode.is(row)
      ? row.values.map((value) => ValueNode.create(value))
      : [...row.values]
    const given = (column: string) => values[names.indexOf(column)]
    const byColumn = openings.ties.some((tie) => 'column' in tie && mayEqual(given(tie.column), tie.value))
    if (byColumn) return row
    const conditions = openings.ties.flatMap((tie) => ('sql' in tie ? [tie.sql] : []))
    if (conditions.length === 0) throw denied(table)
    return askDatabase(conditions, table, names, values)
  })
  return { ...insert, values: ValuesNode.create(rows) }
}

const mayEqual = (node: OperationNode | undefined, value: string) =>
  node !== undefined && (ValueNode.is(node) ? node.value === value : true)

/** The tie's first column is written as `access_own(value, condition)`, which raises where the condition does not hold. */
function askDatabase(
  conditions: readonly string[],
  table: string,
  names: readonly string[],
  values: readonly OperationNode[],
): ValueListNode {
  const condition = conditions.map((each) => `(${each})`).join(' or ')
  const parts = condition.split(new RegExp(`\\b${table}\\.(\\w+)`))
  const columns = parts.filter((_, i) => i % 2 === 1)
  const first = columns.map((column) => names.indexOf(column)).find((at) => at >= 0)
  if (first === undefined) throw denied(table)
  const written = parts.filter((_, i) => i % 2 === 0)
  const valuesOf = columns.map((column) => values[names.indexOf(column)] ?? ValueNode.create(null))
  const held = RawNode.create(written, valuesOf)
  const guarded = RawNode.create(['access_own(', '::uuid, ', ')'], [values[first]!, held])
  return ValueListNode.create(values.map((value, i) => (i === first ? guarded : value)))
}

const denied = (table: string) =>
  new AsyliaError('access.denied', `the access table opens no such row of ${table}`)

import type { InsertQueryNode } from 'kysely'
import {
  AliasNode,
  AndNode,
  ColumnNode,
  FromNode,
  IdentifierNode,
  type JoinNode,
  OperationNodeTransformer,
  type OperationNode,
  ParensNode,
  RawNode,
  SelectAllNode,
  SelectionNode,
  SelectQueryNode,
  TableNode,
  ValueNode,
  WhereNode,
  type DeleteQueryNode,
  type KyselyPlugin,
  type OnConflictNode,
  type QueryId,
  type UpdateQueryNode,
} from 'kysely'
import type { Actor } from './actor.ts'
import { guardRows } from './insertable.ts'
import { type Openings, openingsOf } from './openings.ts'
import type { AccessModel } from './table.ts'

type Command = 'read' | 'create' | 'update' | 'delete'

/**
 * The app's own half of the access table: every query built in a transaction is narrowed to the rows the actor may touch,
 * before PostgreSQL's row-level security narrows it once more. Either holds without the other (`test/matrix`): a policy
 * that is missing after a restore, or a login with too many rights, opens nothing. Hand-written SQL (`sql`…``) passes
 * unchanged and rests on row-level security alone.
 */
export function narrowTo(model: AccessModel, actor: Actor): KyselyPlugin {
  const narrower = new Narrower(model, actor)
  return {
    transformQuery: ({ node, queryId }) => narrower.transformNode(node, queryId),
    transformResult: ({ result }) => Promise.resolve(result),
  }
}

class Narrower extends OperationNodeTransformer {
  readonly #openings: (table: string, command: Command) => Openings | undefined

  constructor(model: AccessModel, actor: Actor) {
    super()
    this.#openings = (table, command) => openingsOf(model, actor, table, command)
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    const inner = super.transformSelectQuery(node, queryId)
    return {
      ...inner,
      ...(inner.from && { from: this.#narrowFrom(inner.from) }),
      ...(inner.joins && { joins: inner.joins.map((join) => this.#narrowJoin(join)) }),
    }
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId?: QueryId): InsertQueryNode {
    const inner = super.transformInsertQuery(node, queryId)
    const table = inner.into && nameOf(inner.into)
    if (table === undefined) return inner
    const openings = this.#openings(table, 'create')
    const guarded = openings ? guardRows(openings, inner, table) : inner
    return guarded.onConflict
      ? { ...guarded, onConflict: this.#narrowConflict(guarded.onConflict, table) }
      : guarded
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId?: QueryId): UpdateQueryNode {
    const inner = super.transformUpdateQuery(node, queryId)
    return {
      ...inner,
      ...(inner.from && { from: this.#narrowFrom(inner.from) }),
      ...(inner.joins && { joins: inner.joins.map((join) => this.#narrowJoin(join)) }),
      ...(inner.table && this.#where(inner.where, inner.table, 'update')),
    }
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId?: QueryId): DeleteQueryNode {
    const inner = super.transformDeleteQuery(node, queryId)
    const [target] = inner.from.froms
    return {
      ...inner,
      ...(inner.using && {
        using: { ...inner.using, tables: inner.using.tables.map((each) => this.#narrowTable(each)) },
      }),
      ...(inner.joins && { joins: inner.joins.map((join) => this.#narrowJoin(join)) }),
      ...(target && this.#where(inner.where, target, 'delete')),
    }
  }

  #narrowFrom(from: FromNode): FromNode {
    return FromNode.create(from.froms.map((each) => this.#narrowTable(each)))
  }

  #narrowJoin(join: JoinNode): JoinNode {
    return { ...join, table: this.#narrowTable(join.table) }
  }

  /** `t` becomes `(select * from t where …) as t`; PostgreSQL's planner takes the two selects for one. */
  #narrowTable(node: OperationNode): OperationNode {
    const table = AliasNode.is(node) ? node.node : node
    if (!TableNode.is(table)) return node
    const openings = this.#openings(nameOf(table)!, 'read')
    if (openings === undefined || openings.all) return node
    const alias = AliasNode.is(node) ? node.alias : IdentifierNode.create(nameOf(table)!)
    const rows: SelectQueryNode = {
      ...SelectQueryNode.createFrom([table]),
      selections: [SelectionNode.create(SelectAllNode.create())],
      where: WhereNode.create(this.#condition(openings, nameOf(table)!)),
    }
    return AliasNode.create(rows, alias)
  }

  /** A change reaches the rows that may be both read and changed, as in PostgreSQL. */
  #where(where: WhereNode | undefined, target: OperationNode, command: Command): { where?: WhereNode } {
    const table = AliasNode.is(target) ? target.node : target
    const name = TableNode.is(table) ? nameOf(table) : undefined
    if (name === undefined) return where ? { where } : {}
    const alias = AliasNode.is(target) && IdentifierNode.is(target.alias) ? target.alias.name : name
    const conditions = (['read', command] as const).flatMap((each) => {
      const openings = this.#openings(name, each)
      return openings === undefined || openings.all ? [] : [this.#condition(openings, name, alias)]
    })
    const all = [...(where ? [ParensNode.create(where.where)] : []), ...conditions]
    const [first, ...rest] = all
    if (first === undefined) return {}
    return { where: WhereNode.create(rest.reduce((left, right) => AndNode.create(left, right), first)) }
  }

  #narrowConflict(conflict: OnConflictNode, table: string): OnConflictNode {
    if (conflict.doNothing) return conflict
    const { where } = this.#where(conflict.updateWhere, TableNode.create(table), 'update')
    return where ? { ...conflict, updateWhere: where } : conflict
  }

  #condition(openings: Openings, table: string, alias = table): OperationNode {
    const parts = openings.ties.map((tie) => {
      if ('sql' in tie) {
        const written = alias === table ? tie.sql : tie.sql.replaceAll(`${table}.`, `${alias}.`)
        return RawNode.create([`(${written})`], [])
      }
      const column = RawNode.create(
        ['', '.', ''],
        [IdentifierNode.create(alias), ColumnNode.create(tie.column)],
      )
      return RawNode.create(['', ' = ', '::uuid'], [column, ValueNode.create(tie.value)])
    })
    if (parts.length === 0) return RawNode.create(['false'], [])
    const ors = ['(', ...Array.from({ length: parts.length - 1 }, () => ' or '), ')']
    return RawNode.create(ors, parts)
  }
}

function nameOf(table: OperationNode): string | undefined {
  return TableNode.is(table) && table.table.schema === undefined ? table.table.identifier.name : undefined
}

import type { AccessModel, AccessRule, Ties } from './table.ts'

const COMMANDS = { read: 'select', create: 'insert', update: 'update', delete: 'delete' } as const
type SqlAction = keyof typeof COMMANDS

/**
 * The SQL that makes PostgreSQL enforce the access table: on every table of the records store row-level security
 * is on; each table gets one policy a command and only the grants that some rule needs. A table that the access
 * table does not name stays closed to the app. Run by the owner at every start; it replaces what was there.
 */
export function policySql(model: AccessModel, roles: { app: string }): string {
  const statements = [
    demandSql(model),
    OWN_SQL,
    `
do $$ declare t record; p record; begin
  for t in select c.oid::regclass as name, c.relname from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    execute format('revoke all on %s from ${roles.app}', t.name);
    if t.relname not like 'auth\\_%' then
      execute format('alter table %s enable row level security', t.name);
      for p in select policyname from pg_policies where schemaname = 'public' and tablename = t.relname loop
        execute format('drop policy %I on %s', p.policyname, t.name);
      end loop;
    end if;
  end loop;
end $$`,
  ]
  for (const [resource, { tables }] of Object.entries(model.resources)) {
    for (const [table, ties] of Object.entries(tables)) {
      for (const action of Object.keys(COMMANDS) as SqlAction[]) {
        const condition = rowCondition(model, resource, table, ties, action)
        if (condition === undefined) continue
        const command = COMMANDS[action]
        statements.push(
          `create policy ${resource}_${table}_${action} on ${table} for ${command} to public ${clause(action, condition)}`,
        )
        statements.push(`grant ${command} on ${table} to ${roles.app}`)
      }
    }
  }
  return `${statements.join(';\n')};`
}

/**
 * `access_demand(resource, action)`: raises unless the one who acts holds that right for that purpose. The database's own
 * copy of the table, for what touches no row that a policy could guard (counts of places, accounts).
 */
function demandSql(model: AccessModel): string {
  const rights = model.rules.flatMap(({ role, resource, actions, purposes }) =>
    actions.flatMap((action) =>
      purposes.map((purpose) => quote([role, purpose, resource, action].join(' '))),
    ),
  )
  return `create or replace function access_demand(resource text, action text) returns void
language plpgsql stable set search_path = public, pg_temp as $$
begin
  if coalesce(concat_ws(' ', access_claim('role'), access_claim('purpose'), resource, action)
     = any (array[${[...new Set(rights)].join(', ')}]), false) then
    return;
  end if;
  raise exception 'the access table opens no such right' using errcode = 'insufficient_privilege';
end $$`
}

/** `access_own(value, held)`: the value, where the actor's tie to the row holds; raises where it does not. */
const OWN_SQL = `create or replace function access_own(value uuid, held boolean) returns uuid
language plpgsql stable set search_path = public, pg_temp as $$
begin
  if held then
    return value;
  end if;
  raise exception 'the access table opens no such row' using errcode = 'insufficient_privilege';
end $$`

function clause(action: SqlAction, condition: string): string {
  if (action === 'create') return `with check (${condition})`
  if (action === 'update') return `using (${condition}) with check (${condition})`
  return `using (${condition})`
}

function rowCondition(
  model: AccessModel,
  resource: string,
  table: string,
  ties: Ties,
  action: SqlAction,
): string | undefined {
  const rules = model.rules.filter((rule) => rule.resource === resource && rule.actions.includes(action))
  // By tie, so that each tie is asked once, whoever has it: a policy is part of every query's plan.
  const standings = new Map<string, Set<string>>()
  for (const rule of rules) {
    const tie = tieCondition(ties, rule, table)
    if (tie === undefined) continue
    const those = standings.get(tie) ?? new Set()
    for (const purpose of rule.purposes) those.add(`${rule.role} ${purpose}`)
    standings.set(tie, those)
  }
  const conditions = [...standings].map(
    ([tie, those]) => `(${actorCondition(those)}${tie === 'true' ? '' : ` and ${tie}`})`,
  )
  return conditions.length === 0 ? undefined : conditions.join(' or ')
}

/** The actor's role and purpose are among those. `(select …)` makes it an InitPlan: asked once a query, not once a row. */
function actorCondition(standings: ReadonlySet<string>): string {
  return `(select access_claim('role') || ' ' || access_claim('purpose')) in (${[...standings].map(quote).join(', ')})`
}

function tieCondition(ties: Ties, rule: AccessRule, table: string): string | undefined {
  if (rule.ownership === 'any') return 'true'
  const tie = ties[rule.ownership]
  // A resource may have tables that this tie does not reach: the rule then opens nothing there.
  if (tie === undefined) return undefined
  if (typeof tie !== 'string') return `(${tie.sql})`
  const claim = rule.ownership === 'organisation' ? 'organisation' : 'id'
  return `${table}.${tie} = (select access_id(${quote(claim)}))`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

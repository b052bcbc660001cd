/**
 * The shape of the one access table (the table itself is the domain's: `#model`). From it come the row-level
 * security policies and grants (`policies.ts`), the checks before a handler runs (`check.ts`), the page in the
 * docs and the access tests. What no row allows is refused.
 */
export type AccessModel<Role extends string = string, Purpose extends string = string> = {
  readonly roles: readonly Role[]
  readonly purposes: readonly Purpose[]
  readonly resources: Readonly<Record<string, ResourceTables>>
  readonly rules: readonly AccessRule<Role, Purpose>[]
}

/** How a role must stand to a row: `any` row, or one of the ties its table declares. */
export type Ownership = 'any' | 'organisation' | 'assigned' | 'self' | 'holder'

/** The tables a resource lives in and, for each, the SQL that says which rows are whose. */
export type ResourceTables = {
  /** What it is, for the docs. */
  readonly about: string
  readonly tables: Readonly<Record<string, Ties>>
}

/**
 * `{ organisation: 'organisation_id' }`: that uuid column equals the actor's claim (`self`, `assigned` and `holder`
 * compare with the actor's id). `{ sql }`: a condition over the row, for tables that reach their owner through another.
 */
export type Ties = Partial<Record<Exclude<Ownership, 'any'>, string | { readonly sql: string }>>

export type AccessRule<Role extends string = string, Purpose extends string = string> = {
  readonly role: Role
  readonly resource: string
  /** `read`, `create`, `update`, `delete` become SQL policies; any other word is an action checked in the handler's way. */
  readonly actions: readonly string[]
  readonly ownership: Ownership
  readonly purposes: readonly Purpose[]
  /** Why this role may: for the docs and for the one who reviews a change. */
  readonly because: string
}

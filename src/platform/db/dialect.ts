import { PostgresDialect, PostgresDriver, type PostgresDialectConfig, type PostgresPool } from 'kysely'
import type pg from 'pg'

/** How often a text is seen before PostgreSQL is asked to remember its plan, and how many it is asked to remember. */
const OFTEN = 5
const MOST_NAMED = 200
/** How many texts are counted: lists of many lengths must not fill the memory. */
const MOST_COUNTED = 2_000

/**
 * The names under which PostgreSQL keeps the plans of what is asked again and again: planning a statement with its policies
 * costs more than running it. When a newer version migrates beside us, a plan's columns may change under it: then all names
 * are new ones (`renew`), and the transaction is run again.
 */
export class StatementNames {
  readonly #seen = new Map<string, number>()
  readonly #names = new Map<string, string>()
  #generation = 0

  of(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    if (this.#names.size >= MOST_NAMED) return undefined
    const times = (this.#seen.get(text) ?? 0) + 1
    if (times >= OFTEN) {
      const name = `asylia_${this.#generation}_${this.#names.size}`
      this.#names.set(text, name)
      this.#seen.delete(text)
      return name
    }
    if (this.#seen.size < MOST_COUNTED || this.#seen.has(text)) this.#seen.set(text, times)
    return undefined
  }

  renew(): void {
    this.#generation++
    this.#names.clear()
  }
}

/** PostgreSQL's feature_not_supported, as it says "cached plan must not change result type" (plancache.c). */
export const PLAN_CHANGED = '0A000'

type Connected = Awaited<ReturnType<PostgresPool['connect']>>

/** The pool, with names for the statements that come often. */
export function namingPool(pool: pg.Pool): PostgresPool {
  const names = new StatementNames()
  const wrapped = new WeakMap<pg.PoolClient, Connected>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known) return known
      const naming = {
        query: (text: string, values: unknown[] = []) => {
          const name = values.length > 0 ? names.of(text) : undefined
          if (name === undefined) return client.query({ text, values })
          return client.query({ name, text, values }).catch((error: unknown) => {
            if ((error as { code?: string }).code === PLAN_CHANGED) names.renew()
            throw error
          })
        },
        release: (discard?: boolean) => client.release(discard),
      } as unknown as Connected
      wrapped.set(client, naming)
      return naming
    },
    end: () => pool.end(),
  }
}

/**
 * A dialect whose transactions begin with the first statement that is executed in them: that one says `begin` itself, and who
 * acts, in one journey to the server instead of two. For `inTransaction` alone, which does.
 */
export class ActingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): PostgresDriver {
    return new ActingDriver(this.#config)
  }
}

class ActingDriver extends PostgresDriver {
  override async beginTransaction(): Promise<void> {}
}

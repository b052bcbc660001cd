import PgBoss from 'pg-boss'
import type pg from 'pg'
import { type Actor, systemActor } from '#platform/access'
import type { Database, Transaction } from '#platform/db'
import { type EventPayload, firstTime } from './outbox.ts'

export type JobEvent = { id: string; topic: string; payload: EventPayload }

export type Listener = {
  /** Its own name, kept for ever: `cases.open-lead`. */
  name: string
  topic: string
  /** Runs in one transaction with the mark that this event is done: it may be tried again, its effect comes once. */
  handle(trx: Transaction, event: JobEvent, actor: Actor): Promise<void>
}

const DISPATCHER = systemActor('jobs.dispatch')
const BATCH = 200

/**
 * Events from the outbox to their listeners, over pg-boss in the same PostgreSQL: at least once, tried again with
 * growing pauses, set aside after eight failures (pg-boss keeps them as failed for a person to look at).
 */
export class Jobs {
  readonly #database: Database
  readonly #boss: PgBoss
  readonly #listeners: Listener[] = []
  #timer: NodeJS.Timeout | undefined
  #turns: Promise<unknown> = Promise.resolve()
  readonly #failures: (failure: { listener: string; event: string; reason: string }) => void

  constructor(
    database: Database,
    login: pg.ClientConfig,
    onFailure: (failure: { listener: string; event: string; reason: string }) => void,
  ) {
    this.#database = database
    this.#failures = onFailure
    const { connectionString, host, user, password, database: name } = login
    const at = connectionString
      ? { connectionString }
      : { host: host as string, user: user as string, password: String(password), database: name as string }
    this.#boss = new PgBoss({ ...at, schema: 'jobs', max: 4, schedule: false })
    this.#boss.on('error', () => undefined)
  }

  /** Registers a listener; before `start`. */
  on(listener: Listener): void {
    this.#listeners.push(listener)
  }

  /** Makes the queues, so that events can be dispatched; with `work`, this process also handles them. */
  async start({ work = true, everyMs = 250 } = {}): Promise<void> {
    await this.#boss.start()
    for (const { name } of this.#listeners) {
      await this.#boss.createQueue(name, {
        name,
        retryLimit: 8,
        retryDelay: 1,
        retryBackoff: true,
        expireInSeconds: 900,
      })
      if (work)
        await this.#boss.work<JobEvent>(name, { batchSize: 50, pollingIntervalSeconds: 0.5 }, (batch) =>
          this.#runAll(
            name,
            batch.map((job) => job.data),
          ),
        )
    }
    this.#timer = setInterval(() => void this.dispatch().catch(() => undefined), everyMs)
    this.#timer.unref()
  }

  /** Hands what is in the outbox to the queues; how many events left it. */
  dispatch(): Promise<number> {
    return this.#inTurn(() => this.#dispatch())
  }

  /** One at a time in this process: what runs here sees no event on its way from the outbox to a queue. */
  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(step)
    this.#turns = turn.catch(() => undefined)
    return turn
  }

  /**
   * Queues first, the outbox after them: a handler says what follows before its own job counts as done, so whoever
   * finds the queues empty finds that in the outbox. The other way round, an event announced in between is missed.
   */
  async #isQuiet(): Promise<boolean> {
    const waiting = await Promise.all(
      this.#listeners.map(({ name }) => this.#boss.getQueueSize(name, { before: 'completed' })),
    )
    const moved = await this.#dispatch()
    return moved === 0 && waiting.every((size) => size === 0)
  }

  async #dispatch(): Promise<number> {
    return this.#database.as(DISPATCHER, async (trx) => {
      const rows = await trx
        .selectFrom('jobs_outbox')
        .selectAll()
        .orderBy('position')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute()
      for (const row of rows) {
        const event: JobEvent = {
          id: row.id,
          topic: row.topic,
          payload: row.payload as unknown as EventPayload,
        }
        // Sent before the outbox row goes: a crash in between sends it twice, and `firstTime` makes that harmless.
        for (const { name } of this.#listeners.filter((listener) => listener.topic === row.topic)) {
          await this.#boss.send(name, event)
        }
      }
      if (rows.length > 0) {
        await trx
          .deleteFrom('jobs_outbox')
          .where(
            'id',
            'in',
            rows.map((row) => row.id),
          )
          .execute()
      }
      return rows.length
    })
  }

  /** One that fails does not keep the others: the batch is tried again, and those that are done stay done. */
  async #runAll(name: string, events: JobEvent[]): Promise<void> {
    const failed: unknown[] = []
    for (const event of events) await this.#run(name, event).catch((error: unknown) => failed.push(error))
    if (failed.length > 0) throw failed[0]
  }

  async #run(name: string, event: JobEvent): Promise<void> {
    const listener = this.#listeners.find((each) => each.name === name)
    if (!listener) return
    const actor = systemActor(name)
    try {
      await this.#database.as(actor, async (trx) => {
        if (await firstTime(trx, name, event.id)) await listener.handle(trx, event, actor)
      })
    } catch (error) {
      this.#failures({
        listener: name,
        event: event.id,
        reason: (error as { code?: string }).code ?? 'unknown',
      })
      throw error
    }
  }

  /** Dispatches and waits until every queue is empty: for the demo and for tests, where the next step needs the effect. */
  async settle(timeoutMs = 60_000): Promise<void> {
    const until = Date.now() + timeoutMs
    for (;;) {
      if (await this.#inTurn(() => this.#isQuiet())) return
      if (Date.now() > until) throw new Error('the queues did not empty in time')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#turns
    await this.#boss.stop({ graceful: true, wait: true, timeout: 20_000 })
  }
}

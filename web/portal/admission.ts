import { html } from 'hono/html'
import type { IntakeServices } from '#intake'
import { type Fields, one } from './fields.ts'
import { Busy, Gate, type Rank } from './gate.ts'
import { hidden, MAIN_FORM } from './layout.ts'
import type { Answer, Asked } from './respond.ts'
import { WorkShown } from './work-shown.ts'

/** Faster than anybody fills in the pages. */
const PERSON_MS = 10_000
/** How often the same report may ask for a turn in ten seconds before it counts as anything else. */
const OFTEN = 4
const WINDOW_MS = 10_000

/** How somebody came, as far as sealed fields of ours tell: which report it is about, and since when. */
export type Came = { id: string; since: number } | undefined

/** Gives out turns to work, and the page of those who must come again. Reading a page is free; only forms wait. */
export class Admission {
  readonly #intake: IntakeServices
  readonly #work: WorkShown
  readonly #gate: Gate
  #asked = new Map<string, number>()
  #windowUntil = 0

  constructor(intake: IntakeServices, gate = new Gate()) {
    this.#intake = intake
    this.#work = new WorkShown(intake.keyring)
    this.#gate = gate
  }

  async admit(asked: Asked, came: Came, work: () => Promise<Answer>): Promise<Answer> {
    if (asked.context.req.method !== 'POST') return work()
    try {
      return await this.#gate.run(this.#rankOf(asked.fields, came), work)
    } catch (error) {
      if (error instanceof Busy) return this.#waitingPage(asked)
      throw error
    }
  }

  #rankOf(fields: Fields, came: Came): Rank {
    // While there are turns for all, nobody is asked how they came.
    if (!this.#gate.isShort) return 2
    const now = this.#intake.now()
    const task = one(fields, 'task')
    const shown = task === '' ? undefined : this.#work.judge(task, one(fields, 'answer'), now)
    if (shown === 'solved') return 0
    if (came && this.#isTooOften(came.id, now.getTime())) return 3
    // Whoever comes again as they were asked to goes before those who come for the first time: their place is kept.
    if (shown === 'waited') return 1
    return came && now.getTime() - came.since >= PERSON_MS ? 2 : 3
  }

  #isTooOften(id: string, now: number): boolean {
    if (now > this.#windowUntil || now < this.#windowUntil - WINDOW_MS) {
      this.#asked = new Map()
      this.#windowUntil = now + WINDOW_MS
    }
    const times = (this.#asked.get(id) ?? 0) + 1
    this.#asked.set(id, times)
    return times > OFTEN
  }

  /** Everything that was sent stands in the page, to be sent again: by the script once it has shown work, or by the button. */
  #waitingPage({ context, fields, language, t }: Asked): Answer {
    context.header('retry-after', '2')
    const { task, bits } = this.#work.ask(this.#gate.queue, this.#intake.now())
    const again = Object.entries(fields).flatMap(([name, values]) =>
      ['task', 'answer', 'currentLanguage', 'chooseLanguage'].includes(name)
        ? []
        : values.map((value) => hidden({ [name]: value })),
    )
    return {
      body: html`<h1>${t('wait.heading')}</h1>
        <p>${t('wait.what')}</p>
        <form
          method="post"
          action="${context.req.path}"
          autocomplete="off"
          id="${MAIN_FORM}"
          data-task="${task}"
          data-bits="${bits}"
        >
          ${again} ${hidden({ task, currentLanguage: language })}
          <div class="actions"><button class="main">${t('wait.go')}</button></div>
        </form>`,
      status: 503,
    }
  }
}

import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { newId } from '#model'

/** An organisation with the people who work in it. */
export type Team = { organisation: string; users: string[] }

const DAY = 86_400_000
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** A code of the usual form for the n-th case: `benchaa-0042`. */
const codeOf = (n: number): string => {
  const word = Math.floor(n / 10_000)
  return `bench${LETTERS[Math.floor(word / 26) % 26]}${LETTERS[word % 26]}-${String(n % 10_000).padStart(4, '0')}`
}

type Made = {
  id: string
  person: string
  code: string
  team: Team
  user: string
  openedAt: Date
  isOpen: boolean
}

/** The n-th case; two years of openings, newest last, one in five still open. */
function caseOf(n: number, total: number, teams: readonly Team[], now: number): Made {
  const team = teams[n % teams.length]!
  const openedAt = new Date(now - ((total - n) / total) * 730 * DAY)
  const round = Math.floor(n / teams.length)
  const user = team.users[round % team.users.length]!
  return {
    id: newId(openedAt.getTime()),
    person: randomUUID(),
    code: codeOf(n),
    team,
    user,
    openedAt,
    // Of each worker's cases, not of some workers' all.
    isOpen: Math.floor(round / team.users.length) % 5 === 0,
  }
}

/** How many rows stand beside each case, itself included: what `records` is divided by. */
const ROWS_PER_CASE = 10
const EVENTS_PER_CASE = 4

/**
 * Fills the records with cases as two years leave them, by COPY: a case, its person, an assignment, a screening, two
 * rights, a consent given in every second case, and events. Returns the number of rows written.
 */
export async function copyCases(
  login: pg.ClientConfig,
  teams: readonly Team[],
  records: number,
): Promise<{ rows: number; codes: Map<string, string[]>; seconds: number }> {
  const started = performance.now()
  const now = Date.now()
  const total = Math.ceil(records / ROWS_PER_CASE)
  const all = Array.from({ length: total }, (_, n) => caseOf(n, total, teams, now))
  const client = new pg.Client(login)
  await client.connect()
  let rows = 0
  const copy = async (
    table: string,
    columns: string,
    lines: (made: Made, n: number) => (string | null)[][],
  ) => {
    const target = client.query(copyFrom(`copy ${table} (${columns}) from stdin`))
    const text = function* () {
      let chunk = ''
      for (const [n, made] of all.entries()) {
        for (const values of lines(made, n)) {
          chunk += `${values.map((value) => value ?? '\\N').join('\t')}\n`
          rows++
        }
        if (chunk.length > 65_536) {
          yield chunk
          chunk = ''
        }
      }
      yield chunk
    }
    await pipeline(Readable.from(text()), target)
  }
  const at = (made: Made, days: number) => new Date(made.openedAt.getTime() + days * DAY).toISOString()
  const today = new Date(now).toISOString()
  const day = (made: Made, days: number) => at(made, days).slice(0, 10)
  try {
    await client.query("begin; set local session_replication_role = 'replica'")
    await copy(
      'cases_case',
      'id, code, organisation_id, origin, status, danger, jurisdiction, opened_at, opened_by, closed_at',
      (made, n) => [
        [
          made.id,
          made.code,
          made.team.organisation,
          'direct',
          made.isOpen ? 'open' : 'closed',
          ['immediate', 'possible', 'none', 'unknown'][n % 4]!,
          'DEU',
          at(made, 0),
          made.user,
          made.isOpen ? null : at(made, 90),
        ],
      ],
    )
    await copy('cases_assignment', 'case_id, user_id, organisation_id, since', (made) => [
      [made.id, made.user, made.team.organisation, at(made, 0)],
    ])
    await copy('cases_person', 'id, case_id, organisation_id, code_name, child, nationality', (made, n) => [
      [made.person, made.id, made.team.organisation, `person ${n}`, ['yes', 'no', 'unknown'][n % 3]!, 'NGA'],
    ])
    await copy(
      'cases_screening',
      'id, case_id, organisation_id, indicator_set, marks, screened_at, screened_by',
      (made) => [[randomUUID(), made.id, made.team.organisation, 'ilo-11', '{}', at(made, 1), made.user]],
    )
    await copy(
      'cases_right',
      'id, case_id, organisation_id, right_key, kind, standing, answer, catalogue_hash, deadline, asked_on, done_on, done_by',
      (made) =>
        ['reflection', 'residence'].map((key, i) => [
          randomUUID(),
          made.id,
          made.team.organisation,
          `bench-${key}`,
          key,
          'due_now',
          '{}',
          'bench',
          day(made, 30 * (i + 1)),
          day(made, 0),
          // Given in time, but for those whose day is still to come: two years of missed deadlines are another story.
          ...(at(made, 30 * (i + 1)) < today ? [day(made, 20), made.user] : [null, null]),
        ]),
    )
    await copy(
      'cases_consent',
      'id, person_id, organisation_id, purpose, partner_id, fields, given_at, taken_by',
      (made, n) =>
        n % 2 === 0
          ? [
              [
                randomUUID(),
                made.person,
                made.team.organisation,
                'shelter',
                randomUUID(),
                '{name}',
                at(made, 2),
                made.user,
              ],
            ]
          : [],
    )
    await copy('cases_event', 'id, case_id, organisation_id, at, actor, kind, facts', (made) =>
      Array.from({ length: EVENTS_PER_CASE }, (_, i) => [
        newId(made.openedAt.getTime() + i * DAY),
        made.id,
        made.team.organisation,
        at(made, i),
        made.user,
        i === 0 ? 'opened' : 'facts_changed',
        '{}',
      ]),
    )
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
  const codes = new Map<string, string[]>()
  for (const made of all) {
    if (!made.isOpen) continue
    const known = codes.get(made.user)
    if (known) known.push(made.code)
    else codes.set(made.user, [made.code])
  }
  return { rows, codes, seconds: (performance.now() - started) / 1000 }
}

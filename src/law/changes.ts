import type { PlainDate } from '#model'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import { citeOf, disclaimer, getJurisdiction, requireInOrder, type Cite } from './timeline.ts'

export type Change = {
  day: PlainDate
  jurisdiction: string
  what: 'began' | 'ended' | 'changed'
  kind: 'provision' | 'offence' | 'right'
  id: string
  title: string
  before: Cite | null
  after: Cite | null
}

export type ChangesAnswer = {
  since: PlainDate
  until: PlainDate
  catalogueHash: string
  changes: Change[]
  /** What the catalogue itself learnt or took back in that time. */
  corrections: { day: PlainDate; jurisdiction: string; id: string; what: 'recorded' | 'withdrawn' }[]
  disclaimer: string
}

/** What of the law changed after `since`, up to and including `until`, in one jurisdiction or all. Throws `BadInput` when it is before. */
export function changes(
  catalogue: Catalogue,
  question: { since: PlainDate; until: PlainDate; jurisdiction?: string | undefined },
): ChangesAnswer {
  const asked =
    question.jurisdiction === undefined
      ? catalogue.jurisdictions.filter((one) => !one.invented)
      : [getJurisdiction(catalogue, question.jurisdiction)]
  const { since, until } = question
  requireInOrder(since, until)
  return {
    since,
    until,
    catalogueHash: catalogue.hash,
    changes: asked
      .flatMap((one) => changesOf(one, since, until))
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1)),
    corrections: asked.flatMap((one) => correctionsOf(one, since, until)),
    disclaimer,
  }
}

type Entry = {
  id: string
  from: string
  to?: string | undefined
  withdrawn?: string | undefined
  cite: string
  title: string
}

function entriesOf(one: Jurisdiction): { kind: Change['kind']; entries: Entry[] }[] {
  const offences = one.offences.map((o) => ({ ...o, cite: o.elements[0]!.cite }))
  const rights = one.rights.map((r) => ({ ...r, title: r.right }))
  const cited = new Set([...offences, ...rights].map((entry) => entry.cite))
  const provisions = one.provisions
    .filter((p) => !cited.has(p.id))
    .map((p) => ({ ...p, cite: p.id, title: p.number }))
  return [
    { kind: 'offence', entries: offences },
    { kind: 'right', entries: rights },
    { kind: 'provision', entries: provisions },
  ]
}

function changesOf(one: Jurisdiction, since: PlainDate, until: PlainDate): Change[] {
  const within = (day: string | undefined): day is string => day !== undefined && day > since && day <= until
  const eve = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
  return entriesOf(one).flatMap(({ kind, entries }) =>
    entries
      .filter((entry) => entry.withdrawn === undefined)
      .flatMap((entry): Change[] => {
        const base = { jurisdiction: one.id, kind, id: entry.id, title: entry.title }
        const found: Change[] = []
        if (within(entry.from)) {
          const earlier = entries.find((other) => other.id === entry.id && other.to === entry.from)
          found.push({
            ...base,
            day: entry.from,
            what: earlier ? 'changed' : 'began',
            before: earlier ? citeOf(one, earlier.cite, { on: eve(entry.from) }) : null,
            after: citeOf(one, entry.cite, { on: entry.from }),
          })
        }
        if (within(entry.to) && !entries.some((other) => other.id === entry.id && other.from === entry.to)) {
          found.push({
            ...base,
            day: entry.to,
            what: 'ended',
            before: citeOf(one, entry.cite, { on: eve(entry.to) }),
            after: null,
          })
        }
        return found
      }),
  )
}

function correctionsOf(one: Jurisdiction, since: PlainDate, until: PlainDate): ChangesAnswer['corrections'] {
  return [...one.provisions, ...one.offences, ...one.rights].flatMap((entry) =>
    (['recorded', 'withdrawn'] as const).flatMap((what) => {
      const day = entry[what]
      return day !== undefined && day > since && day <= until
        ? [{ day, jurisdiction: one.id, id: entry.id, what }]
        : []
    }),
  )
}

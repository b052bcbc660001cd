import type { Catalogue } from './catalogue/catalogue.ts'
import type { Expression } from './catalogue/expression.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import { monthsOf } from './catalogue/offence.ts'
import { circles, exceptionFaults, missing, ruleFaults, type Path, type Report } from './check-rules.ts'
import { factIndex, type FactIndex } from './facts.ts'

/** Something wrong with the catalogue that no schema can see, and where it stands. */
export type Fault = {
  in: 'vocabulary' | 'treaties' | 'memberships' | 'channels' | 'jurisdictions' | 'calendars'
  index: number
  path: Path
  message: string
}

/**
 * What must hold before the law may answer: every answerable statement cites a provision that exists, every rule asks
 * facts that exist, no two versions of one thing overlap, nothing defeats itself.
 */
export function findFaults(content: Omit<Catalogue, 'hash'>): Fault[] {
  const faults: Fault[] = []
  const into =
    (where: Fault['in'], index: number): Report =>
    (path, message) =>
      faults.push({ in: where, index, path, message })
  const index = vocabularyFaults(content, into('vocabulary', 0))
  if (!index) return faults
  const rights = new Set(Object.keys(content.vocabulary.rights))
  const seen = new Set<string>()
  content.jurisdictions.forEach((one, i) => {
    const report = into('jurisdictions', i)
    if (seen.has(one.id)) report(['id'], `found ${one.id} a second time, expected each jurisdiction once`)
    seen.add(one.id)
    jurisdictionFaults(one, index, rights, report)
  })
  calendarFaults(content.calendars, into('calendars', 0))
  const bodies = new Set(content.memberships.map((one) => one.id))
  content.treaties.forEach((treaty, i) => {
    const report = into('treaties', i)
    treaty.obligations.forEach((one, at) =>
      sourced(one.source, one.confidence, treaty.sources, ['obligations', at], report),
    )
    overlaps(treaty.obligations, 'obligations', report)
  })
  content.memberships.forEach((one, i) => {
    for (const [state, entry] of Object.entries(one.states)) {
      const report = into('memberships', i)
      sourced(entry.source, entry.confidence, one.sources, ['states', state], report)
      const also = [...entry.also, ...(entry.disputed ?? [])]
      for (const { source } of also) {
        if (!one.sources[source])
          report(['states', state, 'also'], missing(source, Object.keys(one.sources), 'a key of sources'))
      }
      if (entry.also.some(({ source }) => source === entry.source))
        report(['states', state, 'also'], `found ${entry.source} twice, expected another source`)
      entry.also.forEach(({ since }, at) => {
        if (since !== undefined && since !== entry.since)
          report(
            ['states', state, 'also', at, 'since'],
            `found ${since}, expected ${entry.since ?? 'no day'}: a source with another day belongs under disputed`,
          )
      })
      entry.reservations.forEach((reservation, at) =>
        sourced(
          reservation.source,
          reservation.confidence,
          one.sources,
          ['states', state, 'reservations', at],
          report,
        ),
      )
    }
  })
  content.channels.channels.forEach((one, at) => {
    const report = into('channels', 0)
    sourced(one.source, one.confidence, content.channels.sources, ['channels', at], report)
    one.membership.forEach((id, m) => {
      if (!bodies.has(id))
        report(['channels', at, 'membership', m], missing(id, [...bodies], 'a file of membership/'))
    })
  })
  return faults
}

function calendarFaults({ calendars, sources }: Catalogue['calendars'], report: Report): void {
  for (const [id, calendar] of Object.entries(calendars)) {
    const at: Path = ['calendars', id]
    sourced(calendar.source, calendar.confidence, sources, at, report)
    calendar.zones.forEach((zone, i) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: zone })
      } catch {
        report([...at, 'zones', i], `found ${zone}, expected an IANA time zone such as Africa/Nairobi`)
      }
    })
    calendar.holidays.forEach((holiday, i) => {
      const kinds = (['on', 'easter', 'weekday', 'day'] as const).filter((one) => holiday[one] !== undefined)
      if (kinds.length !== 1) {
        const found = kinds.length === 0 ? 'no day' : kinds.join(' and ')
        report([...at, 'holidays', i], `found ${found}, expected one of on, easter, weekday, day`)
      }
    })
  }
}

function vocabularyFaults(content: Omit<Catalogue, 'hash'>, report: Report): FactIndex | undefined {
  let sound = true
  for (const [group, facts] of Object.entries(content.vocabulary.facts)) {
    for (const [name, fact] of Object.entries(facts)) {
      for (const list of ['implies', 'excludes'] as const) {
        for (const other of fact[list]) {
          const [otherGroup, otherName] = other.includes('.') ? other.split('.') : [group, other]
          if (content.vocabulary.facts[otherGroup!]?.[otherName!]?.type === 'yes-no') continue
          sound = false
          report(['facts', group, name, list], missing(other, Object.keys(facts), 'a yes-no fact'))
        }
      }
    }
  }
  return sound ? factIndex(content) : undefined
}

function jurisdictionFaults(
  one: Jurisdiction,
  index: FactIndex,
  rights: ReadonlySet<string>,
  report: Report,
): void {
  const provisions = one.provisions.map((provision) => provision.id)
  const instruments = one.instruments.map((instrument) => instrument.id)
  const offences = new Set(one.offences.map((offence) => offence.id))
  const cited = (cite: string, path: Path): void => {
    if (!provisions.includes(cite))
      report([...path, 'cite'], missing(cite, provisions, 'the id of a provision'))
  }
  const rule = (expression: Expression | undefined, path: Path): void => {
    if (expression) ruleFaults(expression, index, offences, path, report)
  }
  one.provisions.forEach((provision, i) => {
    sourced(provision.source, provision.confidence, one.sources, ['provisions', i], report)
    if (!instruments.includes(provision.instrument)) {
      report(
        ['provisions', i, 'instrument'],
        missing(provision.instrument, instruments, 'the id of an instrument'),
      )
    }
  })
  one.offences.forEach((offence, i) => {
    const at: Path = ['offences', i]
    offence.elements.forEach((element, e) => {
      cited(element.cite, [...at, 'elements', e])
      rule(element.rule, [...at, 'elements', e, 'rule'])
      rule(element.notRequiredIf, [...at, 'elements', e, 'notRequiredIf'])
    })
    cited(offence.penalty.cite, [...at, 'penalty'])
    cited(offence.consent.cite, [...at, 'consent'])
    if (offence.limitation) cited(offence.limitation.cite, [...at, 'limitation'])
    range(offence.penalty, [...at, 'penalty'], report)
    for (const list of ['aggravations', 'tiers'] as const) {
      const entries = list === 'tiers' ? offence.penalty.tiers : offence.aggravations
      entries.forEach((entry, a) => {
        const path = list === 'tiers' ? [...at, 'penalty', 'tiers', a] : [...at, list, a]
        cited(entry.cite, path)
        rule(entry.rule, [...path, 'rule'])
        range(entry, path, report)
      })
    }
    for (const [name, feature] of Object.entries(offence.features))
      cited(feature.cite, [...at, 'features', name])
    exceptionFaults(offence, at, rule, cited, report)
  })
  one.rights.forEach((right, i) => {
    const at: Path = ['rights', i]
    cited(right.cite, at)
    if (!rights.has(right.right))
      report([...at, 'right'], missing(right.right, [...rights], 'a right of the vocabulary'))
    rule(right.who, [...at, 'who'])
    right.conditions.forEach((condition, c) => rule(condition.rule, [...at, 'conditions', c, 'rule']))
    right.breaks.forEach((end, b) => {
      cited(end.cite, [...at, 'breaks', b])
      rule(end.rule, [...at, 'breaks', b, 'rule'])
    })
    const dayFact = (event: string, path: Path): void => {
      if (index.facts.get(event)?.type !== 'day')
        report(path, missing(event, [...index.facts.keys()], 'a day of the group events'))
    }
    if (right.deadline) dayFact(right.deadline.from, [...at, 'deadline', 'from'])
    right.deadline?.suspended.forEach((pause, p) => {
      const path: Path = [...at, 'deadline', 'suspended', p]
      cited(pause.cite, path)
      dayFact(pause.from, [...path, 'from'])
      dayFact(pause.to, [...path, 'to'])
    })
  })
  one.absences.forEach((absence, i) => cited(absence.cite, ['absences', i]))
  overlaps(one.provisions, 'provisions', report)
  overlaps(one.offences, 'offences', report)
  circles(one.offences, report)
  overlaps(one.rights, 'rights', report)
}

function range(entry: { least: string; most: string }, path: Path, report: Report): void {
  const least = monthsOf(entry.least)
  const most = monthsOf(entry.most)
  if (least !== null && most !== null && least > most) {
    report([...path, 'most'], `found ${entry.most}, expected at least ${entry.least}`)
  }
}

function sourced(
  source: string,
  confidence: string,
  sources: Record<string, { kind: string }>,
  path: Path,
  report: Report,
): void {
  const known = sources[source]
  if (!known) report([...path, 'source'], missing(source, Object.keys(sources), 'a key of sources'))
  else if (known.kind === 'memory' && confidence !== 'draft') {
    report([...path, 'confidence'], `found ${confidence} from memory, expected draft`)
  }
}

type Versioned = { id: string; from: string; to?: string | undefined; withdrawn?: string | undefined }

/** Two versions of one thing may not hold on the same day; what was withdrawn no longer counts. */
function overlaps(entries: readonly Versioned[], list: string, report: Report): void {
  const later = new Map<string, number[]>()
  entries.forEach((entry, i) => {
    if (entry.to !== undefined && entry.to <= entry.from) {
      report([list, i, 'to'], `found ${entry.to}, expected a day after ${entry.from}`)
    }
    if (entry.withdrawn === undefined) later.set(entry.id, [...(later.get(entry.id) ?? []), i])
  })
  for (const [id, versions] of later) {
    versions.sort((a, b) => (entries[a]!.from < entries[b]!.from ? -1 : 1))
    versions.forEach((version, v) => {
      const next = versions[v + 1]
      if (next === undefined) return
      const end = entries[version]!.to
      if (end === undefined || end > entries[next]!.from) {
        report(
          [list, next, 'from'],
          `found ${id} from ${entries[next]!.from} while its earlier version holds ${end ? `until ${end}` : 'without end'}, expected versions that do not overlap`,
        )
      }
    })
  }
}

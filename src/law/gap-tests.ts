import { factsOf } from './catalogue/expression.ts'
import type { Jurisdiction } from './catalogue/jurisdiction.ts'
import { monthsOf, type Element, type Offence } from './catalogue/offence.ts'
import type { Test } from './catalogue/treaty.ts'
import type { FactIndex } from './facts.ts'
import { citeOf, heldAt, type Cite, type Moment } from './timeline.ts'

export type GapResult = 'met' | 'partly' | 'missing' | 'unknown'

export type TestAnswer = {
  about: string
  result: GapResult
  reason: string
  lacking: string[]
  cites: Cite[]
}

/** One test against one law. */
export function askTest(
  test: Test,
  jurisdiction: Jurisdiction,
  moment: Moment,
  index: FactIndex,
): TestAnswer {
  const [area, ...rest] = test.about.split('.')
  const name = rest.join('.')
  const offences = jurisdiction.offences.filter((one) => heldAt(one, moment, jurisdiction.recorded))
  if (area === 'right') return askRight(test, name, jurisdiction, moment)
  const main = offences.filter((one) => one.kind === 'trafficking')
  if (area === 'offence')
    return askOffence(test, name, main.length > 0 ? main : offences, offences, jurisdiction, moment, index)
  if (area === 'penalty')
    return askPenalty(test, name, main.length > 0 ? main : offences, jurisdiction, moment)
  return {
    about: test.about,
    result: 'unknown',
    reason: 'not recorded in the catalogue',
    lacking: [],
    cites: [],
  }
}

function askRight(test: Test, right: string, jurisdiction: Jurisdiction, moment: Moment): TestAnswer {
  const about = test.about
  const held = jurisdiction.rights.filter(
    (one) => one.right === right && heldAt(one, moment, jurisdiction.recorded),
  )
  const cited = held.map((one) => ({ one, cite: citeOf(jurisdiction, one.cite, moment) }))
  const live = cited.filter(({ cite }) => cite.status === 'in_force')
  const cites = live.map(({ cite }) => cite)
  if (live.length > 0) {
    if (test.atLeast !== undefined) {
      const least = test.atLeast
      const days = live.flatMap(({ one }) =>
        one.deadline ? [inDays(one.deadline.length, one.deadline.unit)] : [],
      )
      if (days.length === 0)
        return { about, result: 'unknown', reason: 'its length is not recorded', lacking: [], cites }
      const long = Math.max(...days)
      const result = long >= least ? 'met' : 'partly'
      return { about, result, reason: `${long} days; ${least} asked`, lacking: [], cites }
    }
    const partial = live.every(({ one }) => one.partial || one.discretionary)
    return {
      about,
      result: partial ? 'partly' : 'met',
      reason: partial ? 'given in part' : 'given',
      lacking: [],
      cites,
    }
  }
  const dormant = cited.filter(({ cite }) => cite.status !== 'in_force').map(({ cite }) => cite)
  if (dormant.length > 0) {
    return {
      about,
      result: 'missing',
      reason: `enacted, but ${dormant[0]!.status.replace('_', ' ')}`,
      lacking: [right],
      cites: dormant,
    }
  }
  const absence = jurisdiction.absences.find(
    (one) => one.right === right && heldAt(one, moment, jurisdiction.recorded),
  )
  if (absence) {
    return {
      about,
      result: 'missing',
      reason: absence.note,
      lacking: [right],
      cites: [citeOf(jurisdiction, absence.cite, moment)],
    }
  }
  return {
    about,
    result: 'unknown',
    reason: 'nothing found; absence was not established',
    lacking: [],
    cites: [],
  }
}

function inDays(length: number, unit: string): number {
  return unit === 'months' ? length * 30 : unit === 'years' ? length * 365 : length
}

function askOffence(
  test: Test,
  name: string,
  main: Offence[],
  all: Offence[],
  jurisdiction: Jurisdiction,
  moment: Moment,
  index: FactIndex,
): TestAnswer {
  const about = test.about
  const cites = main.map((one) => citeOf(jurisdiction, one.elements[0]!.cite, moment))
  const answer = (
    result: GapResult,
    reason: string,
    lacking: string[] = [],
    cited: Element[] = [],
  ): TestAnswer => ({
    about,
    result,
    reason,
    lacking,
    cites: cited.length > 0 ? citesOf(jurisdiction, cited, moment) : cites,
  })
  if (main.length === 0) return answer('unknown', 'no offence of trafficking recorded')
  if (name === 'exists') return answer('met', 'an offence exists')
  const listed = { acts: 'act', means: 'means', purposes: 'purpose' }[name]
  if (listed && test.includes) return askListed(name, listed, test.includes, main, index, answer)
  if (name === 'means_required_child') {
    const spared = main.filter((one) => meansFor(one).child === false)
    const means = (list: Offence[]): Element[] =>
      list.flatMap((one) => one.elements.filter((element) => element.id === 'means'))
    if (spared.length > 0) return answer('met', 'no means need be shown for a child', [], means(spared))
    return answer('missing', 'means must be shown for a child too', ['child exception'], means(main))
  }
  if (name === 'child_age') {
    const age = Math.max(...main.filter((one) => meansFor(one).child === false).map((one) => one.childAge), 0)
    if (age === 0) return answer('missing', 'a child has no rule of its own', ['child exception'])
    return answer(age >= (test.atLeast ?? 18) ? 'met' : 'partly', `children are those under ${age}`)
  }
  if (name === 'consent') {
    const effects = new Set(main.map((one) => one.consent.effect))
    if (
      ['irrelevant', 'irrelevant_if_means', 'invalid', 'no_defence'].some((one) =>
        effects.has(one as Offence['consent']['effect']),
      )
    ) {
      return answer('met', 'consent is said not to matter')
    }
    return effects.has('does_not_preclude')
      ? answer('partly', 'consent does not preclude a finding')
      : answer('unknown', 'the text has no clause; courts may still hold so')
  }
  const kinds: Record<string, Offence['kind']> = { documents: 'documents', use_of_services: 'use' }
  const wanted = kinds[name]
  const other = wanted && all.filter((one) => one.kind === wanted)
  if (other && other.length > 0) {
    return {
      ...answer('met', 'an offence of its own'),
      cites: other.map((one) => citeOf(jurisdiction, one.elements[0]!.cite, moment)),
    }
  }
  const feature = all.flatMap((one) => (one.features[name] ? [one.features[name]] : []))
  if (feature.length > 0) {
    return {
      ...answer('met', feature[0]!.note ?? 'provided'),
      cites: feature.map((one) => citeOf(jurisdiction, one.cite, moment)),
    }
  }
  if (name === 'forced_labour') {
    const labour = all.filter((one) =>
      one.elements.some(
        (e) => e.id === 'purpose' && e.rule && factsOf(e.rule).some((f) => f.endsWith('forced_labour')),
      ),
    )
    if (labour.length > 0) {
      return {
        ...answer('met', 'forced labour is named'),
        cites: labour.map((one) => citeOf(jurisdiction, one.elements[0]!.cite, moment)),
      }
    }
  }
  return { ...answer('unknown', 'not recorded in the catalogue'), cites: [] }
}

/** Each provision once, in the order of the offences. */
function citesOf(jurisdiction: Jurisdiction, elements: Element[], moment: Moment): Cite[] {
  return [...new Set(elements.map((one) => one.cite))].map((id) => citeOf(jurisdiction, id, moment))
}

function meansFor(offence: Offence): { adult: boolean; child: boolean } {
  const means = offence.elements.filter((one) => one.id === 'means' && one.rule)
  if (means.length === 0) return { adult: false, child: false }
  return { adult: true, child: means.some((one) => one.notRequiredIf === undefined) }
}

/**
 * A listed word is covered if the rule names it, or a wider word that it implies. An offence that asks for no means at
 * all is wider than any list; where another offence beside it has a list, what that one leaves out is still lacking.
 */
function askListed(
  group: string,
  element: string,
  words: string[],
  main: Offence[],
  index: FactIndex,
  answerOf: (result: GapResult, reason: string, lacking?: string[], cited?: Element[]) => TestAnswer,
): TestAnswer {
  const found = main.flatMap((one) => one.elements.filter((e) => e.id === element))
  const ruled = found.filter((one) => one.rule !== undefined)
  const free = element === 'means' && ruled.length < found.length
  const answer = (result: GapResult, reason: string, lacking: string[] = [], cited = found): TestAnswer =>
    answerOf(result, reason, lacking, cited)
  if (free && ruled.length === 0) return answer('met', 'no means need be shown, which is wider')
  const covered = new Set(ruled.flatMap((one) => factsOf(one.rule!)))
  const wider = (path: string): string[] =>
    (index.wider[index.numbers.get(path) ?? -1] ?? []).map((wide) => index.paths[wide]!)
  const open = words.filter((word) => {
    const path = `${group}.${word}`
    return !covered.has(path) && !wider(path).some((wide) => covered.has(wide))
  })
  /** A word of the statute that is only a part of what the treaty names. */
  const parts = new Map(
    open.map((word) => [word, [...covered].filter((one) => wider(one).includes(`${group}.${word}`))]),
  )
  const lacking = open.filter((word) => parts.get(word)!.length === 0)
  const narrower = open
    .filter((word) => !lacking.includes(word))
    .map(
      (word) =>
        `${plain(word)} as ${parts
          .get(word)!
          .map((one) => plain(one.split('.')[1]!))
          .join(', ')}`,
    )
  if (open.length === 0) return answer('met', 'all are covered')
  if (covered.has('purposes.exploitation_see_statute'))
    return answer('unknown', 'the list of the statute is not yet in the catalogue', lacking)
  const reason = [
    ...(lacking.length > 0 ? [`not named: ${lacking.map(plain).join(', ')}`] : []),
    ...(narrower.length > 0 ? [`in narrower words: ${narrower.join('; ')}`] : []),
    ...(free ? ['another offence asks for no means'] : []),
  ].join('; ')
  if (free) return answer('partly', reason, lacking, ruled)
  return answer(lacking.length === words.length ? 'missing' : 'partly', reason, lacking)
}

const plain = (word: string): string => word.replaceAll('_', ' ')

function askPenalty(
  test: Test,
  name: string,
  main: Offence[],
  jurisdiction: Jurisdiction,
  moment: Moment,
): TestAnswer {
  const about = test.about
  const cites = main.map((one) => citeOf(jurisdiction, one.penalty.cite, moment))
  const most = (terms: string[]): number =>
    Math.max(0, ...terms.map((one) => (one === 'life' ? Infinity : (monthsOf(one) ?? 0))))
  const answer = (result: GapResult, reason: string): TestAnswer => ({
    about,
    result,
    reason,
    lacking: [],
    cites,
  })
  const base = most(main.map((one) => one.penalty.most))
  const stated = main.some((one) => one.penalty.most !== 'not stated')
  if (name === 'max' || name === 'serious') {
    const least = name === 'max' ? (test.atLeast ?? 0) * 12 : 48
    if (!stated) return answer('unknown', 'the maximum is not stated')
    return answer(base >= least ? 'met' : 'missing', `maximum ${say(base)}; ${say(least)} asked`)
  }
  if (name === 'aggravated.max') {
    const all = most(main.flatMap((one) => [one.penalty.most, ...one.aggravations.map((a) => a.most)]))
    return answer(all >= (test.atLeast ?? 0) * 12 ? 'met' : 'missing', `aggravated maximum ${say(all)}`)
  }
  const words: Record<string, RegExp> = {
    'aggravated.child': /child|minor|under 18|victim 1[0-9]/i,
    'aggravated.official': /official|public servant|police/i,
    'aggravated.organised': /gang|organi[sz]|group/i,
    'aggravated.endanger_life': /life|death|danger/i,
    'aggravated.ict': /image/i,
  }
  const pattern = words[name]
  if (!pattern) return { ...answer('unknown', 'not recorded in the catalogue'), cites: [] }
  const hits = main.flatMap((one) => one.aggravations.filter((a) => pattern.test(a.when)))
  if (hits.length === 0) return answer('unknown', 'no such aggravation recorded')
  return { ...answer('met', hits[0]!.when), cites: hits.map((one) => citeOf(jurisdiction, one.cite, moment)) }
}

function say(months: number): string {
  return months === Infinity ? 'life' : months % 12 === 0 ? `${months / 12} years` : `${months} months`
}

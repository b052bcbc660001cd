import type { Indicator, IndicatorSet, Marks, Weight } from './screening.ts'

/** Whose list of weights is read: a child's marks weigh otherwise, and no means are needed. */
export type ReadAs = 'adult' | 'child'

/** Which sentence of the rule made a dimension positive. */
export type Clause = 'two_strong' | 'strong_with_another' | 'three_medium' | 'two_medium_one_weak' | 'alone'

/** One of the six dimensions, with all that explains it. */
export type Dimension = {
  id: string
  /** `open`: not positive yet, and answers that are still missing could make it so. */
  state: 'positive' | 'open' | 'not_positive'
  clause: Clause | null
  strong: string[]
  medium: string[]
  weak: string[]
  /** Without any one of these it would not be positive. */
  restsOn: string[]
  /** Any one of these, answered yes, would make it positive. */
  oneMore: string[]
}

/** How the dimensions come together, from the least to the most; none of them says who somebody is. */
export type Outcome =
  | 'nothing_positive'
  | 'means_without_exploitation'
  | 'exploitation'
  | 'means_and_exploitation'
  | 'deception_and_exploitation'
  | 'exploitation_and_coercion'
  | 'exploitation_act_open'
  | 'trafficking_indicated'

export type DelphiResult = {
  as: ReadAs
  outcome: Outcome
  /** For an adult: the means were shown by abuse of vulnerability alone. */
  byVulnerability: boolean
  /** What it would be if every open answer were yes: the same as `outcome` when nothing open matters. */
  couldBecome: Outcome
  dimensions: Dimension[]
  /** Open indicators of which one yes changes a dimension or the outcome. */
  oneMore: { indicator: string; dimension: string | null; outcome: Outcome | null }[]
}

const RECRUITMENT = ['deceptive_recruitment', 'coercive_recruitment', 'recruitment_by_abuse_of_vulnerability']

/**
 * Reads marks by the Delphi survey of ILO and European Commission (WCMS_105023, p. 3): each dimension by its own
 * indicators and weights, then the dimensions together. `actKnown`: the case says otherwise that the person was
 * recruited, moved, harboured or received. It screens; a person decides.
 */
export function readDelphi(set: IndicatorSet, marks: Marks, as: ReadAs, actKnown = false): DelphiResult {
  const dimensions = (set.groups ?? []).map((id) => dimensionOf(set, marks, as, id))
  const now = combine(dimensions, as, actKnown || recruited(set, marks))
  const open = set.indicators.filter(({ id }) => isOpen(marks, id))
  const all: Marks = { ...marks, ...Object.fromEntries(open.map(({ id }) => [id, 'yes' as const])) }
  const best = combine(
    (set.groups ?? []).map((id) => dimensionOf(set, all, as, id)),
    as,
    actKnown || recruited(set, all),
  )
  const oneMore = open.flatMap(({ id, group }) => {
    const more: Marks = { ...marks, [id]: 'yes' }
    const changed = dimensionOf(set, more, as, group!)
    const was = dimensions.find((one) => one.id === group)!
    const then = combine(
      dimensions.map((one) => (one.id === group ? changed : one)),
      as,
      actKnown || recruited(set, more),
    )
    const dimension = was.state !== 'positive' && changed.state === 'positive' ? group! : null
    const outcome = then.outcome === now.outcome ? null : then.outcome
    return dimension === null && outcome === null ? [] : [{ indicator: id, dimension, outcome }]
  })
  return { as, ...now, couldBecome: best.outcome, dimensions, oneMore }
}

/** One dimension by its own marks; what is marked elsewhere never moves it. */
function dimensionOf(set: IndicatorSet, marks: Marks, as: ReadAs, id: string): Dimension {
  const own = set.indicators.filter((one) => one.group === id && (one.weights?.[as] ?? null) !== null)
  const present = own.filter((one) => marks[one.id] === 'yes')
  const clause = clauseOf(present, as)
  const open = own.filter((one) => isOpen(marks, one.id))
  const weighing = (weight: Weight) =>
    present.filter(({ weights }) => weights![as] === weight).map((one) => one.id)
  return {
    id,
    state:
      clause !== null ? 'positive' : clauseOf([...present, ...open], as) === null ? 'not_positive' : 'open',
    clause,
    strong: weighing('strong'),
    medium: weighing('medium'),
    weak: weighing('weak'),
    restsOn:
      clause === null
        ? []
        : present.filter((one) => clauseOf(without(present, one), as) === null).map((one) => one.id),
    oneMore:
      clause === null
        ? open.filter((one) => clauseOf([...present, one], as) !== null).map((one) => one.id)
        : [],
  }
}

const without = (all: Indicator[], one: Indicator) => all.filter((other) => other !== one)

/** The first sentence of the rule that holds for these indicators, all of them present. */
function clauseOf(present: readonly Indicator[], as: ReadAs): Clause | null {
  const count = (weight: Weight) => present.filter(({ weights }) => weights![as] === weight).length
  const [strong, medium, weak] = [count('strong'), count('medium'), count('weak')]
  if (present.some(({ alone }) => alone === true)) return 'alone'
  if (strong >= 2) return 'two_strong'
  if (strong >= 1 && medium + weak >= 1) return 'strong_with_another'
  if (medium >= 3) return 'three_medium'
  if (medium >= 2 && weak >= 1) return 'two_medium_one_weak'
  return null
}

/** An answer that somebody may still give. 'Rather not say' stays open too: it is no 'no'. */
function isOpen(marks: Marks, id: string): boolean {
  return marks[id] !== 'yes' && marks[id] !== 'no'
}

/** Any indicator of a recruitment dimension tells of a recruitment, whatever it weighs. */
function recruited(set: IndicatorSet, marks: Marks): boolean {
  return set.indicators.some(({ id, group }) => RECRUITMENT.includes(group ?? '') && marks[id] === 'yes')
}

/**
 * The table of WCMS_105023, p. 3. It names deception with exploitation; coercion or abuse of vulnerability with
 * exploitation is called by its own name here. A child needs no means: Trafficking Protocol, art. 3(c).
 */
function combine(
  dimensions: readonly Dimension[],
  as: ReadAs,
  act: boolean,
): { outcome: Outcome; byVulnerability: boolean } {
  const is = (id: string) => dimensions.some((one) => one.id === id && one.state === 'positive')
  const exploitation = is('exploitation')
  const coercion = is('coercion_at_destination')
  const deceptive = is('deceptive_recruitment')
  const recruitmentMeans = deceptive || is('coercive_recruitment')
  const vulnerability =
    is('recruitment_by_abuse_of_vulnerability') || is('abuse_of_vulnerability_at_destination')
  const plain = (outcome: Outcome) => ({ outcome, byVulnerability: false })
  if (!exploitation) {
    const some = recruitmentMeans || vulnerability || coercion
    return plain(some ? 'means_without_exploitation' : 'nothing_positive')
  }
  if (as === 'child') return plain(act ? 'trafficking_indicated' : 'exploitation_act_open')
  if (coercion) {
    if (recruitmentMeans) return plain('trafficking_indicated')
    return vulnerability
      ? { outcome: 'trafficking_indicated', byVulnerability: true }
      : plain('exploitation_and_coercion')
  }
  if (deceptive) return plain('deception_and_exploitation')
  return plain(recruitmentMeans || vulnerability ? 'means_and_exploitation' : 'exploitation')
}

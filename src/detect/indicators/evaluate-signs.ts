import { makeSignCases, type SignCase } from './sign-cases.ts'
import { chanceOf, opinionOn, readWordings, signModelSettings, teachSign, type Read } from './sign-model.ts'

/** How answers fare against the truth; a share of nothing is null. `recall` counts what was not answered as missed. */
type Scored = { precision: number | null; recall: number | null; answered: number; of: number }

export type SignFigures = {
  sign: string
  /** The rules alone: a sign holds where they find it in a wording. */
  rules: Scored
  /** What was learned, where it speaks; elsewhere nothing is said. */
  learned: Scored
  /** The rules on those patterns alone on which what was learned speaks. */
  rulesThere: Scored
  coverage: number
  /** Mean distance of chance and truth over ten bins of the chance, weighted; null where no chance was reached. */
  calibrationError: number | null
}

/** What a test pattern shares with what was taught: `template`: its phrase, in other templates; `phrase`: neither. */
type Split = 'template' | 'phrase'

export type SignReport = {
  seeds: number
  phrases: number
  patterns: number
  byTemplate: { signs: SignFigures[]; all: Omit<SignFigures, 'sign'> }
  byPhrase: { signs: SignFigures[]; all: Omit<SignFigures, 'sign'> }
  /** Split by template, taught with so many answers of each kind. */
  taughtWith: ({ perKind: number } & Omit<SignFigures, 'sign'>)[]
}

type Judged = {
  holds: boolean
  rule: boolean
  says: boolean | undefined
  chance: number | undefined
  sign: string
}

/** Patterns are split in so many parts; what is measured on one was taught by the others. */
const parts = 3

/**
 * Measures what is learned from answers about signs, on made-up patterns, beside the rules alone. Split by template: no
 * template that is measured was taught, its phrase was. Split by phrase: the phrase neither, in any language.
 */
export function evaluateSigns(seeds: number, onProgress: (line: string) => void): SignReport {
  const rounds = Array.from({ length: seeds }, (_, i) =>
    makeSignCases(numbers(i + 1)).map((one) => ({ ...one, read: readWordings(one.texts) })),
  )
  const measure = (split: Split, perKind: number): Judged[] =>
    rounds.flatMap((cases, i) => {
      onProgress(
        `split by ${split}, ${perKind === Infinity ? 'all' : perKind} answers of each kind, seed ${i + 1}`,
      )
      return judge(cases, split, perKind)
    })
  const whole = (split: Split): SignReport['byPhrase'] => {
    const judged = measure(split, Infinity)
    return {
      signs: [...new Set(judged.map(({ sign }) => sign))].map((sign) => ({
        sign,
        ...figures(judged.filter((one) => one.sign === sign)),
      })),
      all: figures(judged),
    }
  }
  return {
    seeds,
    phrases: new Set(rounds[0]!.map(({ sign, phrase }) => `${sign} ${phrase}`)).size,
    patterns: rounds.flat().length,
    byTemplate: whole('template'),
    byPhrase: whole('phrase'),
    taughtWith: [10, 20, 40].map((perKind) => ({ perKind, ...figures(measure('template', perKind)) })),
  }
}

/** Judges each pattern by what others taught: at most so many of each kind, evenly over languages. */
function judge(cases: readonly (SignCase & { read: Read })[], split: Split, perKind: number): Judged[] {
  const partOf = ({ place, template }: SignCase): number =>
    (split === 'phrase' ? place : place + template) % parts
  const judged: Judged[] = []
  for (const sign of new Set(cases.map((one) => one.sign)))
    for (let part = 0; part < parts; part++) {
      const own = cases.filter((one) => one.sign === sign)
      const taught = own.filter((one) => partOf(one) !== part)
      const some = [true, false].flatMap((kind) =>
        taught
          .filter(({ holds }) => holds === kind)
          .sort((a, b) => a.template - b.template || a.place - b.place || (a.phrase < b.phrase ? -1 : 1))
          .slice(0, perKind),
      )
      const model = teachSign(
        sign,
        some.map(({ phrase, template, read, holds }) => ({ key: `${phrase} ${template}`, read, holds })),
      )
      for (const one of own) {
        if (partOf(one) !== part) continue
        const { holds, read } = one
        const { state } = opinionOn(sign, model, read)
        const says = state === 'holds' ? true : state === 'does-not-hold' ? false : undefined
        judged.push({ sign, holds, rule: read.fires.has(sign), says, chance: chanceOf(sign, model, read) })
      }
    }
  return judged
}

function figures(judged: readonly Judged[]): Omit<SignFigures, 'sign'> {
  const spoken = judged.filter(({ says }) => says !== undefined)
  return {
    rules: scored(judged, ({ rule }) => rule),
    learned: scored(judged, ({ says }) => says),
    rulesThere: scored(spoken, ({ rule }) => rule),
    coverage: round(spoken.length / judged.length),
    calibrationError: calibrationError(judged),
  }
}

function scored(judged: readonly Judged[], sayOf: (one: Judged) => boolean | undefined): Scored {
  const said = judged.filter((one) => sayOf(one) === true)
  const right = said.filter(({ holds }) => holds).length
  const true_ = judged.filter(({ holds }) => holds).length
  return {
    precision: said.length === 0 ? null : round(right / said.length),
    recall: true_ === 0 ? null : round(right / true_),
    answered: judged.filter((one) => sayOf(one) !== undefined).length,
    of: judged.length,
  }
}

function calibrationError(judged: readonly Judged[]): number | null {
  const bins = Array.from({ length: 10 }, () => ({ n: 0, chance: 0, truth: 0 }))
  let all = 0
  for (const { chance, holds } of judged) {
    if (chance === undefined) continue
    const bin = bins[Math.min(9, Math.floor(chance * 10))]!
    bin.n++
    bin.chance += chance
    bin.truth += holds ? 1 : 0
    all++
  }
  if (all === 0) return null
  return round(
    bins.reduce((sum, { n, chance, truth }) => sum + (n === 0 ? 0 : Math.abs(chance - truth) / all), 0),
  )
}

const round = (share: number): number => Math.round(share * 1000) / 1000

/** Numbers from 0 up to 1, the same for the same seed (Mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The report in words. */
export function describeSigns({
  byTemplate,
  byPhrase,
  taughtWith,
  patterns,
  phrases,
  seeds,
}: SignReport): string {
  const share = (value: number | null): string => (value === null ? '–' : value.toFixed(3))
  const line = (name: string, of: Omit<SignFigures, 'sign'>): string =>
    `  ${name}: rules precision ${share(of.rules.precision)} recall ${share(of.rules.recall)}; learned precision ${share(of.learned.precision)} recall ${share(of.learned.recall)} at coverage ${share(of.coverage)} (rules there ${share(of.rulesThere.precision)}, ${share(of.rulesThere.recall)}); calibration error ${share(of.calibrationError)}`
  const part = (name: string, { signs, all }: SignReport['byPhrase']): string[] => [
    name,
    ...signs.map(({ sign, ...own }) => line(sign, own)),
    line('all', all),
  ]
  return [
    `${patterns} made-up patterns of ${phrases} phrases in ${seeds} seeds; 'holds' is said from a chance of ${signModelSettings.sure}`,
    ...part('split by template', byTemplate),
    ...part('split by phrase', byPhrase),
    'split by template, taught with fewer answers',
    ...taughtWith.map(({ perKind, ...own }) => line(`${perKind} of each kind`, own)),
  ].join('\n')
}

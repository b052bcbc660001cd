import { seededRandom, type Random } from '../statistics/random.ts'
import { aliasOf } from './alias.ts'
import type { Prepared } from './space-time.ts'

/**
 * Replicas under no clustering. Poisson: each case falls by itself in proportion to what is expected. Bernoulli: the
 * cases are drawn from all people, nobody twice. Permutation: the cases keep their places and times, but which case has
 * which time is shuffled (Kulldorff et al. 2005, PLoS Medicine 2:e59). A replica depends on the seed and its own number
 * only, so the answer is the same over any number of threads.
 */
export function replicaMaker(prepared: Prepared): (first: number, count: number) => Uint16Array {
  const cells = prepared.base.length
  const draw = drawer(prepared)
  return (first, count) => {
    const counts = new Uint16Array(cells * count)
    for (let r = 0; r < count; r++) {
      draw(
        seededRandom(prepared.settings.seed * 4_294_967 + first + r + 1),
        counts.subarray(r * cells, (r + 1) * cells),
      )
    }
    return counts
  }
}

function drawer(prepared: Prepared): (random: Random, into: Uint16Array) => void {
  const { settings, total, base, input } = prepared
  if (settings.model === 'poisson') {
    const pick = aliasOf(base)
    return (random, into) => {
      for (let i = 0; i < total; i++) into[pick(random)]!++
    }
  }
  if (settings.model === 'bernoulli') {
    const everyone = repeated(base)
    return (random, into) => {
      for (let i = 0; i < total; i++) {
        const other = i + random.below(everyone.length - i)
        const chosen = everyone[other]!
        everyone[other] = everyone[i]!
        everyone[i] = chosen
        into[chosen]!++
      }
      // Put back in order: the next replica must not depend on this one.
      everyone.sort()
    }
  }
  const cases = repeated(input.cases)
  const places = cases.map((at) => Math.floor(at / input.periods))
  const times = cases.map((at) => at % input.periods)
  return (random, into) => {
    const shuffled = times.slice()
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const kept = shuffled[i]!
      shuffled[i] = shuffled[j]!
      shuffled[j] = kept
    }
    places.forEach((place, i) => into[place * input.periods + shuffled[i]!]!++)
  }
}

/** Each index as often as its count says. */
function repeated(counts: Float64Array): Uint32Array {
  const list = new Uint32Array(counts.reduce((all, count) => all + count, 0))
  let at = 0
  counts.forEach((count, i) => {
    list.fill(i, at, at + count)
    at += count
  })
  return list
}

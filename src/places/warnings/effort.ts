/** A recorded reason why more or less is reported, as a calendar of campaigns and outages holds it. Weeks inclusive. */
export type EffortEvent = {
  kind: string
  /** Alpha-3; empty: everywhere. */
  country: string
  /** An area; empty: the whole country. */
  cell: string
  fromWeek: number
  toWeek: number
  /** Reports are expected to be multiplied by this; null: to be learnt from the calls that only ask. */
  factor: number | null
}

/** Weeks of history that say what is usual, and weeks before anything is usual at all. */
const USUAL_WEEKS = 52
const LEAST_WEEKS = 8
/** How far effort may be trusted to stay near its prior before the calls have shown how it varies. */
const FIRST_SHAPE = 10
/** A week for which the calendar names something without saying by how much: the calls decide. */
const OPEN_SHAPE = 1
/** Standard deviations beyond which the calls are believed against the prior: a campaign nobody wrote down. */
const SURPRISE = 3

/** Whether something is recorded for this area and week whose strength is not known. */
export function isOpen(
  events: readonly EffortEvent[],
  area: { cell: string; country: string },
  week: number,
): boolean {
  return events.some((event) => event.factor === null && holds(event, area, week))
}

/** Whether a recorded reason touches this area in this week. */
export function holds(event: EffortEvent, area: { cell: string; country: string }, week: number): boolean {
  return (
    week >= event.fromWeek &&
    week <= event.toWeek &&
    (event.country === '' || event.country === area.country) &&
    (event.cell === '' || event.cell === area.cell)
  )
}

/** The product of the recorded factors that hold in this area and week. */
export function recordedFactor(
  events: readonly EffortEvent[],
  area: { cell: string; country: string },
  week: number,
): number {
  let factor = 1
  for (const event of events) if (event.factor !== null && holds(event, area, week)) factor *= event.factor
  return factor
}

/** One area's control calls and what the calendar says of each week. */
export type EffortInput = { control: Float64Array; prior: Float64Array; open?: readonly boolean[] }

/**
 * Reporting effort by week, relative to usual, of several areas that vary alike: prior·(a + C)/(a + E), the
 * gamma–Poisson mean with C control calls, E what is usual times the prior, and 1/a the variance of effort beyond
 * Poisson, by moments over all areas and the weeks before. What is usual is past calls over past effort, so that a
 * campaign long ago raises no expectation today. Nothing after week t enters week t.
 */
export function effortByWeek(areas: readonly EffortInput[]): Float64Array[] {
  const weeks = areas[0]?.control.length ?? 0
  const efforts = areas.map(() => new Float64Array(weeks).fill(1))
  const calls = areas.map(() => 0)
  const spent = areas.map(() => 0)
  let excess = 0
  let squares = 0
  for (let t = 0; t < weeks; t++) {
    const shape =
      t < 2 * LEAST_WEEKS || squares === 0 ? FIRST_SHAPE : squares / Math.max(excess, squares / 1000)
    areas.forEach(({ control, prior, open }, i) => {
      const usual = t >= LEAST_WEEKS && spent[i]! > 0 ? calls[i]! / spent[i]! : 0
      const expected = usual * prior[t]!
      const surprise = (control[t]! - expected) ** 2 > SURPRISE ** 2 * (expected + expected ** 2 / shape)
      const trust = open?.[t] || surprise ? Math.min(OPEN_SHAPE, shape) : shape
      efforts[i]![t] = expected === 0 ? prior[t]! : (prior[t]! * (trust + control[t]!)) / (trust + expected)
      if (expected > 0 && !open?.[t] && !surprise) {
        excess += (control[t]! - expected) ** 2 - expected
        squares += expected * expected
      }
      calls[i]! += control[t]!
      spent[i]! += efforts[i]![t]!
      if (t >= USUAL_WEEKS) {
        calls[i]! -= control[t - USUAL_WEEKS]!
        spent[i]! -= efforts[i]![t - USUAL_WEEKS]!
      }
    })
  }
  return efforts
}

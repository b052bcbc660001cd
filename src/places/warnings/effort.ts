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

/** Control calls a shrunken estimate is worth: below that the calendar decides, above it the calls do. */
const PRIOR_CALLS = 10
/** Weeks of history that say what is usual. */
const USUAL_WEEKS = 52

/** The product of the recorded factors that hold in this area and week. */
export function recordedFactor(
  events: readonly EffortEvent[],
  area: { cell: string; country: string },
  week: number,
): number {
  let factor = 1
  for (const event of events) {
    if (week < event.fromWeek || week > event.toWeek || event.factor === null) continue
    if (event.country !== '' && event.country !== area.country) continue
    if (event.cell === '' || event.cell === area.cell) factor *= event.factor
  }
  return factor
}

/**
 * Reporting effort by week, relative to usual: a gamma–Poisson estimate (k·prior + C)/(k + E) of the control calls C
 * against what is usual E, with the calendar's factor as prior. What is usual is the ratio of past calls to past effort,
 * so that a campaign long ago raises no expectation today.
 */
export function effortByWeek(control: Float64Array, prior: Float64Array): Float64Array {
  const weeks = control.length
  const effort = new Float64Array(weeks)
  for (let t = 0; t < weeks; t++) {
    let calls = 0
    let effortThen = 0
    for (let s = Math.max(0, t - USUAL_WEEKS); s < t; s++) {
      calls += control[s]!
      effortThen += effort[s]!
    }
    const usual = effortThen > 0 && t >= 8 ? calls / effortThen : 0
    effort[t] = (PRIOR_CALLS * prior[t]! + control[t]!) / (PRIOR_CALLS + usual)
    if (usual === 0) effort[t] = prior[t]!
  }
  return effort
}

/** An area's effort: its own control calls, drawn towards its country's effort. */
export function areaEffort(
  control: Float64Array,
  country: Float64Array,
  calendar: Float64Array,
  countryCalendar: Float64Array,
): Float64Array {
  const prior = country.map((value, t) => (value * calendar[t]!) / countryCalendar[t]!)
  return effortByWeek(control, prior)
}

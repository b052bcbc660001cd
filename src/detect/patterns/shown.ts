/**
 * Which things each observation shows, in columns: a thing is its place in `names`, an observation its number. Held for
 * all observations at once, where an object for each would not fit the memory of one machine.
 */
export type Shown = {
  /** Kind and value of each thing, in the order in which observations name them. */
  names: readonly string[]
  /** Where the things of each number begin in `things`; one more at the end. */
  starts: Uint32Array
  things: Uint32Array
}

/** Observations by their numbers, ascending, and the things that hold them together. */
export type Members = { things: string[]; numbers: number[] }

/** The columns from each thing, in order, with the numbers of the observations that show it. */
export function shownFrom(names: readonly string[], numbersOf: readonly Uint32Array[]): Shown {
  let greatest = 0
  for (const numbers of numbersOf) for (const number of numbers) if (number > greatest) greatest = number
  const starts = new Uint32Array(greatest + 2)
  for (const numbers of numbersOf) for (const number of numbers) starts[number + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const places = starts.slice()
  const things = new Uint32Array(starts.at(-1)!)
  numbersOf.forEach((numbers, thing) => {
    for (const number of numbers) things[places[number]!++] = thing
  })
  return { names, starts, things }
}

/** The things of one observation. */
export function namesOf({ names, starts, things }: Shown, number: number): string[] {
  return Array.from(things.subarray(starts[number], starts[number + 1]), (thing) => names[thing]!)
}

/** The observations that show one of some things. */
export function numbersShowing({ names, starts, things }: Shown, some: ReadonlySet<string>): Set<number> {
  const asked = Uint8Array.from(names, (name) => (some.has(name) ? 1 : 0))
  const found = new Set<number>()
  for (let number = 0; number + 1 < starts.length; number++)
    for (let i = starts[number]!; i < starts[number + 1]!; i++) if (asked[things[i]!] === 1) found.add(number)
  return found
}

/** How large a world is. Observations are ads and incident rows together. */
export const scales = {
  /** For tests: a few seconds for everything. */
  tiny: { observations: 2_500, towns: 12, rings: 3, incidents: 500, stories: 8, largestTemplate: 60 },
  small: { observations: 20_000, towns: 40, rings: 12, incidents: 4_000, stories: 36, largestTemplate: 180 },
  medium: {
    observations: 200_000,
    towns: 120,
    rings: 60,
    incidents: 30_000,
    stories: 120,
    largestTemplate: 500,
  },
  large: {
    observations: 2_000_000,
    towns: 400,
    rings: 250,
    incidents: 200_000,
    stories: 400,
    largestTemplate: 1_160,
  },
} as const
export type Scale = keyof typeof scales

/** How hard rings are to see; every entry is a probability or a share unless it says otherwise. */
export type Difficulty = {
  /** A word of an ad is misspelt. */
  wordNoise: number
  /** Share of a text's lines written anew from one version to the next. */
  paraphrase: number
  /** Weeks one version of a text is used (mean). */
  weeksPerVersion: number
  /** The next version is posted under the phone of the last one. */
  phoneKept: number
  /** A phone is written with words, spaces or emoji digits. */
  phoneHidden: number
  /** A trace carries letters of another script that look alike. */
  homoglyphs: number
  /** A line of a ring's text is one that honest ads use word for word. */
  stockLines: number
  /** Recruiters show the phone that is later shown at the place. */
  lurePhoneShared: number
  /** An image is used again by the same ring as it was. */
  imageKept: number
  /** A version is written in the other language. */
  translated: number
  /** Honest ads look like a ring's: shared hotel and driver phones, hidden digits, warning words. */
  honestLikeness: number
  /** An incident's place is wrong or missing. */
  placeError: number
}

/** Row = difficulty 0, 1, 2, 3. */
const steps: Record<keyof Difficulty, readonly [number, number, number, number]> = {
  wordNoise: [0.005, 0.02, 0.045, 0.09],
  paraphrase: [0.1, 0.25, 0.4, 0.6],
  weeksPerVersion: [10, 7, 4.5, 3],
  phoneKept: [0.97, 0.8, 0.5, 0.35],
  phoneHidden: [0.02, 0.15, 0.42, 0.6],
  homoglyphs: [0, 0.06, 0.15, 0.3],
  stockLines: [0.15, 0.35, 0.5, 0.7],
  lurePhoneShared: [0.9, 0.65, 0.4, 0.25],
  imageKept: [0.9, 0.75, 0.55, 0.25],
  translated: [0, 0.08, 0.2, 0.35],
  honestLikeness: [0.02, 0.06, 0.12, 0.22],
  placeError: [0.02, 0.06, 0.12, 0.2],
}

/** The settings at a difficulty from 0 to 3; between whole numbers they are interpolated. */
export function difficultySettings(difficulty: number): Difficulty {
  const low = Math.min(2, Math.max(0, Math.floor(difficulty)))
  const share = Math.min(1, Math.max(0, difficulty - low))
  const entries = Object.entries(steps).map(([name, row]) => [
    name,
    row[low]! + share * (row[low + 1]! - row[low]!),
  ])
  return Object.fromEntries(entries) as Difficulty
}

export type WorldOptions = {
  seed: number
  scale: Scale
  /** 0 to 3; 2 is the default everywhere. */
  difficulty: number
}

/** The world's calendar: 104 whole weeks, the same for every seed, so that figures can be compared. */
export const calendar = { firstDay: '2024-11-25', lastDay: '2026-11-22', weeks: 104, minutes: 104 * 7 * 1440 }

const firstMinute = Date.UTC(2024, 10, 25)

/** The day `day` days after the world began, 'YYYY-MM-DD'. */
export function dayOf(day: number): string {
  return new Date(firstMinute + Math.floor(day) * 86_400_000).toISOString().slice(0, 10)
}

/** The instant `minute` minutes after the world began. */
export function instantOf(minute: number): string {
  return new Date(firstMinute + Math.floor(minute) * 60_000).toISOString()
}

/** The week (0 is the first) a day or an instant falls in; below 0 or from 104 on it lies outside the world. */
export function weekOf(dateOrInstant: string): number {
  return Math.floor((Date.parse(dateOrInstant) - firstMinute) / (7 * 86_400_000))
}

/** Days from the world's beginning to a date; whole. */
export function daysFromStart(date: string): number {
  return Math.floor((Date.parse(date) - firstMinute) / 86_400_000)
}

import { PlainDate } from '#model'
import type { Config } from '#platform/config'
import { migrateCorpus, openCorpus, type Corpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { AsyliaError, BadInput } from '#platform/errors'

export const today = (): string => new Date().toISOString().slice(0, 10)

/** A day given as an option; today when it is not. */
export function day(text: string | undefined, option: string): string {
  if (text === undefined) return today()
  if (PlainDate.safeParse(text).success) return text
  throw new BadInput(`--${option} '${text}': expected a day as YYYY-MM-DD`)
}

/** A whole number within bounds. */
export function whole(
  text: string | undefined,
  option: string,
  usual: number,
  least: number,
  most: number,
): number {
  const value = text === undefined ? usual : Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new BadInput(`--${option} '${text}': expected a whole number from ${least} to ${most}`)
}

export function oneOf<const T extends string>(
  text: string | undefined,
  option: string,
  choices: readonly T[],
  usual: T,
): T {
  if (text === undefined) return usual
  const found = choices.find((choice) => choice === text)
  if (found) return found
  throw new BadInput(`--${option} '${text}': expected ${choices.join(', ')}`)
}

/** Opens the corpus for one verb and closes it whatever happens. */
export async function withCorpus<T>(config: Config, work: (corpus: Corpus) => Promise<T>): Promise<T> {
  const corpus = await openCorpus(config)
  try {
    // In a fresh data folder a verb of places may be the first thing that is run.
    await migrateCorpus(corpus, findMigrations('corpus'))
    return await work(corpus)
  } catch (error) {
    // A name that is not there is the asker's mistake, not a fault of Asylia.
    if (error instanceof AsyliaError && error.code === 'places.areas.not-found')
      throw new BadInput(error.message)
    throw error
  } finally {
    await corpus.close()
  }
}

/** A number within bounds, ends included. */
export function number(
  text: string | undefined,
  option: string,
  usual: number,
  least: number,
  most: number,
): number {
  const value = text === undefined ? usual : Number(text)
  if (text?.trim() !== '' && value >= least && value <= most) return value
  throw new BadInput(`--${option} '${text}': expected a number from ${least} to ${most}`)
}

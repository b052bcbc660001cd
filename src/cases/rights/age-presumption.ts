import { type Catalogue, isBound } from '#law'
import type { PlainDate } from '#model'

const TOPIC = 'age_presumption'

/**
 * Where the law has somebody treated as a child while their age is in doubt: a right of the country's own, or a treaty
 * that binds it. Which one, for whoever asks why; undefined where no law we know says so.
 */
export function agePresumption(law: Catalogue, jurisdiction: string, today: PlainDate): string | undefined {
  const own = law.jurisdictions
    .find(({ id }) => id === jurisdiction)
    ?.rights.find(
      ({ right, from, to }) => right === TOPIC && from <= today && (to === undefined || today < to),
    )
  if (own) return own.cite
  for (const treaty of law.treaties) {
    const obligation = treaty.obligations.find(
      ({ topic, kind, strength, status, from }) =>
        topic === TOPIC &&
        kind === 'protection' &&
        strength === 'mandatory' &&
        status === 'in_force' &&
        from <= today,
    )
    if (obligation && isBound(law, treaty.id, jurisdiction, today).is === 'yes')
      return `${treaty.id} ${obligation.article}`
  }
  return undefined
}

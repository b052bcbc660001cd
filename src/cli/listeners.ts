import type { Platform } from '#api'
import { lawListeners, leadListeners, personListeners } from '#cases'
import { loadCatalogue } from '#law/node'

/** Who listens to which event: the one place where downstream is joined to upstream. */
export function listenToEvents({ corpus, jobs, now }: Platform): void {
  const law = () => loadCatalogue({ invented: true })
  const today = () => now().toISOString().slice(0, 10)
  for (const listener of [...leadListeners(corpus), ...lawListeners({ law, today }), ...personListeners()])
    jobs.on(listener)
}

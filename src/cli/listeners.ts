import type { Platform } from '#api'
import { leadListeners } from '#cases'

/** Who listens to which event: the one place where downstream is joined to upstream. */
export function listenToEvents({ corpus, jobs }: Platform): void {
  for (const listener of leadListeners(corpus)) jobs.on(listener)
}

import type { Platform } from '#api'

/** Who listens to which event: the one place where downstream is joined to upstream. */
export function listenToEvents(platform: Platform): void {
  void platform
}

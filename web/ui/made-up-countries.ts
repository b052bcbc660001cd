import { useSyncExternalStore } from 'react'

// Names of the demonstration's countries come with the law's catalogue; no list of names knows them.
let names: ReadonlyMap<string, string> = new Map()
const watchers = new Set<() => void>()

/** Says what made-up countries are called, by alpha-3 code. */
export function nameMadeUpCountries(next: ReadonlyMap<string, string>): void {
  names = next
  for (const watcher of watchers) watcher()
}

export const useMadeUpCountries = (): ReadonlyMap<string, string> =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => names,
  )

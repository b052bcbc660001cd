import { useSyncExternalStore } from 'react'

/** How a person likes the workbench; kept in their browser only. */
export type Preferences = {
  density: 'comfortable' | 'compact'
  /** 'default': the usual one of the language. */
  calendar: 'default' | 'gregory' | 'islamic-umalqura' | 'persian'
  /** Blurs everything personal while the screen is shown to others. Ends with the browser tab. */
  screenShare: boolean
}

const key = 'asylia-preferences'
const usual: Preferences = { density: 'comfortable', calendar: 'default', screenShare: false }
let current: Preferences = read()
const watchers = new Set<() => void>()

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>
    return { ...usual, ...kept, screenShare: sessionStorage.getItem('asylia-screen-share') === 'on' }
  } catch {
    return usual
  }
}

/** Puts the preferences where the stylesheets look for them. */
export function showPreferences(): void {
  const root = document.documentElement
  root.dataset['density'] = current.density
  root.dataset['screenShare'] = current.screenShare ? 'on' : 'off'
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  localStorage.setItem(key, JSON.stringify({ density: current.density, calendar: current.calendar }))
  sessionStorage.setItem('asylia-screen-share', current.screenShare ? 'on' : 'off')
  showPreferences()
  for (const watcher of watchers) watcher()
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => current,
  )

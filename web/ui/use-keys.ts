import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type KeyBinding, match, nameOf, starts } from './keys.ts'

let bindings: readonly KeyBinding[] = []
const watchers = new Set<() => void>()
let before: { name: string; at: number } | undefined

function change(next: readonly KeyBinding[]): void {
  bindings = next
  for (const watcher of watchers) watcher()
}

const isTyping = (target: EventTarget | null): boolean => {
  // Nobody types into a radio button or a checkbox: keys go on working there.
  if (target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type)) return false
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const name = nameOf(event)
  if (!name.startsWith('mod+') && (isTyping(event.target) || document.querySelector('[aria-modal="true"]')))
    return
  const recent = before && Date.now() - before.at < 1200 ? before.name : undefined
  const found = match(bindings, name, recent)
  before = starts(bindings, name) ? { name, at: Date.now() } : undefined
  if (!found) return
  event.preventDefault()
  found.run()
}

/** Binds keys while a component is shown. The help that `?` opens lists whatever is bound at that moment. */
export function useKeys(own: readonly KeyBinding[]): void {
  const latest = useRef(own)
  useEffect(() => {
    latest.current = own
  })
  const shape = own.map(({ keys, label, group }) => `${keys}\n${label}\n${group}`).join('\n\n')
  useEffect(() => {
    const mine = latest.current.map((binding, index) => ({
      ...binding,
      run: () => latest.current[index]?.run(),
    }))
    if (bindings.length === 0) window.addEventListener('keydown', onKeyDown)
    change([...bindings, ...mine])
    return () => change(bindings.filter((binding) => !mine.includes(binding)))
  }, [shape])
}

/** Everything the keyboard does now. */
export const useBoundKeys = (): readonly KeyBinding[] =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => bindings,
  )

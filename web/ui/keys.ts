/** One thing the keyboard does now: 'j', 'Enter', 'mod+k' (Ctrl, or Command on a Mac), 'g r' (one after the other). */
export type KeyBinding = { keys: string; label: string; group: string; run: () => void }

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** How a press is written in a binding. Shift is in the character itself: '?', 'A'. */
export function nameOf({ key, ctrlKey, metaKey, altKey }: Pressed): string {
  const mod = ctrlKey || metaKey ? 'mod+' : ''
  const alt = altKey ? 'alt+' : ''
  return `${mod}${alt}${key === ' ' ? 'Space' : key}`
}

/**
 * Which binding a press completes, given the press before it. Later bindings win: what a page binds goes before
 * what the shell binds.
 */
export function match(
  bindings: readonly KeyBinding[],
  name: string,
  before: string | undefined,
): KeyBinding | undefined {
  const find = (keys: string): KeyBinding | undefined => bindings.findLast((binding) => binding.keys === keys)
  return (before === undefined ? undefined : find(`${before} ${name}`)) ?? find(name)
}

/** Is this press the start of a two-key binding? */
export const starts = (bindings: readonly KeyBinding[], name: string): boolean =>
  bindings.some((binding) => binding.keys.startsWith(`${name} `))

/** The place after a step of j or k: stops at both ends; from nowhere, j gives the first and k the last. */
export function step(length: number, current: number, by: 1 | -1): number {
  if (length === 0) return -1
  if (current < 0) return by === 1 ? 0 : length - 1
  return Math.min(length - 1, Math.max(0, current + by))
}

import { api } from '../api.ts'
import { answers } from '../answers.ts'

/** Ends this session. What was on the screen is forgotten first, whatever the server says. */
export async function signOut(): Promise<void> {
  answers.clear()
  await api.post('/auth/sign-out', {}).catch(() => undefined)
  location.replace('/sign-in')
}

/**
 * The panic lock: blanks the screen at once, then ends every session of this member of staff, on every machine.
 * If the server cannot be reached the screen is blank all the same.
 */
export async function lockNow(): Promise<void> {
  document.documentElement.replaceChildren()
  answers.clear()
  await api.post('/auth/lock', {}).catch(() => undefined)
  location.replace('/sign-in?locked=1')
}

import { answers } from '../answers.ts'
import { api, ApiError } from '../api.ts'

/** Signs in with a passkey kept by this device or a security key. */
export async function byPasskey(): Promise<'in'> {
  // The WebAuthn helper is loaded when it is asked for: most pages never need it.
  const [{ createAuthClient }, { passkeyClient }] = await Promise.all([
    import('better-auth/client'),
    import('@better-auth/passkey/client'),
  ])
  const client = createAuthClient({ plugins: [passkeyClient()] })
  const result = await client.signIn.passkey()
  if (result?.error) throw new Error(result.error.message ?? 'passkey refused')
  return 'in'
}

/** Checks e-mail and password; 'code': the second factor is asked next. */
export async function byPassword(email: string, password: string): Promise<'in' | 'code'> {
  const answer = await api.post<{ twoFactorRedirect?: boolean }>('/auth/sign-in/email', { email, password })
  return answer.twoFactorRedirect ? 'code' : 'in'
}

/** Checks the six digits of an authenticator. */
export async function byCode(code: string): Promise<'in'> {
  await api.post('/auth/two-factor/verify-totp', { code })
  return 'in'
}

const consumed = new Map<string, Promise<'in'>>()

/** Uses up a link's token. It works once, so a second call for the same token shares the first one's outcome. */
export function byLink(token: string): Promise<'in'> {
  const known = consumed.get(token)
  if (known) return known
  history.replaceState(null, '', '/sign-in')
  const work = api.post('/auth/sign-in/link', { token }).then(() => 'in' as const)
  consumed.set(token, work)
  return work
}

/** Goes where the person wanted to go, within this site only. */
export function arrive(from: string | undefined): void {
  answers.clear()
  const isHere = from !== undefined && from.startsWith('/') && !from.startsWith('//') && !from.startsWith('/sign-in')
  location.replace(isHere ? from : '/')
}

export const isUnreachable = (error: unknown): boolean => error instanceof ApiError && error.problem.status === 0

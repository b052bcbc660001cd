import { answers } from '../answers.ts'
import { api, ApiError } from '../api.ts'

/** Signs in with a passkey kept by this device or a security key. */
export async function byPasskey(): Promise<'in'> {
  const result = await (await passkeys()).signIn.passkey()
  if (result?.error) throw new Error(result.error.message ?? 'no passkey was used')
  return 'in'
}

/** Makes a passkey for the account that is signed in. */
export async function addPasskey(name: string): Promise<void> {
  const result = await (await passkeys()).passkey.addPasskey({ name })
  if (result?.error) throw new Error(result.error.message ?? 'no passkey was made')
}

// The WebAuthn helper is loaded when it is asked for: most pages never need it.
async function passkeys() {
  const [{ createAuthClient }, { passkeyClient }] = await Promise.all([
    import('better-auth/client'),
    import('@better-auth/passkey/client'),
  ])
  return createAuthClient({ plugins: [passkeyClient()] })
}

/** Checks e-mail and password; 'code': the second factor is asked next. */
export async function byPassword(email: string, password: string): Promise<'in' | 'code'> {
  const answer = await api.post<{ secondFactorNeeded: boolean }>('/auth/sign-in/email', { email, password })
  return answer.secondFactorNeeded ? 'code' : 'in'
}

/** Checks the six digits of an authenticator. */
export async function byCode(code: string): Promise<'in'> {
  await api.post('/auth/two-factor/verify-totp', { code })
  return 'in'
}

/** Goes where the person wanted to go, within this site only. */
export function arrive(from: string | undefined): void {
  answers.clear()
  const isHere =
    from !== undefined && from.startsWith('/') && !from.startsWith('//') && !from.startsWith('/sign-in')
  location.replace(isHere ? from : '/')
}

export const isUnreachable = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status === 0

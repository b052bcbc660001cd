import { z } from 'zod'
import { type Endpoint, endpoint, problem, problemResponse } from '#platform/http'
import { AsyliaError } from '#platform/errors'
import type { Auth } from './auth.ts'

/**
 * The addresses of better-auth that exist here; all others are not found. The library parses their bodies. `signsIn`:
 * its answer, which holds the session's token, is replaced by one that does not.
 */
const addresses: readonly { method: 'get' | 'post'; path: string; summary: string; signsIn?: true }[] = [
  { method: 'get', path: '/passkey/generate-authenticate-options', summary: 'Begin signing in by passkey' },
  { method: 'post', path: '/passkey/verify-authentication', summary: 'Sign in by passkey', signsIn: true },
  { method: 'get', path: '/passkey/generate-register-options', summary: 'Begin setting up a passkey' },
  { method: 'post', path: '/passkey/verify-registration', summary: 'Set up a passkey: {response, name}' },
  { method: 'get', path: '/passkey/list-user-passkeys', summary: 'My passkeys' },
  { method: 'post', path: '/passkey/delete-passkey', summary: 'Remove one of my passkeys: {id}' },
  { method: 'post', path: '/sign-in/email', summary: 'Sign in by {email, password}', signsIn: true },
  { method: 'post', path: '/two-factor/enable', summary: 'Begin setting up TOTP: {password}' },
  {
    method: 'post',
    path: '/two-factor/verify-totp',
    summary: 'Show the second factor: {code}',
    signsIn: true,
  },
  {
    method: 'post',
    path: '/two-factor/verify-backup-code',
    summary: 'Show a backup code: {code}',
    signsIn: true,
  },
  {
    method: 'post',
    path: '/change-password',
    summary: 'Change my password: {currentPassword, newPassword}',
    signsIn: true,
  },
  { method: 'get', path: '/magic-link/verify', summary: 'Sign in by a link that works once' },
  {
    method: 'post',
    path: '/invitations/accept',
    summary: 'Accept an invitation: {token, name, password?}',
    signsIn: true,
  },
  { method: 'post', path: '/sign-out', summary: 'End this session' },
]

const oidcAddresses: typeof addresses = [
  {
    method: 'post',
    path: '/sign-in/social',
    summary:
      "Begin signing in at the organisation's own provider: {provider: 'oidc', callbackURL: '/'} answers its {url}",
  },
  { method: 'get', path: '/callback/oidc', summary: "Back from the organisation's own provider" },
]

const isOpen =
  'Open to everyone: this is how one comes to be signed in; what needs a session refuses by itself.'

export function signInEndpoints(auth: Auth): Endpoint[] {
  return [...addresses, ...(auth.hasOidc ? oidcAddresses : [])].map(({ method, path, summary, signsIn }) =>
    endpoint({
      method,
      path: `/auth${path}`,
      summary,
      description: isOpen,
      access: 'public',
      limits: { bytes: 64 * 1024 },
      async handle({ context }) {
        const response = await auth.handler(context.req.raw)
        if (response.status >= 400) return refusal(response)
        return signsIn ? withoutToken(response) : response
      },
    }),
  )
}

async function withoutToken(response: Response): Promise<Response> {
  const body = (await response.json()) as { twoFactorRedirect?: boolean }
  const answer = { secondFactorNeeded: body.twoFactorRedirect === true }
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify(answer), { headers })
}

const codes: Readonly<Record<number, string>> = {
  400: 'input.invalid',
  401: 'auth.not-recognised',
  403: 'access.denied',
  404: 'route.not-found',
  410: 'auth.gone',
  415: 'input.unsupported-type',
  429: 'access.too-many-attempts',
}

const codesOfReasons: Readonly<Record<string, string>> = {
  ACCOUNT_LOCKED: 'access.locked',
  SECOND_FACTOR_REQUIRED: 'access.second-factor-missing',
}

/** The library's refusal as a problem like every other; its reason is one of a fixed list of words. */
async function refusal(response: Response): Promise<Response> {
  const { code: reason } = await response
    .json()
    .then((body) => Reason.parse(body))
    .catch(() => ({ code: undefined }))
  const code = codesOfReasons[reason ?? ''] ?? codes[response.status]
  if (code === undefined)
    throw new AsyliaError('auth.library-failed', `the sign-in library answered ${response.status}`)
  const answer = problemResponse(problem(code, reason === undefined ? {} : { details: { reason } }))
  for (const cookie of response.headers.getSetCookie()) answer.headers.append('set-cookie', cookie)
  return answer
}

const Reason = z.object({
  code: z
    .string()
    .regex(/^[A-Z_]+$/)
    .optional(),
})

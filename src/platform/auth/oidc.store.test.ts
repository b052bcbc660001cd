import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AccessModel } from '#platform/access'
import { createApi, type Listening, listen } from '#platform/http'
import { noLog } from '#platform/log'
import { testDatabase } from '#test/stores'
import { type Auth, authEndpoints, openAuth } from './index.ts'

const publicUrl = 'https://asylia.example'
const access: AccessModel = { roles: [], purposes: [], resources: {}, rules: [] }

/** A small identity provider that keeps to OpenID Connect Core: code flow with PKCE, RS256, published keys. */
async function openProvider() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forged = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const behaviour = { email: '', forge: false }
  const codes = new Map<string, { challenge: string; nonce: string | undefined }>()
  const app = new Hono()
  let issuer = ''
  app.get('/.well-known/openid-configuration', (c) =>
    c.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
  )
  app.get('/keys', (c) =>
    c.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] }),
  )
  app.get('/authorize', (c) => {
    const code = randomUUID()
    codes.set(code, { challenge: c.req.query('code_challenge') ?? '', nonce: c.req.query('nonce') })
    const back = new URL(c.req.query('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', c.req.query('state') ?? '')
    return c.redirect(back.toString())
  })
  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (code?.challenge !== challenge) return c.json({ error: 'invalid_grant' }, 400)
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: 'asylia',
      sub: behaviour.email,
      email: behaviour.email,
      email_verified: true,
      name: 'From the ministry',
      nonce: code.nonce,
      iat: now,
      exp: now + 300,
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(text), behaviour.forge ? forged : privateKey)
    return c.json({
      access_token: randomUUID(),
      token_type: 'Bearer',
      expires_in: 300,
      id_token: `${text}.${signature.toString('base64url')}`,
    })
  })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  issuer = `http://127.0.0.1:${server.port}`
  return { server, issuer, behaviour }
}

let provider: Awaited<ReturnType<typeof openProvider>>
let server: Listening
let auth: Auth
let app: Hono

beforeAll(async () => {
  const database = await testDatabase()
  provider = await openProvider()
  server = provider.server
  auth = openAuth({
    pool: database.authPool,
    publicUrl,
    secret: 'a secret for tests, of forty characters..',
    roles: { lawyer: 'law' },
    oidc: { issuer: provider.issuer, clientId: 'asylia', clientSecret: 'shh' },
  })
  app = createApi({
    endpoints: authEndpoints({ auth, access, languages: ['en'] }),
    database,
    access,
    authenticate: (request, how) => auth.authenticate(request, how),
    publicUrl,
    liveness: {},
    log: noLog,
  })
  const { id } = await auth.createOrganisation({ name: 'Ministry of Fiction', kind: 'ministry' })
  await auth.createUser({
    name: 'Lena Ficta',
    email: 'lena@ministry.example',
    role: 'lawyer',
    organisation: id,
  })
})
afterAll(() => server.stop())

async function signInAtProvider(email: string, forge = false) {
  Object.assign(provider.behaviour, { email, forge })
  const jar = new Map<string, string>()
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return response
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const begin = keep(
    await app.request(`${publicUrl}/api/auth/sign-in/social`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: publicUrl },
      body: JSON.stringify({ provider: 'oidc', callbackURL: '/' }),
    }),
  )
  const stateCookie = begin.headers.getSetCookie().find((line) => line.includes('state'))
  const { url } = await begin.json()
  const redirect = await fetch(url, { redirect: 'manual' })
  keep(await app.request(redirect.headers.get('location') ?? '', { headers: { cookie: cookie() } }))
  const me = await app.request(`${publicUrl}/api/me`, { headers: { cookie: cookie() } })
  return { stateCookie, status: me.status, body: await me.json() }
}

it("the organisation's own provider signs in who has an account, fully", async () => {
  const { status, body, stateCookie } = await signInAtProvider('lena@ministry.example')
  expect([status, body.role, body.assurance]).toEqual([200, 'lawyer', 'full'])
  expect(stateCookie).toMatch(/SameSite=Lax/i)
})

it('it makes no account for a stranger', async () => {
  expect((await signInAtProvider('stranger@ministry.example')).status).toBe(401)
  expect(await auth.findUser({ email: 'stranger@ministry.example' })).toBeUndefined()
})

it('a token it did not sign signs nobody in', async () => {
  expect((await signInAtProvider('lena@ministry.example', true)).status).toBe(401)
})

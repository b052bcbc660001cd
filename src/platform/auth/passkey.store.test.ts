import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Hono } from 'hono'
import { beforeAll, expect, it } from 'vitest'
import type { AccessModel } from '#platform/access'
import { createApi } from '#platform/http'
import { noLog } from '#platform/log'
import { testDatabase } from '#test/stores'
import { type Auth, authEndpoints, openAuth } from './index.ts'

// Staff of one machine: people type 127.0.0.1, and a passkey needs a name.
const publicUrl = 'http://127.0.0.1:8080'
const origin = 'http://localhost:8080'
const access: AccessModel = { roles: [], purposes: [], resources: {}, rules: [] }

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const ATTESTED = 0x40

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest()

/** An authenticator in software (WebAuthn level 2, §6): one ES256 credential, attestation 'none'. */
function authenticator({ verifiesUser = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  const flags = USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0)
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const head = (bits: number, rpId: string) => Buffer.concat([sha256(rpId), Buffer.of(bits), Buffer.alloc(4)])
  const common = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }
  return {
    create(options: { challenge: string; rp: { id: string } }) {
      // COSE_Key: EC2, ES256, P-256, x, y (RFC 9053 §7.1), in CBOR.
      const cose = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ])
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cose])
      const authData = Buffer.concat([head(flags | ATTESTED, options.rp.id), attested])
      const attestationObject = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        Buffer.of(0x58, authData.length),
        authData,
      ])
      const clientDataJSON = clientData('webauthn.create', options.challenge).toString('base64url')
      const response = {
        clientDataJSON,
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      }
      return { ...common, response }
    },
    get(options: { challenge: string; rpId: string }) {
      const authenticatorData = head(flags, options.rpId)
      const clientDataJSON = clientData('webauthn.get', options.challenge)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      return {
        ...common,
        response: {
          clientDataJSON: clientDataJSON.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}

let app: Hono
let auth: Auth
let organisation: string

beforeAll(async () => {
  const database = await testDatabase()
  auth = openAuth({
    pool: database.authPool,
    publicUrl,
    secret: 'a secret for tests, of forty characters..',
    roles: { lawyer: 'law' },
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
  organisation = (await auth.createOrganisation({ name: 'Ficta Legal Aid', kind: 'ngo' })).id
})

function browser() {
  const jar = new Map<string, string>()
  return async (path: string, body?: unknown) => {
    const answer = await app.request(path.startsWith('http') ? path : `${origin}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { origin, host: 'localhost:8080', 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}

let count = 0
async function atTheirLink() {
  const email = `lawyer${++count}@ficta.example`
  await auth.createUser({ name: `Lawyer ${count}`, email, role: 'lawyer', organisation })
  const page = browser()
  await page(await auth.signInLink(email))
  return page
}

it('is set up after a link, and from then on signs in by itself, fully', async () => {
  const device = authenticator()
  const page = await atTheirLink()
  expect((await page('/me')).body.assurance).toBe('partial')
  const options = await page('/auth/passkey/generate-register-options')
  const made = await page('/auth/passkey/verify-registration', {
    response: device.create(options.body),
    name: 'desk',
  })
  expect(made.status).toBe(200)
  expect((await page('/me')).body).toMatchObject({ assurance: 'full', hasFactor: true })
  expect((await page('/auth/passkey/list-user-passkeys')).body).toHaveLength(1)

  const other = browser()
  const asked = await other('/auth/passkey/generate-authenticate-options')
  expect(asked.body).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  const signedIn = await other('/auth/passkey/verify-authentication', { response: device.get(asked.body) })
  expect([signedIn.status, signedIn.body]).toEqual([200, { secondFactorNeeded: false }])
  expect((await other('/me')).body).toMatchObject({ role: 'lawyer', assurance: 'full' })
})

it('whose device did not check who holds it is not enough, neither to set up nor to sign in', async () => {
  const careless = authenticator({ verifiesUser: false })
  const page = await atTheirLink()
  const options = await page('/auth/passkey/generate-register-options')
  const refused = await page('/auth/passkey/verify-registration', { response: careless.create(options.body) })
  expect([refused.status, refused.body.details]).toEqual([403, { reason: 'USER_VERIFICATION_MISSING' }])
  expect((await page('/me')).body).toMatchObject({ assurance: 'partial', hasFactor: false })
})

it('answers a challenge once: a recorded answer does not sign in again', async () => {
  const device = authenticator()
  const page = await atTheirLink()
  const options = await page('/auth/passkey/generate-register-options')
  await page('/auth/passkey/verify-registration', { response: device.create(options.body) })
  const other = browser()
  const asked = await other('/auth/passkey/generate-authenticate-options')
  const response = device.get(asked.body)
  expect((await other('/auth/passkey/verify-authentication', { response })).status).toBe(200)
  const thief = browser()
  await thief('/auth/passkey/generate-authenticate-options')
  expect((await thief('/auth/passkey/verify-authentication', { response })).status).toBeGreaterThanOrEqual(
    400,
  )
  expect((await thief('/me')).status).toBe(401)
})

it('unknown here signs nobody in', async () => {
  const stranger = browser()
  const asked = await stranger('/auth/passkey/generate-authenticate-options')
  const answer = await stranger('/auth/passkey/verify-authentication', {
    response: authenticator().get(asked.body),
  })
  expect([answer.status, answer.body.code]).toEqual([401, 'auth.not-recognised'])
})

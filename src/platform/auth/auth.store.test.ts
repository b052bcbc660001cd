import { createHmac } from 'node:crypto'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AccessModel, Actor } from '#platform/access'
import type { OpenDatabase } from '#platform/db'
import { createApi } from '#platform/http'
import { noLog } from '#platform/log'
import { testDatabase } from '#test/stores'
import { type Auth, authEndpoints, openAuth } from './index.ts'

const access: AccessModel = {
  roles: ['administrator', 'case_worker'],
  purposes: ['administration', 'protection'],
  resources: { account: { about: 'accounts', tables: {} } },
  rules: [
    {
      role: 'administrator',
      resource: 'account',
      actions: ['read', 'create', 'update'],
      ownership: 'organisation',
      purposes: ['administration'],
      because: 'runs the organisation',
    },
  ],
}
const publicUrl = 'http://127.0.0.1:8080'

let database: OpenDatabase
let auth: Auth
let app: Hono
let shelter: string
const recorded: [actor: Actor, way: string][] = []

beforeAll(async () => {
  database = await testDatabase()
  auth = openAuth({
    pool: database.authPool,
    publicUrl,
    secret: 'a secret for tests, of forty characters..',
    roles: { administrator: 'administration', case_worker: 'protection' },
    recordSignIn: async (actor, way) => void recorded.push([actor, way]),
  })
  app = createApi({
    endpoints: authEndpoints({ auth, access, languages: ['en', 'ar'] }),
    database,
    access,
    authenticate: (request, how) => auth.authenticate(request, how),
    publicUrl,
    liveness: {},
    log: noLog,
  })
  shelter = (await auth.createOrganisation({ name: 'Casa Ficta', kind: 'ngo' })).id
})

/** A browser as far as sign-in can tell: it keeps cookies and says where it comes from. */
function browser() {
  const jar = new Map<string, string>()
  const setCookies: string[] = []
  async function ask(method: 'GET' | 'POST', path: string, body?: unknown) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.request(path.startsWith('http') ? path : `${publicUrl}/api${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        'user-agent': 'Canary/9',
        'x-forwarded-for': '203.0.113.9',
        ...(method === 'POST' ? { origin: publicUrl, 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line)
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, pair.slice(name.length + 1))
    }
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    jar,
    setCookies,
    get: (path: string) => ask('GET', path),
    post: (path: string, body?: unknown) => ask('POST', path, body),
  }
}

/** RFC 6238 with the defaults of every authenticator app: SHA-1, 30 seconds, six digits. */
function totp(uri: string, at = Date.now()): string {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const bits = Array.from(secret)
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac[19] ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

let count = 0
async function aUser(more: { role?: string; password?: string; demo?: boolean; organisation?: string } = {}) {
  const email = `staff${++count}@casa-ficta.example`
  const { role = 'case_worker', organisation = shelter, ...rest } = more
  const id = await auth.createUser({ name: `Staff ${count}`, email, role, organisation, ...rest })
  return { id, email }
}

async function signedInAdministrator() {
  const { email, id } = await aUser({ role: 'administrator', demo: true })
  const admin = browser()
  await admin.get(await auth.signInLink(email))
  return { admin, id }
}

describe('a sign-in link', () => {
  it('of the demo signs in once, and never again', async () => {
    const { email, id } = await aUser({ demo: true })
    const link = await auth.signInLink(email)
    const first = browser()
    const answer = await first.get(link)
    expect([answer.status, new URL(answer.headers.get('location') ?? '').pathname]).toEqual([302, '/'])
    const me = await first.get('/me')
    expect(me.body).toMatchObject({
      id,
      email,
      role: 'case_worker',
      assurance: 'full',
      organisation: { kind: 'ngo' },
    })
    expect(recorded.at(-1)).toMatchObject([
      { id, role: 'case_worker', organisation: shelter },
      '/magic-link/verify',
    ])

    const second = browser()
    await second.get(link)
    expect((await second.get('/me')).status).toBe(401)
  })

  it('is not used up by a program that only looks whether it is there', async () => {
    const { email } = await aUser({ demo: true })
    const link = await auth.signInLink(email)
    await app.request(link, { method: 'HEAD' })
    const page = browser()
    await page.get(link)
    expect((await page.get('/me')).status).toBe(200)
  })

  it('that has run out does not sign in', async () => {
    const { email } = await aUser({ demo: true })
    const late = browser()
    await late.get(await auth.signInLink(email, -1))
    expect((await late.get('/me')).status).toBe(401)
  })

  it('of anyone else only lets a first factor be set up', async () => {
    const { email } = await aUser({ role: 'administrator' })
    const visitor = browser()
    await visitor.get(await auth.signInLink(email))
    expect((await visitor.get('/me')).body).toMatchObject({
      assurance: 'partial',
      hasFactor: false,
      permissions: [],
    })
    expect((await visitor.get('/auth/users')).body.code).toBe('access.second-factor-missing')
    expect((await visitor.get('/auth/colleagues')).body.code).toBe('access.second-factor-missing')
    const options = await visitor.get('/auth/passkey/generate-register-options')
    expect(options.body).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    })
  })
})

describe('a password', () => {
  const password = 'a long enough password'

  it('opens nothing until a second factor is set up, and then only with it', async () => {
    const { email } = await aUser({ role: 'administrator', password })
    const page = browser()
    const first = await page.post('/auth/sign-in/email', { email, password })
    expect([first.status, first.body]).toEqual([200, { secondFactorNeeded: false }])
    expect((await page.get('/auth/users')).body.code).toBe('access.second-factor-missing')

    const { body } = await page.post('/auth/two-factor/enable', { password })
    expect((await page.post('/auth/two-factor/verify-totp', { code: '000000' })).status).toBe(401)
    expect((await page.post('/auth/two-factor/verify-totp', { code: totp(body.totpURI) })).status).toBe(200)
    expect((await page.get('/auth/users')).status).toBe(200)

    const later = browser()
    const again = await later.post('/auth/sign-in/email', { email, password })
    expect(again.body).toEqual({ secondFactorNeeded: true })
    expect((await later.get('/me')).status).toBe(401)
    const trusted = await later.post('/auth/two-factor/verify-totp', {
      code: totp(body.totpURI),
      trustDevice: true,
    })
    expect(trusted.status).toBe(400)
    await later.post('/auth/two-factor/verify-totp', { code: totp(body.totpURI) })
    expect((await later.get('/me')).body).toMatchObject({ assurance: 'full' })

    const backup = browser()
    await backup.post('/auth/sign-in/email', { email, password })
    await backup.post('/auth/two-factor/verify-backup-code', { code: body.backupCodes[0] })
    expect((await backup.get('/me')).body).toMatchObject({ assurance: 'full' })
  })

  it('alone cannot add a factor to an account that has one', async () => {
    const { id, email } = await aUser({ password })
    await database.authPool.query(
      `insert into auth_passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
       values ($1, 'x', $1, 'x', 0, 'x', false)`,
      [id],
    )
    const thief = browser()
    await thief.post('/auth/sign-in/email', { email, password })
    for (const attempt of [
      await thief.get('/auth/passkey/generate-register-options'),
      await thief.post('/auth/two-factor/enable', { password }),
      await thief.post('/auth/passkey/delete-passkey', { id }),
      await thief.post('/auth/change-password', {
        currentPassword: password,
        newPassword: 'another long one',
      }),
    ]) {
      expect([attempt.status, attempt.body.code]).toEqual([403, 'access.second-factor-missing'])
    }
  })

  it('that is wrong looks the same for an account that is there and one that is not', async () => {
    const { email } = await aUser({ password })
    const one = await browser().post('/auth/sign-in/email', { email, password: 'wrong wrong wrong' })
    const other = await browser().post('/auth/sign-in/email', { email: 'nobody@x.example', password })
    expect([one.status, one.body.code]).toEqual([401, 'auth.not-recognised'])
    expect(one.body).toEqual(other.body)
  })

  it('guessed five times makes even the right one wait', async () => {
    const { email } = await aUser({ password })
    for (let i = 0; i < 5; i++)
      await browser().post('/auth/sign-in/email', { email, password: `wrong guess ${i}` })
    const right = await browser().post('/auth/sign-in/email', { email, password })
    expect([right.status, right.body.code]).toEqual([429, 'access.too-many-attempts'])
  })
})

describe('an invitation', () => {
  it('makes one account, in the role and organisation the inviter fixed', async () => {
    const { admin } = await signedInAdministrator()
    const invited = await admin.post('/auth/invitations', {
      email: 'New@casa-ficta.example',
      role: 'case_worker',
    })
    expect(invited.status).toBe(201)
    const token = invited.body.link.split('#')[1]
    const tries = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const page = browser()
        const answer = await page.post('/auth/invitations/accept', {
          token,
          name: 'Neva Ficta',
          role: 'administrator',
        })
        return { page, answer }
      }),
    )
    expect(tries.map(({ answer }) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 410, 410, 410])
    const accepted = tries.find(({ answer }) => answer.status === 200)
    const me = await accepted?.page.get('/me')
    expect(me?.body).toMatchObject({
      email: 'new@casa-ficta.example',
      role: 'case_worker',
      organisation: { id: shelter },
      assurance: 'partial',
    })
    const { body } = await admin.get('/auth/invitations')
    expect(body[0]).toMatchObject({ email: 'new@casa-ficta.example', acceptedAt: expect.any(String) })
    const { rows } = await database.authPool.query('select token_hash from auth_invitation')
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('runs out after seven days', async () => {
    const { link } = await auth.inviteUser({
      email: 'late@x.example',
      role: 'case_worker',
      organisation: shelter,
      invitedBy: null,
    })
    await database.authPool.query(
      `update auth_invitation set expires_at = now() where email = 'late@x.example'`,
    )
    const answer = await browser().post('/auth/invitations/accept', {
      token: link.split('#')[1],
      name: 'Late',
    })
    expect([answer.status, answer.body.code]).toEqual([410, 'auth.gone'])
  })

  it('is the only way in: nobody signs themselves up', async () => {
    const stranger = browser()
    const body = { email: 's@x.example', password: 'a long enough password', name: 'S' }
    expect((await stranger.post('/auth/sign-up/email', body)).body.code).toBe('route.not-found')
    expect((await stranger.post('/auth/sign-in/magic-link', body)).body.code).toBe('route.not-found')
  })

  it('needs a role that exists', async () => {
    const { admin } = await signedInAdministrator()
    expect((await admin.post('/auth/invitations', { email: 'x@x.example', role: 'king' })).status).toBe(400)
  })
})

describe('a lock', () => {
  it('in panic ends all of my sessions at once', async () => {
    const { email } = await aUser({ demo: true })
    const [phone, desk] = [browser(), browser()]
    await phone.get(await auth.signInLink(email))
    await desk.get(await auth.signInLink(email))
    const locked = await phone.post('/auth/lock')
    expect(locked.body).toEqual({ ended: 2 })
    expect(locked.headers.get('clear-site-data')).toContain('"cache"')
    expect([(await phone.get('/me')).status, (await desk.get('/me')).status]).toEqual([401, 401])
  })

  it('by an administrator ends sessions and lets none begin, until opened again', async () => {
    const { admin } = await signedInAdministrator()
    const { email, id } = await aUser({ demo: true })
    const user = browser()
    await user.get(await auth.signInLink(email))
    expect((await admin.post(`/auth/users/${id}/lock`)).body).toEqual({ locked: true })
    expect((await user.get('/me')).status).toBe(401)
    expect((await user.get(await auth.signInLink(email))).body.code).toBe('access.locked')
    await admin.post(`/auth/users/${id}/unlock`)
    await user.get(await auth.signInLink(email))
    expect((await user.get('/me')).status).toBe(200)
  })

  it('does not reach into another organisation, and says no more than that nothing is there', async () => {
    const { admin } = await signedInAdministrator()
    const police = await auth.createOrganisation({ name: 'Ficta Police', kind: 'police' })
    const { id } = await aUser({ organisation: police.id })
    const theirs = await admin.post(`/auth/users/${id}/lock`)
    const nobodys = await admin.post('/auth/users/3f2504e0-4f89-41d3-9a0c-0305e82c3301/lock')
    expect(theirs.status).toBe(404)
    expect(theirs.body).toEqual(nobodys.body)
    const { body } = await admin.get('/auth/users')
    expect(JSON.stringify(body)).not.toContain(id)
  })

  it('is not for everyone to set', async () => {
    const { email, id } = await aUser({ demo: true })
    const user = browser()
    await user.get(await auth.signInLink(email))
    expect((await user.post(`/auth/users/${id}/lock`)).body.code).toBe('access.denied')
  })
})

describe('a session', () => {
  it('lives in a strict cookie that no script reads, and its token in no answer', async () => {
    const { email } = await aUser({ password: 'a long enough password' })
    const page = browser()
    await page.post('/auth/sign-in/email', { email, password: 'a long enough password' })
    const cookie = page.setCookies.find((line) => line.includes('session_token'))
    expect(cookie).toMatch(/^asylia\.session_token=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
  })

  it('has a __Host- cookie when people reach us by https', async () => {
    const secure = openAuth({
      pool: database.authPool,
      publicUrl: 'https://asylia.example',
      secret: 'a secret for tests, of forty characters..',
      roles: { case_worker: 'protection' },
    })
    const { email } = await aUser({ demo: true })
    const answer = await secure.handler(new Request(await secure.signInLink(email)))
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-asylia\.session_token=/)
    expect(cookie).toMatch(/; Path=\/;.*Secure/i)
    expect(cookie).not.toMatch(/Domain=/i)
    const actor = await secure.authenticate(
      new Request('https://asylia.example/', { headers: { cookie: cookie.split(';')[0] ?? '' } }),
    )
    expect(actor).toMatchObject({ role: 'case_worker', purpose: 'protection' })
  })

  it('ends after thirty idle minutes, and after twelve hours in any case', async () => {
    const age = async (column: string, interval: string) => {
      const { id, email } = await aUser({ demo: true })
      const page = browser()
      await page.get(await auth.signInLink(email))
      await database.authPool.query(
        `update auth_session set "${column}" = "${column}" - interval '${interval}' where "userId" = $1`,
        [id],
      )
      return (await page.get('/me')).status
    }
    expect([await age('expiresAt', '29 minutes'), await age('expiresAt', '31 minutes')]).toEqual([200, 401])
    expect([await age('createdAt', '11 hours'), await age('createdAt', '13 hours')]).toEqual([200, 401])
  })

  it('is made longer by use', async () => {
    const { id, email } = await aUser({ demo: true })
    const page = browser()
    await page.get(await auth.signInLink(email))
    await database.authPool.query(
      `update auth_session set "expiresAt" = "expiresAt" - interval '20 minutes' where "userId" = $1`,
      [id],
    )
    page.setCookies.length = 0
    await page.get('/me')
    const { rows } = await database.authPool.query(
      `select "expiresAt" > now() + interval '29 minutes' as longer from auth_session where "userId" = $1`,
      [id],
    )
    expect(rows).toEqual([{ longer: true }])
    expect(page.setCookies.join()).toContain('session_token')
  })

  it('holds no address and no browser name', async () => {
    const { rows } = await database.authPool.query(
      'select distinct "ipAddress", "userAgent" from auth_session',
    )
    expect(rows).toEqual([{ ipAddress: '', userAgent: '' }])
  })

  it('forged or changed is nobody', async () => {
    const { email } = await aUser({ demo: true })
    const page = browser()
    await page.get(await auth.signInLink(email))
    const value = page.jar.get('asylia.session_token') ?? ''
    page.jar.set(
      'asylia.session_token',
      value.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
    )
    expect((await page.get('/me')).status).toBe(401)
  })
})

it('recovery takes the old factors away and lets new ones be set up', async () => {
  const { admin } = await signedInAdministrator()
  const { id } = await aUser()
  await database.authPool.query(
    `insert into auth_passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
     values ($1, 'y', $1, 'y', 0, 'x', false)`,
    [id],
  )
  const { body } = await admin.post(`/auth/users/${id}/recover`)
  const page = browser()
  await page.get(body.link)
  expect((await page.get('/me')).body).toMatchObject({ assurance: 'partial', hasFactor: false })
  expect((await page.get('/auth/passkey/generate-register-options')).status).toBe(200)

  const password = 'chosen after coming back'
  expect((await page.post('/auth/password', { password })).status).toBe(200)
  expect((await page.post('/auth/password', { password })).status).toBe(409)
  const enabled = await page.post('/auth/two-factor/enable', { password })
  await page.post('/auth/two-factor/verify-totp', { code: totp(enabled.body.totpURI) })
  expect((await page.get('/me')).body).toMatchObject({ assurance: 'full', hasFactor: true })
})

it("the app's own role reads no account, no session, no secret", async () => {
  for (const table of ['auth_user', 'auth_session', 'auth_account', 'auth_two_factor', 'auth_invitation']) {
    const { rows } = await database.authPool.query(
      `select has_table_privilege('asylia_app', $1, 'select, insert, update, delete') as may`,
      [table],
    )
    expect([table, rows]).toEqual([table, [{ may: false }]])
  }
})

it('the sweep removes what has run out and nothing else', async () => {
  const { email } = await aUser({ demo: true })
  const page = browser()
  await page.get(await auth.signInLink(email))
  await auth.signInLink(email, -5)
  await auth.sweep()
  const { rows } = await database.authPool.query('select 1 from auth_verification where "expiresAt" < now()')
  expect(rows).toEqual([])
  expect((await page.get('/me')).status).toBe(200)
})

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { openFiles } from '#platform/files'
import { testDatabase, testFolder } from '#test/stores'
import { Doors } from './doors.ts'
import { portal } from './portal.ts'

const HOUR = 3_600_000
const LANGUAGES = ['en', 'fr', 'es', 'ar']

describe('the public door', async () => {
  const db = await testDatabase()
  const folder = testFolder()
  const keyring = await Keyring.open(folder)
  const clock = { at: new Date('2026-03-04T05:47:13Z') }
  const organisation = { id: newId(), name: 'Casa Ficta', kind: 'hotline' }
  const faults: string[] = []
  const readers: { now: typeof organisation | undefined } = { now: organisation }
  const files = await openFiles({ files: join(folder, 'files'), dataFolder: folder }, keyring)
  const intake = { db, vault: new Vault(new Sealer(keyring)), keyring, files, now: () => clock.at }
  const door = portal({
    intake,
    doors: new Doors(intake),
    receiver: async () => readers.now,
    publicUrl: 'http://127.0.0.1:8080',
    log: (level, event, fields) => void faults.push(JSON.stringify({ level, event, ...fields })),
  })
  const worker = { id: newId(), role: 'intake_worker', organisation: organisation.id, purpose: 'intake' }
  const countReports = async () => {
    const { rows } = await db.as(worker, (trx) =>
      sql<{ n: number }>`select count(*) as n from intake_report`.execute(trx),
    )
    return Number(rows[0]?.n)
  }

  beforeEach(() => {
    clock.at = new Date('2026-03-04T05:47:13Z')
    faults.length = 0
  })

  type Seen = { status: number; html: string; form: Record<string, string>; code: string | undefined }

  async function see(answer: Response | Promise<Response>): Promise<Seen> {
    const { status, headers } = await answer
    const html = await (await answer).text()
    expect(headers.getSetCookie()).toEqual([])
    const [form = ''] = /<form[^>]*id="answers"[\s\S]*?<\/form>/.exec(html) ?? []
    const inputs = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
    return {
      status,
      html,
      form: Object.fromEntries(inputs.map(([, name, value]) => [name!, value!])),
      code: /data-code="([^"]+)"/.exec(form)?.[1],
    }
  }
  const open = (path = '/report', headers: Record<string, string> = {}) =>
    see(door.request(path, { headers }))
  const post = (fields: Record<string, string> | [string, string][], path = '/report') =>
    see(door.request(path, { method: 'POST', body: new URLSearchParams(fields) }))

  /** Answers the page with these fields by its main button, keeping what it hands on. */
  const go = (page: Seen, fields: Record<string, string> = {}, button = 'next') =>
    post({ ...page.form, ...fields, go: button })
  const heading = ({ html }: Seen) => /<h1>([^<]*)<\/h1>/.exec(html)?.[1]

  async function toReview(language = 'en'): Promise<Seen> {
    let page = await open('/report', { 'accept-language': language })
    page = await go(page, { safe: 'not_sure' })
    page = await go(page)
    page = await go(page, { about: 'me' })
    page = await go(page, { story: 'They keep my passport.\r\nI sleep in the kitchen.' })
    page = await go(page, { signs: 'retention_of_identity_documents' })
    page = await go(page, {}, 'skip')
    page = await go(page, { place: 'Port Aurel' })
    page = await go(page, { since: 'now' })
    page = await go(page, { wanted: 'only_here' })
    return go(page, { share: 'police' })
  }

  it('carries a report from the first question to an answer, and back by its code', async () => {
    const review = await toReview()
    expect(review.html).toContain('They keep my passport.\nI sleep in the kitchen.')
    expect(review.html).toContain('Someone keeps the passport or papers')
    const before = await countReports()
    const code = await go(review, {}, 'send')
    expect(await countReports()).toBe(before + 1)
    expect(code.code?.split(' ')).toHaveLength(7)

    const done = await go(code, { typed: code.code!.toUpperCase() }, 'check')
    expect(heading(done)).toBe('Thank you. We have it')
    expect(done.html).toContain('by Friday, March 6, 2026')
    expect(done.html).not.toContain(code.code)

    let held = await post({ go: 'open', typed: code.code! }, '/report/return')
    expect(heading(held)).toBe('Your report')
    expect(held.html).toContain('Port Aurel')
    held = await post({ ...held.form, go: 'message', text: 'Please hurry' }, '/report/return')
    expect(held.html).toContain('Please hurry')
    expect(held.html).toMatch(/value="police"\s+checked/)
    held = await post({ ...held.form, go: 'share' }, '/report/return')
    expect(held.html).not.toMatch(/value="police"\s+checked/)
    held = await post({ ...held.form, go: 'erase' }, '/report/return')
    expect(held.html).toContain('Nothing was erased')
    const erased = await post({ ...held.form, go: 'erase', sure: 'yes' }, '/report/return')
    expect(heading(erased)).toBe('It is erased')
    expect(await countReports()).toBe(before)

    // What another window, or Back, still shows of it.
    for (const page of [held.form, { ...held.form, go: 'message', text: 'again' }]) {
      const gone = await post(page, '/report/return')
      expect([gone.status, heading(gone)]).toEqual([404, 'This report is no longer here'])
    }
    expect(heading(await go(review, {}, 'send'))).toBe('This report is no longer here')
    expect((await post({ go: 'open', typed: code.code! }, '/report/return')).html).toContain(
      'We know no report',
    )
    expect(faults).toEqual([])
  })

  it('files once what is sent twice by Back, with the same code', async () => {
    const review = await toReview()
    const before = await countReports()
    const first = await go(review, {}, 'send')
    const again = await Promise.all([go(review, {}, 'send'), go(review, {}, 'send')])
    expect(await countReports()).toBe(before + 1)
    expect(again.map(({ code }) => code)).toEqual([first.code, first.code])
    expect(again[0].html).toContain('You had sent this before')
  })

  it('gives a link to start again instead of Back on each page after sending, in every language', async () => {
    const said = new Set<string>()
    for (const language of LANGUAGES) {
      const code = await go(await toReview(language), {}, 'send')
      for (const page of [code, await go(code, {}, 'without')]) {
        const line = /<p class="hint">([^<]+)<a href="\/report">[^<]+<\/a><\/p>/.exec(page.html)?.[1]
        expect(line?.length, `${language}: ${heading(page)}`).toBeGreaterThan(30)
        said.add(line!)
      }
    }
    expect(said.size).toBe(LANGUAGES.length)
  })

  it('adds once a message that is sent twice', async () => {
    const code = await go(await toReview(), {}, 'send')
    const held = await post({ go: 'open', typed: code.code! }, '/report/return')
    await post({ ...held.form, go: 'message', text: 'only-once' }, '/report/return')
    const again = await post({ ...held.form, go: 'message', text: 'only-once' }, '/report/return')
    expect(again.html.match(/only-once/g)).toHaveLength(1)
  })

  it('says which word of a code is wrong, and keeps what was typed', async () => {
    const code = await go(await toReview(), {}, 'send')
    const words = code.code!.split(' ')
    const typed = [...words.slice(0, 3), `${words[3]}qx`, ...words.slice(4)].join(' ')
    expect((await go(code, { typed }, 'check')).html).toContain('Word 4 is not in our list')
    const returned = await post({ go: 'open', typed }, '/report/return')
    expect(returned.html).toContain('Word 4 is not in our list')
    expect(returned.html).toContain(`>\n${typed}</textarea>`)
    const short = await post({ go: 'open', typed: words.slice(1).join(' ') }, '/report/return')
    expect(short.html).toContain('We read 6 words')
    const other = await go(code, { typed: [...words].toReversed().join(' ') }, 'check')
    expect(other.html).toContain('not this one')
    expect(other.code).toBe(code.code)
  })

  it('spells one code one way, whatever language is chosen afterwards', async () => {
    const code = await go(await toReview('ar'), {}, 'send')
    expect(code.code).toMatch(/^(\d{5} ){5}\d{5}$/)
    const french = await post({ ...code.form, chooseLanguage: 'fr' })
    expect(french.code).toBe(code.code)
    expect(french.html).toContain('Voici votre code')
  })

  it('keeps what is being typed when the language changes', async () => {
    let page = await go(await go(await go(await open())))
    expect(page.form['step']).toBe('story')
    page = await post({ ...page.form, story: 'half a sent', chooseLanguage: 'ar' })
    expect([page.form['step'], page.form['currentLanguage']]).toEqual(['story', 'ar'])
    expect(page.html).toContain('dir="rtl"')
    expect(page.html).toContain('half a sent</textarea')
    const code = await go(await toReview(), {}, 'send')
    const held = await post({ go: 'open', typed: code.code! }, '/report/return')
    const french = await post({ ...held.form, text: 'not yet sent', chooseLanguage: 'fr' }, '/report/return')
    expect(french.html).toContain('not yet sent</textarea')
  })

  it('keeps a text that is too long, and says by how much', async () => {
    const page = await go(await go(await go(await open())))
    const long = await go(page, { story: `${'a'.repeat(24_998)}ZZ` })
    expect(long.status).toBe(400)
    expect(long.html).toContain('25,000 characters')
    expect(long.html).toContain('aZZ</textarea')
    const lines = await go(page, { story: 'a\r\n'.repeat(9_999) })
    expect([lines.status, lines.form['step']]).toEqual([200, 'signs'])
    const widest = await go(page, { story: '字'.repeat(20_000) })
    const back = await go(widest, {}, 'back')
    expect((await go(back, { story: '字'.repeat(20_000) })).form['step']).toBe('signs')
  })

  it('goes from reading over to one answer and back there; a question left out is left out', async () => {
    const review = await toReview()
    const place = await post({ ...review.form, to: 'place' })
    expect([place.form['step'], place.form['onward']]).toEqual(['place', 'review'])
    const changed = await go(place, { place: 'Somewhere else' })
    expect(changed.form['step']).toBe('review')
    expect(changed.html).toContain('Somewhere else')
    const story = await post({ ...changed.form, to: 'story' })
    const without = await go(story, { story: 'They keep my passport.' }, 'skip')
    expect(without.html).not.toContain('They keep my passport.')
  })

  it('tells kindly that a page grew old, and keeps what is on it', async () => {
    const page = await go(await go(await go(await open())))
    clock.at = new Date(clock.at.getTime() + 13 * HOUR)
    const late = await go(page, { story: 'typed for hours' })
    expect([late.status, late.form['step']]).toEqual([200, 'story'])
    expect(late.html).toContain('open for a long time')
    expect(late.html).toContain('typed for hours</textarea')

    const code = await go(await toReview(), {}, 'send')
    const held = await post({ go: 'open', typed: code.code! }, '/report/return')
    clock.at = new Date(clock.at.getTime() + HOUR)
    const closed = await post({ ...held.form, go: 'message', text: 'a long letter' }, '/report/return')
    expect(closed.html).toContain('closed itself, to keep you safe')
    const opened = await post({ ...closed.form, go: 'open', typed: code.code! }, '/report/return')
    expect(opened.html).toContain('a long letter</textarea')
    clock.at = new Date(clock.at.getTime() + 13 * HOUR)
    expect(heading(await go(code, { typed: code.code! }, 'check'))).toBe('This page was open for too long')
  })

  it('says before anything is written that nobody reads here yet', async () => {
    readers.now = undefined
    const closed = await open()
    readers.now = organisation
    expect([closed.status, heading(closed)]).toEqual([503, 'Nobody can read reports here yet'])
    expect(closed.html).toContain('tel:112')
  })

  it('weighs less than 50 KB in all, and asks nothing of anybody else', async () => {
    for (const language of LANGUAGES) {
      const { html } = await open('/report', { 'accept-language': language })
      const script = await (await door.request('/report/page.js')).text()
      expect(Buffer.byteLength(html) + Buffer.byteLength(script)).toBeLessThan(50_000)
      const loaded = [...html.matchAll(/<(?:link|script|img|iframe|source)[^>]*(?:href|src)="([^"]+)"/g)]
      expect(loaded.map(([, address]) => address)).toEqual(['data:,', '/report/page.js'])
      expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
    }
  })

  it('answers with headers that keep it out of caches, frames and other sites', async () => {
    const { headers } = await door.request('/report')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'self'/,
    )
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })

  it('leads a mistyped address to the door', async () => {
    for (const path of ['/report/', '/report/retrun']) {
      expect((await door.request(path)).headers.get('location')).toBe('/report')
    }
  })

  it('sends nothing twice and loses nothing when the store fails: the page says so and can be sent again', async () => {
    const failing = { ...intake, db: { ...db, as: () => Promise.reject(new Error('connection lost')) } }
    const broken = portal({
      intake: failing,
      doors: new Doors(failing),
      receiver: async () => organisation,
      publicUrl: 'http://127.0.0.1:8080',
      log: (level, event, fields) => void faults.push(JSON.stringify({ level, event, ...fields })),
    })
    const review = await toReview()
    const body = () => new URLSearchParams({ ...review.form, go: 'send' })
    const failed = await see(broken.request('/report', { method: 'POST', body: body() }))
    expect(failed.status).toBe(503)
    expect(failed.html).toContain('It could not be sent just now')
    expect(failed.html).toContain('They keep my passport.')
    expect(faults).toHaveLength(1)
    expect(faults[0]).not.toContain('passport')
    expect((await go(failed, {}, 'send')).code).toBeDefined()
  })

  describe('whatever is sent', () => {
    const strange = [
      '\u0000',
      '\u202E' + 'evil',
      '\uD800',
      '<script>alert(1)</script>',
      '"><img src=x>',
      'x'.repeat(30_000),
      '../../etc/passwd',
      '{{constructor}}',
      '-1',
      '[]',
      '9'.repeat(200),
    ]
    const names = [
      'journey',
      'step',
      'go',
      'to',
      'onward',
      'typed',
      'held',
      'messageId',
      'text',
      'story',
      'place',
    ]
    const more = [
      'how',
      'wanted',
      'signs',
      'share',
      'safe',
      'sure',
      'draft',
      'chooseLanguage',
      'currentLanguage',
    ]
    const values = fc.oneof(
      fc.constantFrom(...strange),
      fc.constantFrom(
        'next',
        'back',
        'skip',
        'send',
        'check',
        'without',
        'open',
        'message',
        'share',
        'erase',
      ),
      fc.constantFrom(
        'safe',
        'readers',
        'story',
        'contact',
        'review',
        'code',
        'done',
        'en',
        'ar',
        'yes',
        'police',
      ),
      fc.string({ unit: 'binary', maxLength: 50 }),
    )

    it('is answered with a page, never with a fault', async () => {
      const code = await go(await toReview(), {}, 'send')
      const held = await post({ go: 'open', typed: code.code! }, '/report/return')
      const sealed = [code.form['journey']!, held.form['held']!, (await toReview()).form['journey']!]
      const field = fc.tuple(fc.constantFrom(...names, ...more), values)
      const own = fc.tuple(fc.constantFrom('journey', 'held'), fc.constantFrom(...sealed))
      const altered = own.map(([name, value]): [string, string] => [name, `${value.slice(0, -3)}AAA`])
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof({ weight: 6, arbitrary: field }, own, altered), { maxLength: 8 }),
          fc.constantFrom('/report', '/report/return'),
          async (fields, path) => {
            const page = await post(fields, path)
            expect(page.status).toBeLessThan(500)
            expect(page.html).toContain('<main id="main"')
            expect(page.html).not.toMatch(/<script>alert|<img src=x|\n\s+at /)
          },
        ),
        { numRuns: 300, seed: 20261124 },
      )
      expect(faults).toEqual([])
    })

    it.each<[string, RequestInit, number]>([
      ['JSON', { body: '{"go":"next"}', headers: { 'content-type': 'application/json' } }, 200],
      ['no type', { body: new Uint8Array([0, 255, 254]) }, 200],
      [
        'a broken multipart',
        { body: 'nonsense', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
        200,
      ],
      ['250 KB', { body: new URLSearchParams({ go: 'next', story: 'x'.repeat(250_000) }) }, 200],
      ['600 KB', { body: new URLSearchParams({ go: 'next', story: 'x'.repeat(600_000) }) }, 413],
      [
        'broken UTF-8',
        { body: 'story=%ff%c0%80&go=next', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        200,
      ],
    ])('is answered with a page: %s', async (_, sent, status) => {
      for (const path of ['/report', '/report/return']) {
        const page = await see(door.request(path, { method: 'POST', ...sent }))
        expect([page.status, page.html.includes('<main id="main"')]).toEqual([status, true])
      }
      expect(faults).toEqual([])
    })

    it('may be a form with a file in it: the file is no answer', async () => {
      const page = await go(await go(await go(await open())))
      const form = new FormData()
      for (const [name, value] of Object.entries(page.form)) form.append(name, value)
      form.append('go', 'next')
      form.append('story', new File(['x'], 'x.txt'))
      expect((await see(door.request('/report', { method: 'POST', body: form }))).form['step']).toBe('signs')
    })

    it('is shown without NUL, and without what would turn the writing round', async () => {
      let page = await go(await go(await go(await open())))
      page = await go(page, { story: 'a\u0000b\u202Ee\u2067v\u2068i\u2066l\u2069' })
      const back = await go(page, {}, 'back')
      expect(back.html).toContain('abevil</textarea')
      expect((await post({ ...page.form, to: 'x', step: randomUUID() })).status).toBe(200)
    })
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTranslator, mainLanguages } from '#platform/i18n'
import {
  buildWorkbench,
  DESK,
  expectAccessible,
  expectNoSidewaysScroll,
  hireStaff,
  openBrowser,
  openTestSite,
  shoot,
  type Site,
  visit,
} from '#test/browser'

const words = createTranslator('portal')
const EXIT = 'https://www.wikipedia.org/'
const CANARY = 'the-lorry-by-the-blue-barn'
const PASSPHRASE = 'seven ducks cross the river slowly'

/** A JPEG of one pixel with a place in it, as a phone writes one. */
const PICTURE = Buffer.concat([
  Buffer.from('ffd8ffe00010', 'hex'),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  Buffer.from('ffe1001e', 'hex'),
  Buffer.from(`Exif\0\0GPS ${CANARY}`.slice(0, 28).padEnd(28, ' '), 'latin1'),
  Buffer.from('ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9', 'hex'),
])

/** A colleague by the API, in a session of their own. */
async function colleague(site: Site, link: string) {
  const arrival = await fetch(link, { redirect: 'manual' })
  const cookie = arrival.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return (method: string, path: string, body?: unknown) =>
    fetch(`${site.origin}/api${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
}

describe('the door, further in', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let link: () => Promise<string>
  let staff: Awaited<ReturnType<typeof colleague>>

  beforeAll(async () => {
    await buildWorkbench()
    link = (await hireStaff(site, 'intake_worker')).link
    staff = await colleague(site, await link())
  })

  const by = (locale: string) => ({ locale, extraHTTPHeaders: { 'accept-language': locale } })
  const press = async (page: Page, value: string) => {
    const body = await page.locator('body').elementHandle()
    const loaded = page.waitForEvent('load').catch(() => undefined)
    await page.locator(`main button[name=go][value=${value}]`).first().click()
    const replaced = page.waitForFunction((old) => !old?.isConnected, body).catch(() => undefined)
    await Promise.race([loaded, replaced])
  }
  const heading = async (page: Page) => (await page.locator('main h1').textContent())?.trim()
  const codeOn = async (page: Page) => (await page.locator('form[data-code]').getAttribute('data-code'))!
  const comeBack = async (page: Page, code: string) => {
    await page.goto('/report/return')
    await page.locator('#typed').fill(code)
    await press(page, 'open')
  }
  const skipTo = async (page: Page, from: number, to: number) => {
    for (let i = from; i < to; i++) await press(page, i === 1 ? 'next' : 'skip')
  }
  // Reports of one hour stand in no order: which of those nobody has read is meant is told by whether it is locked.
  const unread = async ({ locked: isLocked }: { locked: boolean }) => {
    const { reports } = (await (await staff('GET', '/intake/reports?status=new')).json()) as {
      reports: { id: string; locked: boolean }[]
    }
    return reports.findLast(({ locked }) => locked === isLocked)!.id
  }

  const ways = [
    ...(['en', 'ar'] as const).map((language) => ({ language, javaScript: false })),
    ...mainLanguages.map((language) => ({ language, javaScript: true })),
  ]
  describe.each(ways)('in $language, JavaScript: $javaScript', ({ language, javaScript }) => {
    const t = words.in(language)

    it('a report is saved, gone on with, sent, proved; a picture follows the next day', async () => {
      const phone = await visit(browser, site, { ...by(language), javaScriptEnabled: javaScript })
      const { page } = phone
      const look = async (name: string) => {
        // Without JavaScript the page cannot ask itself; it is the same page.
        if (javaScript) await expectAccessible(page, `${name} ${language}`)
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page, `${name} ${language}`)
        await page.setViewportSize({ width: 390, height: 844 })
        if (!javaScript) await shoot(page, `door-${language}-${name}`)
      }
      await page.goto('/report')
      await press(page, 'next')
      await press(page, 'next')
      await press(page, 'next')
      await page.locator('#story').fill(`${CANARY} \u202Ereversed`)
      await press(page, 'save')
      await look('1-saved')
      const saved = await codeOn(page)
      await page.locator('#typed').fill(saved)
      await press(page, 'check')
      expect(await heading(page)).toBe(t('saved.heading'))

      await comeBack(page, saved)
      // What turns the direction of a text is taken out: it reads as it was written.
      expect(await page.locator('#story').inputValue()).toBe(`${CANARY} reversed`)
      await press(page, 'next')
      await skipTo(page, 4, 9)
      await page.locator('input[name=share][value=police]').check()
      await press(page, 'next')
      await press(page, 'send')
      expect(await codeOn(page)).toBe(saved)
      await page.locator('summary').first().click()
      await press(page, 'second')
      await look('2-second')
      const second = (await page.locator('.code').nth(1).innerText()).replaceAll(/\s+/g, ' ')
      await page.locator('#typed').fill(saved)
      await press(page, 'check')
      await press(page, 'receipt')
      await look('3-receipt')
      const note = await page.locator('#note').inputValue()
      expect(JSON.parse(note)).toMatchObject({ v: 1, hour: expect.stringMatching(/T\d\d:00:00/) })
      expect(note).not.toContain(CANARY)

      // Leaving is a plain link, and nothing of it stays behind.
      await page.locator('#exit').click()
      await page.waitForURL(EXIT)

      const id = await unread({ locked: false })
      await staff('GET', `/intake/reports/${id}`)
      await site.platform.audit.advance()
      await comeBack(page, saved)
      await page
        .locator('#upload')
        .setInputFiles({ name: 'IMG_1742.jpg', mimeType: 'image/jpeg', buffer: PICTURE })
      await press(page, 'file')
      await look('4-held')
      expect(await page.locator('.problem').textContent()).toContain(t('files.kept'))
      expect(await page.locator('.files').textContent()).toMatch(/picture-\w{4}\.jpg/)
      expect(await page.locator('.looks').textContent()).toContain(t('looks.role.intake_worker'))
      await page.locator('input[value=police]').uncheck()
      await press(page, 'share')
      expect(await page.locator('input[value=police]').isChecked()).toBe(false)

      const file = (await (await staff('GET', `/intake/reports/${id}/files`)).json()) as {
        files: { id: string }[]
      }
      const got = await staff('GET', `/intake/reports/${id}/files/${file.files[0]!.id}`)
      expect(got.headers.get('content-disposition')).toContain('attachment')
      expect(got.headers.get('content-security-policy')).toContain('sandbox')
      const bytes = Buffer.from(await got.arrayBuffer())
      expect([bytes.includes(CANARY), bytes.includes('GPS'), bytes.subarray(0, 2).toString('hex')]).toEqual([
        false,
        false,
        'ffd8',
      ])

      // A film is refused in words, and taken as it is when that is asked for.
      const film = {
        name: 'film.mp4',
        mimeType: 'video/mp4',
        buffer: Buffer.from('\0\0\0\x18ftypmp42 and so on'),
      }
      await page.locator('#upload').setInputFiles(film)
      await press(page, 'file')
      expect(await page.locator('.problem').textContent()).toBe(t('files.refused.uncleanable'))

      // Somebody made to open it shows the second code.
      await comeBack(page, second)
      expect(await heading(page)).toBe(t('held.heading'))
      expect(await page.content()).not.toContain(CANARY)
      await look('5-second-opened')
      expect(await page.context().cookies()).toEqual([])
      expect([phone.problems, site.faults]).toEqual([[], []])
      await phone.close()
    }, 120_000)
  })

  it('a file of 2 GB is refused before it is read, with the size that fits', async () => {
    const answer = await fetch(`${site.origin}/report/return`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(2 ** 31) },
      body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1024)) }),
      duplex: 'half',
    } as RequestInit).catch(() => undefined)
    // Node's own client refuses to lie about a length: then the length is only told by what comes.
    if (answer) expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('25 MB')])
    const told = words.in('en')('files.refused.too-large', { most: '25 MB' })
    expect(told).toContain('25 MB')
  })

  it('the page that verifies a receipt works from a file, without a connection', async () => {
    const phone = await visit(browser, site, { ...by('en'), viewport: DESK })
    const { page } = phone
    await page.goto('/report')
    await skipTo(page, 0, 10)
    await press(page, 'send')
    await press(page, 'without')
    await press(page, 'receipt')
    const note = await page.locator('#note').inputValue()
    await page.goto('/report/check')
    await expectAccessible(page, 'check')
    await page.setViewportSize({ width: 320, height: 640 })
    await expectNoSidewaysScroll(page, 'check')
    await page.setViewportSize(DESK)
    await page.context().setOffline(true)
    const verdict = async (text: string) => {
      await page.locator('#note').fill(text)
      await page.locator('button.main').click()
      await page.waitForFunction(() => document.getElementById('verdict')!.textContent !== '')
      return page.locator('#verdict').textContent()
    }
    expect(await verdict(note)).toContain('This note is real')
    await page.locator('#verdict').evaluate((element) => (element.textContent = ''))
    expect(await verdict(note.replace(/"content": ".{4}/, '"content": "0000'))).toContain(
      'not what was signed',
    )
    await shoot(page, 'door-en-6-check')
    expect(phone.problems).toEqual([])
    await phone.close()
  })

  describe('with JavaScript, to a team with recipients', () => {
    beforeAll(async () => {
      expect((await staff('POST', '/intake/keys', { passphrase: PASSPHRASE })).status).toBe(204)
    })

    it('what is typed leaves the phone sealed, is read by who unlocked, and a file arrives through cut lines', async () => {
      // Door keys are looked up every ten seconds.
      const phone = await visit(browser, site, by('en'))
      const { page } = phone
      const sent: string[] = []
      page.on('request', (request) => void sent.push(request.postDataBuffer()?.toString('latin1') ?? ''))
      const mode = words.in('en')('readers.modeBrowser')
      await expect
        .poll(
          async () => {
            await page.goto('/report')
            await press(page, 'next')
            return page.locator('#mode').textContent()
          },
          { timeout: 30_000, interval: 1000 },
        )
        .toBe(mode)
      await press(page, 'next')
      await press(page, 'next')
      await page.locator('#story').fill(CANARY)
      await press(page, 'next')
      await press(page, 'back')
      expect(await page.locator('#story').inputValue()).toBe(CANARY)
      await press(page, 'next')
      await skipTo(page, 4, 10)
      await shoot(page, 'door-en-7-review-sealed')
      expect(await page.locator('dl.told').textContent()).toContain(CANARY)
      await press(page, 'send')
      expect(await page.locator('main').textContent()).toContain(words.in('en')('how.browser'))
      const code = await codeOn(page)
      await page.locator('#typed').fill(code)
      await press(page, 'check')

      await page.goto('/report/return')
      await page.locator('#typed').fill(code)
      await press(page, 'open')
      await page.locator('#text').fill(`${CANARY} again`)
      await press(page, 'message')
      expect(await page.locator('.message.reporter p').textContent()).toBe(words.in('en')('sealed.message'))
      await shoot(page, 'door-en-8-held-sealed')
      expect(sent.filter((body) => body.includes(CANARY))).toEqual([])

      // Every third piece is cut off on its way.
      let pieces = 0
      await page.route('**/report/upload', (route) =>
        route.request().headers()['x-upload'] && ++pieces % 3 === 0 ? route.abort() : route.continue(),
      )
      const text = Buffer.from(`${CANARY}\n`.repeat(36_000))
      await page.locator('#upload').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: text })
      await page.locator('main button[name=go][value=file]').click()
      await page.locator('.files li').waitFor({ timeout: 60_000 })
      expect(pieces).toBeGreaterThan(4)

      const id = await unread({ locked: true })
      const locked = (await (await staff('GET', `/intake/reports/${id}`)).json()) as {
        locked: boolean
        report: { story: string }
      }
      expect([locked.locked, locked.report.story]).toEqual([true, ''])
      expect((await staff('POST', '/intake/keys/unlock', { passphrase: 'wrong' })).status).toBe(422)
      expect((await staff('POST', '/intake/keys/unlock', { passphrase: PASSPHRASE })).status).toBe(204)
      const opened = (await (await staff('GET', `/intake/reports/${id}`)).json()) as {
        report: { story: string }
        messages: { text: string }[]
      }
      expect([opened.report.story, opened.messages[0]?.text]).toEqual([CANARY, `${CANARY} again`])
      const { files } = (await (await staff('GET', `/intake/reports/${id}/files`)).json()) as {
        files: { id: string }[]
      }
      const file = await staff('GET', `/intake/reports/${id}/files/${files[0]!.id}`)
      expect(Buffer.from(await file.arrayBuffer()).equals(text)).toBe(true)
      // Once it was opened, its reporter reads it again by the code.
      await comeBack(page, code)
      expect(await page.locator('dl.told').textContent()).toContain(CANARY)
      expect([phone.problems, phone.outside, site.faults]).toEqual([[], [], []])
      await phone.close()
    }, 120_000)

    it('a colleague sees a sealed report, unlocks it and reads', async () => {
      const desk = await visit(browser, site, { ...by('en'), viewport: DESK })
      const { page } = desk
      await page.goto(await link())
      await page.goto('/reports')
      const field = page.locator('input[type=password]').first()
      await field.waitFor()
      await shoot(page, 'door-en-9-locked')
      await field.fill(PASSPHRASE)
      await page.getByRole('button', { name: 'Unlock' }).click()
      await field.waitFor({ state: 'detached' })
      await page.goto('/reports')
      await page.locator('details.card > summary').click()
      await expectAccessible(page, 'recipients')
      await shoot(page, 'door-en-10-recipients')
      await desk.close()
    }, 60_000)
  })

  it('leaves the canary nowhere on the disk: database, log of it, corpus, files', async () => {
    const folder = site.platform.config.dataFolder
    const { readdirSync } = await import('node:fs')
    const found: string[] = []
    let seen = 0
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      seen++
      const path = join(entry.parentPath, entry.name)
      if (readFileSync(path).includes(CANARY)) found.push(path)
    }
    expect(seen).toBeGreaterThan(100)
    expect(found).toEqual([])
  })
})

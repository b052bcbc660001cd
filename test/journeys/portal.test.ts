import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTranslator, mainLanguages } from '#platform/i18n'
import {
  DESK,
  expectAccessible,
  expectNoSidewaysScroll,
  hireStaff,
  openBrowser,
  openTestSite,
  PHONE,
  shoot,
  signIn,
  type Visit,
  visit,
} from '#test/browser'

const words = createTranslator('portal')
const EXIT = 'https://www.wikipedia.org/'
type Language = (typeof mainLanguages)[number]

const told: Readonly<Record<Language, { story: string; place: string; answer: string }>> = {
  en: {
    story: 'My employer keeps my passport.',
    place: 'Port Aurel',
    answer: 'We believe you. Can you talk on Sunday?',
  },
  fr: { story: 'Mon patron garde mon passeport.', place: 'Port Aurel', answer: 'Nous vous croyons.' },
  es: { story: 'Mi jefe tiene mi pasaporte.', place: 'Port Aurel', answer: 'Le creemos.' },
  ar: {
    story: 'صاحب العمل يحتجز جواز سفري.',
    place: 'بورت أوريل',
    answer: 'نحن نصدقك. هل يمكنك الحديث يوم الأحد؟',
  },
}

describe('the public door in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let staff: Awaited<ReturnType<typeof signIn>>

  beforeAll(async () => {
    const worker = await hireStaff(site, 'intake_worker')
    staff = await signIn(site, await worker.link())
  })

  /** Presses a button and waits for the page it leads to: loaded anew, or put in place by the page's script. */
  const press = async (page: Page, value: string) => {
    const body = await page.locator('body').elementHandle()
    const loaded = page.waitForEvent('load').catch(() => undefined)
    await page.locator(`main button[name=go][value=${value}]`).click()
    const replaced = page.waitForFunction((old) => !old?.isConnected, body).catch(() => undefined)
    await Promise.race([loaded, replaced])
  }
  const heading = async (page: Page) => (await page.locator('main h1').textContent())?.trim()
  const languageOf = (locale: string) => ({ locale, extraHTTPHeaders: { 'accept-language': locale } })

  type Look = (name: string) => Promise<void>

  /** The whole way from the first question to the last page; `look` is called on every page. Answers with the code. */
  async function report(page: Page, language: Language, look: Look): Promise<string> {
    await page.goto('/report')
    await look('01-safe')
    await page.locator('input[name=safe][value=not_sure]').check()
    await press(page, 'next')
    await look('02-readers')
    await press(page, 'next')
    await look('03-about')
    await page.locator('input[name=about][value=me]').check()
    await press(page, 'next')
    await page.locator('#story').fill(told[language].story)
    await look('04-story')
    await press(page, 'next')
    await page.locator('input[value=retention_of_identity_documents]').check()
    await page.locator('input[value=withholding_of_wages]').check()
    await look('05-signs')
    await press(page, 'next')
    await look('06-child')
    await press(page, 'skip')
    await page.locator('#place').fill(told[language].place)
    await look('07-place')
    await press(page, 'next')
    await page.locator('input[name=since][value=now]').check()
    await look('08-since')
    await press(page, 'next')
    await page.locator('input[name=wanted][value=only_here]').check()
    await look('09-contact')
    await press(page, 'next')
    await page.locator('input[name=share][value=police]').check()
    await page.locator('input[name=share][value=statistics]').check()
    await look('10-share')
    await press(page, 'next')
    await look('11-review')
    await press(page, 'send')
    await look('12-code')
    const code = await page.locator('form[data-code]').getAttribute('data-code')
    await page.locator('#typed').fill(code!.slice(0, -1))
    await press(page, 'check')
    await look('13-code-wrong')
    await page.locator('#typed').fill(code!)
    await press(page, 'check')
    await look('14-done')
    expect(await heading(page)).toBe(words.in(language)('done.heading'))
    return code!
  }

  async function comeBack(page: Page, code: string): Promise<void> {
    await page.goto('/report/return')
    await page.locator('#typed').fill(code)
    await press(page, 'open')
  }

  /** Somebody on the team answers the newest report by the API. */
  async function answer(text: string): Promise<void> {
    const { reports } = (await staff('GET', '/intake/reports?status=new')) as { reports: { id: string }[] }
    for (const { id } of reports) await staff('POST', `/intake/reports/${id}/messages`, { text })
  }

  function expectQuiet({ problems, outside }: Visit, left: string[] = []): void {
    expect(problems).toEqual([])
    expect(outside.filter((address) => !left.includes(address))).toEqual([])
    expect(site.faults).toEqual([])
  }

  describe.each(['en', 'ar'] as const)('a worker with a phone and no JavaScript, in %s', (language) => {
    const t = words.in(language)

    it('reports, leaves, comes back, reads the answer, withdraws a consent, erases', async () => {
      const phone = await visit(browser, site, { ...languageOf(language), javaScriptEnabled: false })
      const { page } = phone
      const code = await report(page, language, (name) => shoot(page, `phone-${language}-${name}`))
      expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')

      // The exit is the first thing after the skip link, and a plain link.
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('exit')
      await page.keyboard.press('Enter')
      await page.waitForURL(EXIT)
      expect(phone.outside).toEqual([EXIT])

      await answer(told[language].answer)
      await comeBack(page, code)
      await shoot(page, `phone-${language}-20-held`)
      expect(await page.locator('.message.team p').textContent()).toBe(told[language].answer)
      expect(await page.locator('dl.told').textContent()).toContain(told[language].story)
      await page.locator('input[value=police]').uncheck()
      await press(page, 'share')
      expect(await page.locator('[role=status].problem').textContent()).toBe(t('held.shareChanged'))
      expect(await page.locator('input[value=police]').isChecked()).toBe(false)
      expect(await page.locator('input[value=statistics]').isChecked()).toBe(true)
      await page.locator('input[name=sure]').check()
      await press(page, 'erase')
      await shoot(page, `phone-${language}-21-erased`)
      expect(await heading(page)).toBe(t('erased.heading'))
      await comeBack(page, code)
      expect(await page.locator('[role=alert]').textContent()).toBe(t('return.unknown'))
      expect(await page.context().cookies()).toEqual([])
      expectQuiet(phone, [EXIT])
      await phone.close()
    }, 120_000)
  })

  it('is walked by keyboard alone', async () => {
    const phone = await visit(browser, site, { ...languageOf('en'), javaScriptEnabled: false })
    const { page } = phone
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement as HTMLInputElement | null
        return `${at?.name ?? ''}=${at?.value ?? ''}`
      })
    /** Tab until it is reached: what cannot be reached within a page's controls fails. */
    const tabTo = async (wanted: string) => {
      for (let i = 0; i < 40; i++) {
        if ((await focused()).startsWith(wanted)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`not reached by keyboard: ${wanted}`)
    }
    const enter = async (wanted: string) => {
      await tabTo(wanted)
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    }
    await page.goto('/report')
    await tabTo('safe=')
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('input[name=safe]:checked').getAttribute('value')).toBe('no')
    await enter('go=next')
    await enter('go=next')
    await enter('go=skip')
    await tabTo('story=')
    await page.keyboard.type('By keyboard alone')
    await enter('go=next')
    await tabTo('signs=deception')
    await page.keyboard.press('Space')
    for (let i = 0; i < 6; i++) await enter(i === 0 ? 'go=next' : 'go=skip')
    const review = await page.locator('dl.told').textContent()
    expect(review).toContain('By keyboard alone')
    expect(review).toContain(words.in('en')('signs.deception'))
    await enter('go=send')
    const code = await page.locator('form[data-code]').getAttribute('data-code')
    await tabTo('typed=')
    await page.keyboard.type(code!)
    // A line end in the field of two lines: it spoils nothing. With the page's script Enter sends.
    await page.keyboard.press('Enter')
    await enter('go=check')
    expect(await heading(page)).toBe(words.in('en')('done.heading'))
    expectQuiet(phone)
    await phone.close()
  })

  describe.each(mainLanguages)('every page in %s', (language) => {
    it('has nothing serious for axe, light and dark, and fits at a zoom of 400 %', async () => {
      const desk = await visit(browser, site, { ...languageOf(language), viewport: DESK })
      const { page } = desk
      const isShown = language === 'en' || language === 'ar'
      const look: Look = async (name) => {
        await expectAccessible(page, `${name} ${language}`)
        // Colours are the same in every language: two of them show all there is.
        if (isShown) {
          await page.emulateMedia({ colorScheme: 'dark' })
          await expectAccessible(page, `${name} ${language} dark`, { runOnly: ['color-contrast'] })
          await page.emulateMedia({ colorScheme: 'light' })
        }
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page, `${name} ${language}`)
        await page.setViewportSize(DESK)
        if (isShown) await shoot(page, `desk-${language}-${name}`)
      }
      const code = await report(page, language, look)
      await page.goto('/report/return')
      await look('19-return')
      await answer(told[language].answer)
      await comeBack(page, code)
      await look('20-held')
      await page.locator('input[name=sure]').check()
      await press(page, 'erase')
      await look('21-erased')
      expectQuiet(desk)
      await desk.close()
    }, 180_000)
  })

  describe('with JavaScript', () => {
    const history = (page: Page) => page.evaluate(() => window.history.length)

    it('leaves nothing behind: no step in the history, no cookie, no storage', async () => {
      const phone = await visit(browser, site, languageOf('en'))
      const { page } = phone
      await page.goto('/report')
      const before = await history(page)
      // As a person arrives: once by the address, then by what the pages offer.
      await page.locator('a[href="/report/return"]').click()
      await page.locator('#typed').waitFor()
      await page.locator('main a[href="/report"]').click()
      await page.locator('input[name=safe][value=no]').check()
      await press(page, 'next')
      await press(page, 'next')
      await press(page, 'back')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
      await page.locator('button[value=fr]').click()
      await page.locator('html[lang=fr]').waitFor()
      expect([await history(page), new URL(page.url()).pathname]).toEqual([before, '/report'])
      const stored = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
      }))
      expect(stored).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0 })
      expect(await page.context().cookies()).toEqual([])
      expect(await page.title()).toBe(words.in('fr')('title'))
      expectQuiet(phone)
      await phone.close()
    })

    it.each(['a click', 'Shift three times'])(
      'blanks the page and leaves by %s; Back shows no form',
      async (how) => {
        const phone = await visit(browser, site, languageOf('en'))
        const { page } = phone
        await page.goto('/report')
        await press(page, 'next')
        let blank: boolean | undefined
        await page.exposeFunction('seen', (hidden: boolean) => void (blank = hidden))
        await page.evaluate(() =>
          addEventListener('beforeunload', () =>
            (window as unknown as { seen(hidden: boolean): void }).seen(
              document.documentElement.hidden && document.body.textContent === '',
            ),
          ),
        )
        if (how === 'a click') await page.locator('#exit').click()
        else {
          await page.keyboard.press('Shift')
          await page.keyboard.press('Shift')
          expect(await page.locator('#heard').textContent()).toBe(words.in('en')('exitMore'))
          await page.keyboard.press('Shift')
        }
        await page.waitForURL(EXIT)
        await expect.poll(() => blank).toBe(true)
        await page.goBack().catch(() => null)
        expect(await page.locator('form').count()).toBe(0)
        expect(phone.outside).toEqual([EXIT])
        await phone.close()
      },
    )

    it.each(['en', 'ar'] as const)(
      'in %s, Enter sends a code, though its field has two lines',
      async (language) => {
        const phone = await visit(browser, site, languageOf(language))
        const { page } = phone
        const code = await report(page, language, async () => {})
        await page.goto('/report/return')
        await page.locator('#typed').fill(code.replace(' ', '\n'))
        await page.locator('#typed').press('Enter')
        await page.locator('input[name=held]').first().waitFor({ state: 'attached' })
        expect(await page.locator('main').textContent()).toContain(told[language].story)
        await phone.close()
      },
    )

    it('closes what a code opened when it is left open for half an hour, and no sooner', async () => {
      const phone = await visit(browser, site, languageOf('en'))
      const { page } = phone
      const code = await report(page, 'en', async () => {})
      await page.clock.install()
      await page.goto('/report/return')
      await page.locator('#typed').fill(code)
      await press(page, 'open')
      expect(await page.locator('main').textContent()).toContain(told.en.story)
      await page.clock.fastForward('29:00')
      expect(await page.locator('main').textContent()).toContain(told.en.story)
      await page.clock.fastForward('02:00')
      await page.getByText(words.in('en')('leftOpen')).waitFor()
      expect(await page.locator('html').textContent()).not.toContain(told.en.story)
      expect(await page.locator('input[name=held]').count()).toBe(0)
      await phone.close()
    })

    it('keeps what was typed when the network fails, and sends it when it is back', async () => {
      const phone = await visit(browser, site, languageOf('en'))
      const { page } = phone
      await page.goto('/report')
      for (let i = 0; i < 3; i++) await press(page, 'next')
      await page.locator('#story').fill('Typed on a train')
      await page.context().setOffline(true)
      await page.locator('button[value=next]').click()
      await page.locator('#unsent').waitFor()
      expect(await page.locator('#unsent').textContent()).toBe(words.in('en')('unsent'))
      expect(await page.locator('#story').inputValue()).toBe('Typed on a train')
      await shoot(page, 'phone-en-30-offline')
      await page.context().setOffline(false)
      await press(page, 'next')
      await press(page, 'back')
      expect(await page.locator('#story').inputValue()).toBe('Typed on a train')
      await phone.close()
    })
  })

  it('weighs at most 50 KB as it comes over the wire', async () => {
    const phone = await visit(browser, site, { ...languageOf('ar'), viewport: PHONE })
    const answers: Promise<Buffer>[] = []
    phone.page.on('response', (response) => void answers.push(response.body()))
    await phone.page.goto('/report', { waitUntil: 'networkidle' })
    const sizes = (await Promise.all(answers)).map(({ length }) => length)
    // The page and its script; the icon is in the page.
    expect(sizes).toHaveLength(2)
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(50_000)
    await phone.close()
  })
})

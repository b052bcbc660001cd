import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTranslator } from '#platform/i18n'
import {
  buildWorkbench,
  DESK,
  expectAccessible,
  expectNoSidewaysScroll,
  hireStaff,
  openBrowser,
  openTestSite,
  PHONE,
  settled,
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (namespace: string, language = 'en') => createTranslator(namespace).in(language)
const EARLIER =
  'A woman at the Seaview guesthouse. Mister Belov keeps her papers. Her phone is 0721 555 6677.'
const CALL = 'She cooks at the Seaview guesthouse, Mister Belov has her passport. Call +40 721 555 66 77.'
const NAMING = 'It is somebody from your own hotline who drives them: the intake worker.'

describe('the desk in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let worker: Awaited<ReturnType<typeof hireStaff>>
  let colleague: Awaited<ReturnType<typeof hireStaff>>
  let administrator: Awaited<ReturnType<typeof hireStaff>>
  let ask: Awaited<ReturnType<typeof signIn>>

  beforeAll(async () => {
    await buildWorkbench()
    worker = await hireStaff(site, 'intake_worker')
    colleague = await hireStaff(site, 'case_worker')
    administrator = await hireStaff(site, 'administrator')
    ask = await signIn(site, await colleague.link())
    await ask('POST', '/intake/reports', {
      channel: 'walk_in',
      language: 'en',
      report: { story: EARLIER, place: 'Mangalia', child: 'no' },
    })
  }, 240_000)

  const enter = async (page: Page, link: string) => {
    await page.goto(link)
    await page.locator('nav').first().waitFor()
  }
  const countReports = async (page: Page) => {
    await page.goto('/reports')
    await settled(page)
    return page.locator('main table tbody tr').count()
  }

  it('lets a hotline worker enter a call, give its code, find the likely duplicate, and be recused', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const [t, reports] = [words('wb-desk'), words('wb-reports')]
    await enter(page, await worker.link())
    await page.goto('/reports')
    await page.locator('main table tbody tr').first().waitFor()

    // The form opens by its key, and is filled in and kept by the keyboard alone.
    await page.keyboard.press('n')
    const story = page.getByLabel(t('ask.story'))
    await story.waitFor()
    await page
      .getByRole('radiogroup', { name: t('ask.safe') })
      .getByRole('radio', { name: reports('said.no'), exact: true })
      .focus()
    await page.keyboard.press('Space')
    await story.focus()
    await page.keyboard.type(CALL)
    await page.getByLabel(t('ask.place')).focus()
    await page.keyboard.type('near Mangalia')
    await page.getByRole('button', { name: t('contact.add') }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel(t('contact.address')).focus()
    await page.keyboard.type('+40 721 555 66 77')
    await expectAccessible(page, 'entering a report')
    await shoot(page, 'desk-en-enter')
    await page.keyboard.press('Control+Enter')

    const pieces = page.locator('.enter-code li')
    await pieces.first().waitFor()
    const code = (await pieces.allTextContents()).join(' ')
    expect(code.split(' ')).toHaveLength(7)
    const heard = page.getByLabel(t('code.heard'))
    await heard.fill(code.replace(/\w+ (\w+)/, 'zoo $1'))
    await page.getByText(t('code.wrong', { position: 1 })).waitFor()
    await heard.fill(code.toUpperCase())
    await page.getByText(t('code.right')).waitFor()
    await expectAccessible(page, 'giving the code')
    await shoot(page, 'desk-en-code')
    await page.getByRole('button', { name: t('code.done') }).click()
    await page.getByText(CALL).waitFor()

    // The caller comes back at the public door with what they wrote down.
    const caller = await visit(browser, site, { viewport: PHONE, javaScriptEnabled: false, locale: 'en' })
    await caller.page.goto('/report/return')
    await caller.page.locator('#typed').fill(code)
    await caller.page.getByRole('button', { name: words('portal')('return.open') }).click()
    await caller.page.getByText(CALL).waitFor()
    await caller.close()

    const card = page.locator('section', { has: page.getByRole('heading', { name: t('duplicates.title') }) })
    await card.getByText(t('duplicates.reason.phone')).waitFor()
    await card.getByText(t('duplicates.reason.name')).waitFor()
    expect(await card.getByRole('article').count()).toBe(1)
    await expectAccessible(page, 'a report with its likely duplicate')
    await shoot(page, 'desk-en-report')
    await card.getByRole('button', { name: t('duplicates.verdict.same') }).click()
    await card.getByRole('heading', { name: t('duplicates.decided') }).waitFor()

    // A report comes that names the worker; a colleague sees it first.
    const before = await countReports(page)
    const named = (await ask('POST', '/intake/reports', {
      channel: 'walk_in',
      language: 'en',
      report: { story: `${NAMING} ${CALL}`, place: 'Mangalia', safe: 'no' },
    })) as { id: string }
    expect(await countReports(page)).toBe(before + 1)
    const coworker = await visit(browser, site, { viewport: DESK, locale: 'en' })
    await enter(coworker.page, await colleague.link())
    await coworker.page.goto(`/reports/${named.id}`)
    await coworker.page.getByText(NAMING).waitFor()
    await coworker.page.getByRole('button', { name: t('recusal.namesColleague') }).click()
    const dialog = coworker.page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: t('recusal.colleague') }).click()
    await coworker.page.getByRole('option', { name: worker.name }).click()
    await dialog.getByRole('button', { name: t('recusal.hide') }).click()
    await coworker.page.getByText(t('recusal.because.names_colleague')).waitFor()
    await expectAccessible(coworker.page, 'a recusal')
    await coworker.close()

    expect(await countReports(page)).toBe(before)
    await page.goto(`/reports/${named.id}`)
    // What is not there has no heading of its own: it says so, as for any id that never was.
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByText(NAMING).count()).toBe(0)
    // Neither is it among what looks like the other two.
    await page.goto('/reports')
    await page.locator('main table tbody tr a').first().click()
    await page.getByRole('heading', { name: t('duplicates.title') }).waitFor()
    await settled(page)
    expect(await page.content()).not.toContain(named.id.slice(0, 8))
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 240_000)

  it.each([
    ['en', DESK],
    ['ar', DESK],
    ['en', PHONE],
    ['ar', PHONE],
  ] as const)(
    'has nothing serious for axe, and nothing to scroll sideways, in %s at %o',
    async (language, viewport) => {
      const desk = await visit(browser, site, { viewport, locale: language })
      const { page } = desk
      const size = viewport === PHONE ? 'phone' : 'desk'
      await enter(page, await colleague.link())
      await page.goto('/reports')
      await settled(page)
      const first = await page.locator('main table tbody tr a').first().getAttribute('href')
      for (const place of ['/reports', '/reports/enter', '/reports/statistics', first!]) {
        await page.goto(place)
        await settled(page)
        await expectAccessible(page, `${place} ${language} ${size}`)
        if (place !== '/reports') await expectNoSidewaysScroll(page, `${place} ${language} ${size}`)
        const name = place === first ? 'report' : place.slice(1).replace('/', '-')
        await shoot(page, `desk-${language}-${size}-${name}`)
      }
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    240_000,
  )

  it.each(['/report', '/report/return', '/report/check', '/report/my-case', '/', '/sign-in'])(
    'is embedded in no page of a partner, who links to it: %s',
    async (path) => {
      const { headers } = await fetch(`${site.origin}${path}`)
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-frame-options')).toBe('DENY')
    },
  )

  it('lets an administrator hand over what a colleague saw to, and lock them out', async () => {
    const leaver = await ask('GET', '/auth/colleagues').then((all) =>
      (all as { id: string; role: string }[]).find(({ role }) => role === 'intake_worker'),
    )
    const { reports } = (await ask('GET', '/intake/reports')) as { reports: { id: string }[] }
    const mine = await signIn(site, await worker.link())
    const seen = ((await mine('GET', '/intake/reports')) as { reports: { id: string }[] }).reports[0]!
    await ask('PUT', `/intake/reports/${seen.id}/responsible`, { userId: leaver!.id })
    const office = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = office
    const t = words('wb-desk')
    await enter(page, await administrator.link())
    await page.goto('/staff')
    const row = page.locator('main table tbody tr', { hasText: worker.email })
    await row.getByRole('button', { name: t('handOver.short') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(t('handOver.held', { reports: 1, cases: 0, tasks: 0 })).waitFor()
    await expectAccessible(page, 'handing over')
    await shoot(page, 'desk-en-hand-over')
    await dialog.getByRole('combobox', { name: t('handOver.to') }).click()
    await page.getByRole('option', { name: colleague.name }).click()
    await dialog.getByRole('button', { name: t('handOver.action') }).click()
    await dialog.getByRole('status').waitFor()
    await expect(mine('GET', '/intake/reports')).rejects.toThrow(/40[13]/)
    const after = (await ask('GET', '/intake/reports')) as {
      reports: { id: string; responsible: string | null }[]
    }
    expect(after.reports.find(({ id }) => id === seen.id)?.responsible).toBe(colleague.id)
    expect(after.reports.length).toBe(reports.length)
    expect([office.problems, office.outside, site.faults]).toEqual([[], [], []])
    await office.close()
  }, 120_000)
})

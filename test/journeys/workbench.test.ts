import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTranslator } from '#platform/i18n'
import {
  buildWorkbench,
  DESK,
  expectAccessible,
  hireStaff,
  openBrowser,
  openTestSite,
  settled,
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (namespace: string, language = 'en') => createTranslator(namespace).in(language)
const PLACES = ['/', '/reports', '/patterns', '/map', '/cases', '/law', '/sources'] as const
const STORY = 'They keep my passport and I sleep in the kitchen.'

describe('the workbench in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let worker: Awaited<ReturnType<typeof hireStaff>>
  let administrator: Awaited<ReturnType<typeof hireStaff>>

  beforeAll(async () => {
    await buildWorkbench()
    worker = await hireStaff(site, 'intake_worker')
    administrator = await hireStaff(site, 'administrator')
    const colleague = await signIn(site, await worker.link())
    await colleague('POST', '/intake/reports', {
      channel: 'phone',
      language: 'en',
      report: { safe: 'yes', place: 'Veld' },
    })
    await colleague('POST', '/intake/reports', {
      channel: 'walk_in',
      language: 'en',
      report: {
        safe: 'no',
        since: 'now',
        story: STORY,
        place: 'Port Aurel',
        signs: ['retention_of_identity_documents', 'restriction_of_movement'],
      },
    })
  }, 180_000)

  const enter = async (page: Page, link: string) => {
    await page.goto(link)
    await page.locator('nav').first().waitFor()
  }

  it('lets a hotline worker answer a report, open a case from it, screen, and see rights with their clocks', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const [reports, cases] = [words('wb-reports'), words('wb-cases')]
    await enter(page, await worker.link())
    await page.goto('/reports')
    const rows = page.locator('main table tbody tr')
    await rows.nth(1).waitFor()
    expect(await rows.first().textContent()).toContain('Port Aurel')
    expect(await rows.first().textContent()).toContain(cases('danger.immediate'))
    await rows.first().locator('a').first().click()
    await page.getByText(STORY).waitFor()
    await page.getByLabel(reports('talk.write')).fill('Thank you. We can meet you today.')
    await page.getByRole('button', { name: reports('talk.send') }).click()
    await page.locator('.report-message-team', { hasText: 'We can meet you today.' }).waitFor()
    await shoot(page, 'workbench-en-report')

    await page.getByRole('button', { name: reports('report.toCase') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: cases('open.jurisdiction') }).fill('United King')
    await page
      .getByRole('option', { name: /united kingdom/i })
      .first()
      .click()
    await dialog.getByRole('button', { name: cases('open.action') }).click()
    await page.waitForURL(/\/cases\/[^/?]+/)
    await settled(page)
    const code = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1)!)

    await page.getByRole('tab', { name: cases('tab.screening') }).click()
    await page.getByRole('button', { name: words('wb-screening')('begin') }).click()
    const indicator = page.getByRole('radiogroup', {
      name: cases('indicator.retention_of_identity_documents'),
    })
    await indicator.getByText(cases('mark.yes'), { exact: true }).click()
    await page.getByRole('button', { name: cases('screening.keep') }).click()
    await page.getByText(cases('outcome.look_closer')).first().waitFor()
    await expectAccessible(page, 'screening')
    await shoot(page, 'workbench-en-screening')

    await page.getByRole('tab', { name: cases('tab.law') }).click()
    const rights = page.locator('article.law-right')
    await rights.first().waitFor()
    // Nothing runs before there is a day to run from; once there is, the law is asked again.
    await page.getByRole('combobox', { name: 'How far recognition has gone' }).click()
    await page.getByRole('option', { name: 'Decision on reasonable grounds' }).click()
    await page.getByRole('heading', { name: cases('standing.due_now') }).waitFor()
    const today = new Date().toISOString().slice(0, 10)
    await page.getByLabel('day of the reasonable-grounds decision').fill(today)
    await rights
      .getByText(/ · in \d+ /)
      .first()
      .waitFor()
    await expectAccessible(page, 'law and rights')
    await shoot(page, 'workbench-en-rights')

    const colleague = await signIn(site, await worker.link())
    const filed = (await colleague('GET', '/intake/reports')) as { reports: { caseCode: string | null }[] }
    expect(filed.reports.map(({ caseCode }) => caseCode)).toContain(code)
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it.each(['en', 'ar'])(
    'has nothing serious for axe on any page, in %s',
    async (language) => {
      const desk = await visit(browser, site, { viewport: DESK, locale: language })
      const { page } = desk
      await page.goto('/sign-in')
      await page.locator('main h1').waitFor()
      await expectAccessible(page, `/sign-in ${language}`)
      await enter(page, await worker.link())
      expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
      for (const place of PLACES) {
        await page.goto(place)
        await settled(page)
        await expectAccessible(page, `${place} ${language}`)
        await shoot(page, `workbench-${language}-${place.slice(1) || 'today'}`)
      }
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()

      const office = await visit(browser, site, { viewport: DESK, locale: language })
      await enter(office.page, await administrator.link())
      for (const place of ['/staff', '/audit']) {
        await office.page.goto(place)
        await settled(office.page)
        await expectAccessible(office.page, `${place} ${language}`)
        await shoot(office.page, `workbench-${language}-${place.slice(1)}`)
      }
      expect([office.problems, office.outside, site.faults]).toEqual([[], [], []])
      await office.close()
    },
    180_000,
  )

  it('takes a passkey, and lets its owner in by it', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const t = words('workbench')
    const authenticator = await page.context().newCDPSession(page)
    await authenticator.send('WebAuthn.enable')
    await authenticator.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await enter(page, await worker.link())
    await page.goto('/security')
    await page.getByRole('button', { name: t('security.addPasskey') }).click()
    await page.getByText(t('security.thisDevice')).waitFor()
    await expectAccessible(page, '/security')

    await page.context().clearCookies()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: t('signIn.passkey') }).click()
    await page.locator('nav').first().waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  })
})

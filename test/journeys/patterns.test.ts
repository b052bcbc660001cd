import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { detect } from '#detect'
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
import { townWithRings } from '#test/ring'

const words = (namespace: string) => createTranslator(namespace).in('en')
const [t, say, cases] = [words('wb-review'), words('wb-patterns'), words('wb-cases')]

describe('patterns in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  const staff = new Map<string, Awaited<ReturnType<typeof hireStaff>>>()

  beforeAll(async () => {
    await buildWorkbench()
    await site.platform.corpus.insert('sources_ad', townWithRings())
    await detect({ corpus: site.platform.corpus })
    for (const role of ['analyst', 'case_worker', 'investigator'])
      staff.set(role, await hireStaff(site, role))
  }, 180_000)

  const enter = async (page: Page, role: string, place: string) => {
    await page.goto(await staff.get(role)!.link())
    await page.locator('nav').first().waitFor()
    await page.goto(place)
    await page.locator('main h1').first().waitFor()
  }

  it('an analyst divides, decides and takes back by the keyboard alone, and the receipt is computed again', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const { keyboard } = page
    const title = page.locator('main h1')
    await enter(page, 'analyst', '/patterns')
    await page.locator('[data-row-link]').nth(1).waitFor()
    await settled(page)
    await shoot(page, 'patterns-en-list')
    await expectAccessible(page, '/patterns')
    await keyboard.press('j')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: say('against') }).waitFor()
    const whole = await title.textContent()

    // Divided: what is ticked goes apart.
    await keyboard.press('s')
    const dialog = page.getByRole('dialog')
    const box = dialog.getByRole('checkbox').first()
    await box.focus()
    await keyboard.press('Space')
    await dialog.getByText(/^[1-9]\d* posts go apart, [1-9]\d* stay\.$/).waitFor()
    await expectAccessible(page, 'divide')
    await shoot(page, 'patterns-en-split')
    await keyboard.press('Shift+Tab')
    await dialog.getByRole('textbox').focus()
    await keyboard.type('other hands')
    await keyboard.press('Enter')
    await page.getByText(t('made.split')).waitFor()
    await page.getByText('other hands').waitFor()
    const divided = await title.textContent()
    expect(divided).not.toBe(whole)

    // Two keystrokes a verdict, one to take it back.
    await dialog.waitFor({ state: 'detached' })
    await keyboard.press('v')
    await keyboard.press('r')
    await page.locator('.page-head').getByText(say('review.rejected')).waitFor()
    await keyboard.press('z')
    await page.locator('.page-head').getByText(say('review.open')).waitFor()
    await page.getByRole('button', { name: t('undo.action') }).focus()
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: whole! }).waitFor()
    await page.getByText(t('made.split')).waitFor({ state: 'detached' })

    // The evidence graph is walked without a mouse, and says where one is.
    await keyboard.press('2')
    const graph = page.getByRole('application')
    await graph.focus()
    await graph.locator('canvas').first().waitFor({ state: 'attached' })
    const here = page.locator('.graph-here')
    const before = await here.textContent()
    await keyboard.press('ArrowRight')
    await keyboard.press('Enter')
    await expect.poll(() => here.textContent()).not.toBe(before)
    await shoot(page, 'patterns-en-graph')
    await expectAccessible(page, 'graph')
    for (const [key, name] of [
      ['3', 'time'],
      ['1', 'wordings'],
    ] as const) {
      await page.getByRole('tab', { name: say(`tab.${name}`) }).focus()
      await keyboard.press(key)
      await page.getByRole('tab', { name: say(`tab.${name}`), selected: true }).waitFor()
      await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
      await expectAccessible(page, name)
      await shoot(page, `patterns-en-${name}`)
    }

    await keyboard.press('c')
    await dialog.getByText(t('receipt.verify')).waitFor()
    await dialog.getByRole('button', { name: t('receipt.verify') }).press('Enter')
    await dialog.getByText(/Computed again from 60 observations, and the same\./).waitFor()
    await dialog.getByText(t('receipt.signedHere'), { exact: true }).waitFor()
    await expectAccessible(page, 'receipt')
    await shoot(page, 'patterns-en-receipt')
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await keyboard.press('v')
    await keyboard.press('a')
    await page.locator('.page-head').getByText(say('review.accepted')).waitFor()
    await keyboard.press('n')
    await expect.poll(() => title.textContent()).not.toBe(whole)
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 60_000)

  it('a case worker makes a case of the lead, and the case keeps the receipt', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, 'case_worker', '/cases')
    await page
      .getByRole('region', { name: cases('leads.title') })
      .getByRole('button', { name: cases('leads.take') })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: cases('open.jurisdiction') }).fill('United King')
    await page
      .getByRole('option', { name: /united kingdom/i })
      .first()
      .click()
    await dialog.getByRole('button', { name: cases('open.action') }).click()
    await page.waitForURL(/\/cases\/[^/?]+/)
    const custody = page.getByRole('region', { name: t('custody.title') })
    await custody.getByText(t('custody.opened')).waitFor()
    await custody.getByRole('button', { name: t('receipt.title') }).click()
    await dialog.getByText('asylia-detect/').waitFor()
    await dialog.locator('.mono').first().waitFor()
    await expectAccessible(page, 'custody')
    await shoot(page, 'patterns-en-custody')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 60_000)

  it('an investigator decides pairs of records by the keyboard, and what was joined comes apart', async () => {
    const colleague = await signIn(site, await staff.get('investigator')!.link())
    const csv =
      'id,given name,surname,date of birth,town\na,Amina,Canary,1994-03-02,Veld\nb,Aminah,Canary,1994-03-02,Veld\nc,Bruno,Wagtail,1971-11-30,Port Aurel\n'
    const { id } = (await colleague('POST', '/detect/people', {
      title: 'two shelters',
      why: 'one person helped twice',
      files: [{ name: 'shelter.csv', csv }],
    })) as { id: string }
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, 'investigator', `/people/${id}`)
    await page.locator('.pair-line').first().waitFor()
    await page.keyboard.press('j')
    await page.getByText('Aminah').waitFor()
    await page.keyboard.press('v')
    await page.keyboard.press('s')
    await page.getByRole('heading', { name: t('people.persons') }).waitFor()
    await expectAccessible(page, 'pair')
    await shoot(page, 'people-en-pair')
    await page.keyboard.press('z')
    await page.getByRole('heading', { name: t('people.persons') }).waitFor({ state: 'detached' })
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 60_000)

  it('an analyst says of a sign whether it holds, and takes it back', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, 'analyst', '/patterns')
    await page.locator('[data-row-link]').first().click()
    const card = page.locator('section', { has: page.getByRole('heading', { name: say('signs.title') }) })
    const others = card.locator('summary')
    await others.click()
    await card.scrollIntoViewIfNeeded()
    await shoot(page, 'patterns-en-signs')
    await expectAccessible(page, 'signs')
    const before = await card.getByRole('button', { name: say('signs.takeBack') }).count()
    await card
      .getByRole('button', { name: say('signs.does_not_hold') })
      .last()
      .click()
    await card
      .getByRole('button', { name: say('signs.takeBack') })
      .nth(before)
      .click()
    await page.getByText(say('signs.back')).waitFor()
    await card
      .getByRole('button', { name: say('signs.takeBack') })
      .nth(before)
      .waitFor({ state: 'detached' })
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page, 'signs on a phone')
    await card.scrollIntoViewIfNeeded()
    await shoot(page, 'patterns-en-signs-phone')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 60_000)

  it('reads in Arabic and on a phone', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'ar' })
    await enter(desk.page, 'analyst', '/patterns')
    await settled(desk.page)
    await shoot(desk.page, 'patterns-ar-list')
    const to = await desk.page.locator('[data-row-link]').first().getAttribute('href')
    for (const place of [`${to}`, `${to}?tab=links`]) {
      await desk.page.goto(place)
      await desk.page.locator('main h1').first().waitFor()
      await settled(desk.page)
      await expectAccessible(desk.page, `${place} ar`)
      await shoot(desk.page, `patterns-ar${place.includes('links') ? '-graph' : ''}`)
    }
    await desk.page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(desk.page, 'pattern on a phone')
    await shoot(desk.page, 'patterns-ar-phone')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 60_000)
})

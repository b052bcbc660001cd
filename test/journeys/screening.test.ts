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
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (namespace: string, language = 'en') => createTranslator(namespace).in(language)

describe('a hotline worker screens a boy of 16 found at a farm', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let worker: Awaited<ReturnType<typeof hireStaff>>
  let colleague: Awaited<ReturnType<typeof hireStaff>>

  beforeAll(async () => {
    await buildWorkbench()
    worker = await hireStaff(site, 'intake_worker')
    colleague = await hireStaff(site, 'case_worker')
  }, 180_000)

  const enter = async (page: Page, link: string) => {
    await page.goto(link)
    await page.locator('nav').first().waitFor()
  }
  const [t, cases, law] = [words('wb-screening'), words('wb-cases'), words('law')]
  let code = ''

  it('opens a case by keyboard, asks by one key an answer, and is told what the answers say and why', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, await worker.link())
    await page.goto('/cases')
    await page.locator('main h1').waitFor()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: cases('open.jurisdiction') }).fill('United King')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await dialog.getByRole('combobox', { name: cases('open.child') }).click()
    await page.getByRole('option', { name: cases('childAnswer.yes'), exact: true }).click()
    await dialog.getByRole('button', { name: cases('open.action') }).click()
    await page.waitForURL(/\/cases\/[a-z]+-\d{4}/)
    code = new URL(page.url()).pathname.split('/').at(-1)!

    await page.getByRole('tab', { name: cases('tab.screening') }).click()
    await page.getByText(t('decides')).waitFor()
    await page.getByRole('combobox', { name: t('list') }).click()
    await page.getByRole('option', { name: new RegExp(escaped(t('set.delphi-labour'))) }).click()
    await page.getByRole('button', { name: t('begin') }).click()
    const row = (id: string) => page.locator(`[data-indicator="${id}"]`)
    await row('deceptive_recruitment.nature_of_job').waitFor()
    // Deceived about the job: yes; about pay: yes; about conditions: would rather not say.
    for (const key of ['y', 'y', 'r']) await page.keyboard.press(key)
    await expect.poll(() => row('deceptive_recruitment.contract').getAttribute('data-current')).toBe('true')
    expect(await row('deceptive_recruitment.work_conditions').getAttribute('data-mark')).toBe('declined')
    // What is seen at the farm rests on what was seen there.
    await page.getByText(t('source.seen'), { exact: true }).click()
    for (const [id, mark] of [
      ['exploitation.excessive_hours', 'yes'],
      ['exploitation.no_education', 'yes'],
      ['coercion_at_destination.documents_taken', 'unknown'],
    ] as const) {
      await row(id)
        .getByText(t(`mark.${mark}`), { exact: true })
        .click()
    }
    await page.getByText(t('outcome.trafficking_indicated')).first().waitFor()
    await expectAccessible(page, 'asking')
    await shoot(page, 'screening-asking-en')
    await page.keyboard.press('Control+Enter')

    await page.getByText(t('readAs.child')).waitFor()
    await page.getByText(t('clause.strong_with_another')).first().waitFor()
    // Weights that nobody checked say so.
    await page.getByText(t('weightUncertain')).first().waitFor({ state: 'attached' })
    await shoot(page, 'screening-result-en')
    const proposal = page.getByRole('checkbox', { name: new RegExp(`^${t('element.acts')}:`) })
    await proposal.check()
    await page.getByRole('button', { name: t('confirm', { count: 1 }) }).click()
    await page.getByText(t('confirmed'), { exact: true }).waitFor()
    await page.getByText(cases('decision.possible'), { exact: true }).click()
    await page.getByLabel(cases('screening.reason')).fill('Found at the farm, no school, hours of an adult.')
    await page.getByRole('button', { name: cases('screening.decide') }).click()
    await page.getByText(cases('screening.decided')).waitFor()
    await expectAccessible(page, 'result')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it('is not asked again what he was asked before: a colleague sees the answers, and where they heard otherwise', async () => {
    const api = await signIn(site, await worker.link())
    const told = (await api('GET', `/cases/${code}/screening`)) as { screenings: { personId: string }[] }
    const other = await signIn(site, await colleague.link())
    await other('POST', `/cases/${code}/screening`, {
      set: 'delphi-labour',
      personId: told.screenings[0]!.personId,
      marks: { 'deceptive_recruitment.wages': 'no', 'coercion_at_destination.documents_taken': 'yes' },
    })
    const phone = await visit(browser, site, { viewport: PHONE, locale: 'ar' })
    const { page } = phone
    const [ar, arCases] = [words('wb-screening', 'ar'), words('wb-cases', 'ar')]
    await enter(page, await colleague.link())
    await page.goto(`/cases/${code}?tab=screening`)
    await page.getByText(ar('decides')).waitFor()
    await page.getByRole('combobox', { name: ar('list') }).click()
    await page.getByRole('option', { name: new RegExp(escaped(ar('set.delphi-labour'))) }).click()
    await page.getByText(ar('view.differ', { count: 1 })).click()
    await page.getByText(ar('differWhat')).waitFor()
    await expectAccessible(page, 'where screeners differ')
    await shoot(page, 'screening-differ-ar-phone')
    await page.getByText(ar('view.history'), { exact: true }).click()
    await page.getByText(ar('historyWhat')).waitFor()
    await expectAccessible(page, 'over time')
    await shoot(page, 'screening-history-ar-phone')
    await page.getByRole('button', { name: arCases('screening.again') }).click()
    await page.getByRole('checkbox', { name: ar('agreed') }).check()
    await page.getByRole('button', { name: ar('useAll') }).click()
    await expect
      .poll(() => page.locator('[data-indicator="exploitation.no_education"]').getAttribute('data-mark'))
      .toBe('yes')
    await page.getByRole('checkbox', { name: new RegExp(escaped(ar('short'))) }).check()
    await expectNoSidewaysScroll(page, 'asking on a phone')
    await expectAccessible(page, 'asking on a phone')
    await shoot(page, 'screening-asking-ar-phone')
    await page.getByRole('button', { name: arCases('screening.keep') }).click()
    await page.getByText(ar('readAs.child')).first().waitFor()
    await expectNoSidewaysScroll(page, 'result on a phone')
    await shoot(page, 'screening-result-ar-phone')
    const kept = (await api('GET', `/cases/${code}/screening`)) as {
      screenings: { grounds: Record<string, { reused?: { agreed: boolean } }> }[]
    }
    expect(kept.screenings.at(-1)!.grounds['exploitation.no_education']!.reused?.agreed).toBe(true)
    expect([phone.problems, phone.outside, site.faults]).toEqual([[], [], []])
    await phone.close()
  }, 120_000)

  it('is placed where a boy of 16 may stay, with the reasons told', async () => {
    const plan = words('wb-plan')
    const api = await signIn(site, await colleague.link())
    await api('POST', '/cases/shelters', {
      name: 'House Rowan',
      country: 'GBR',
      place: 'Leeds',
      address: '7 Invented Lane',
      languages: ['en'],
      eligibility: { unaccompaniedChildren: true },
      rooms: [{ name: '1', beds: 2, keptFor: 'boys' }],
    })
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, await worker.link())
    await page.goto(`/cases/${code}?tab=plan`)
    await page.getByRole('button', { name: plan('need.write') }).click()
    const need = page.getByRole('dialog')
    await need
      .getByRole('combobox', { name: plan('need.sex') })
      .first()
      .click()
    await page.getByRole('option', { name: plan('sex.male'), exact: true }).click()
    await need.getByLabel(plan('need.age')).first().fill('16')
    await need.getByRole('button', { name: words('workbench')('state.save') }).click()
    await page.getByText(plan('need.kept')).waitFor()
    await page.getByRole('button', { name: plan('place.propose') }).click()
    await page
      .getByRole('button', { name: plan('place.take') })
      .first()
      .click()
    await page.getByRole('button', { name: plan('place.free') }).waitFor()
    await shoot(page, 'screening-placed-en')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it('and his rights run: each with its law, and a clock once there is a day to run from', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, await worker.link())
    await page.goto(`/cases/${code}?tab=law`)
    await page.locator('article.law-right').first().waitFor()
    const api = await signIn(site, await worker.link())
    const page1 = (await api('GET', `/cases/${code}`)) as { version: number; facts: Record<string, unknown> }
    expect(page1.facts).toMatchObject({ 'acts.recruit': true })
    const today = new Date().toISOString().slice(0, 10)
    await api('PATCH', `/cases/${code}`, {
      version: page1.version,
      facts: { 'person.status': 'reasonable_grounds', 'events.reasonable_grounds': today },
    })
    await page.reload()
    const clock = page.locator('article.law-right').getByText(/ · in \d+ /)
    await clock.first().waitFor()
    expect(law('rights.safety')).not.toBe('rights.safety')
    await shoot(page, 'screening-rights-en')
    await desk.close()
  }, 120_000)

  it('and his referral is filled from the case, says what is missing, and leaves by duty, not by consent', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const uk = words('wb-referral-uk')
    await enter(page, await worker.link())
    await page.goto(`/cases/${code}?tab=screening`)
    await page.getByRole('link', { name: t('referUk') }).click()
    await page.getByText(uk('because.child')).waitFor()
    await page.getByText(uk('fromCase')).first().waitFor()
    await page.getByLabel('Their living conditions').fill('A barn with six others; no key.')
    await page.getByRole('button', { name: uk('keep') }).click()
    await page.getByText(uk('kept')).waitFor()
    await expectAccessible(page, 'referral')
    await expectNoSidewaysScroll(page, 'referral')
    await shoot(page, 'referral-uk-en')
    // What would be printed is there, and nothing is: a test has no printer.
    await page.evaluate(() => Object.assign(window, { print: () => undefined }))
    await page.getByRole('button', { name: uk('print') }).click()
    const paper = page.locator('.referral-uk-paper')
    await paper.getByText('A barn with six others; no key.').waitFor({ state: 'attached' })
    expect(await paper.textContent()).toContain('child duty')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    const path = new URL(page.url()).pathname
    await desk.close()

    const phone = await visit(browser, site, { viewport: PHONE, locale: 'ar' })
    await enter(phone.page, await worker.link())
    await phone.page.goto(path)
    await phone.page.getByText(words('wb-referral-uk', 'ar')('because.child')).waitFor()
    await expectNoSidewaysScroll(phone.page, 'referral on a phone')
    await expectAccessible(phone.page, 'referral on a phone')
    await shoot(phone.page, 'referral-uk-ar-phone')
    await phone.close()
  }, 120_000)

  it('a colleague finds him without a mouse, is let in by another, and then sees his name and takes a task on', async () => {
    const work = words('wb-casework')
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, await colleague.link())
    await page.goto('/cases')
    await page.locator('[data-row-link]').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(code)
    await page.keyboard.press('Tab')
    await page.locator('[data-row-link]', { hasText: code }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: cases('tab.people') }).waitFor()
    await page.keyboard.press('6')
    await page.getByRole('button', { name: work('joining.ask') }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').waitFor()
    await page.keyboard.type('I go with him to the interview')
    await expectAccessible(page, 'asking to be let in')
    await dialog.getByRole('button', { name: work('joining.ask') }).press('Enter')
    await page.getByText(work('joining.waits')).waitFor()
    expect(await page.getByRole('button', { name: cases('identity.show') }).count()).toBe(0)

    const phone = await visit(browser, site, { viewport: PHONE, locale: 'ar' })
    const ar = words('wb-casework', 'ar')
    await enter(phone.page, await worker.link())
    await phone.page.goto(`/cases/${code}?tab=access`)
    await phone.page.getByRole('button', { name: ar('joining.say.approved') }).waitFor()
    await expectAccessible(phone.page, 'letting somebody in')
    await expectNoSidewaysScroll(phone.page, 'letting somebody in')
    await shoot(phone.page, 'joining-ar-phone')
    await phone.page.getByRole('button', { name: ar('joining.say.approved') }).press('Enter')
    await phone.page.getByText(ar('joining.state.approved')).waitFor()
    await phone.close()

    await page.reload()
    await page.getByRole('button', { name: cases('identity.show') }).waitFor()
    await shoot(page, 'people-en')
    await page.keyboard.press('7')
    await page.getByRole('button', { name: work('task.add') }).press('Enter')
    await page.getByRole('dialog').getByRole('textbox').first().focus()
    await page.keyboard.type('Ask the school')
    await page.keyboard.press('Enter')
    await page.getByText('Ask the school').first().waitFor()
    await expectAccessible(page, 'tasks')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)
})

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

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
const [plan, cases, bench] = [words('wb-plan'), words('wb-cases'), words('workbench')]
type WithId = { id: string }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('a woman takes her consent back', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  const hired: Record<string, { link: () => Promise<string> }> = {}
  let code = ''

  beforeAll(async () => {
    await buildWorkbench()
    for (const role of ['case_worker', 'administrator']) hired[role] = await hireStaff(site, role)
    const { auth } = site.platform
    const { id: theirs } = await auth.createOrganisation({ name: 'Ficta Law Centre', kind: 'ngo' })
    const email = 'lawyer@ficta-law.example'
    await auth.createUser({ name: 'Reader', email, role: 'case_worker', organisation: theirs, demo: true })
    hired['partner'] = { link: () => auth.signInLink(email, 600) }

    const [worker, administrator] = [
      await signIn(site, await hired['case_worker']!.link()),
      await signIn(site, await hired['administrator']!.link()),
    ]
    ;({ code } = (await worker('POST', '/cases', { jurisdiction: 'DEU', nationality: 'KHM' })) as {
      code: string
    })
    for (const [name, type, reads] of [
      ['Ficta Law Centre', 'legal', true],
      ['Ficta Clinic', 'health', false],
    ] as const) {
      const { id } = (await worker('POST', '/cases/partners', {
        name,
        kind: 'other',
        services: [{ type, languages: ['km'] }],
        agreementUntil: inDays(300),
      })) as WithId
      if (!reads) continue
      // The answer has no body; what counts is that the directory says so afterwards.
      await administrator('PUT', `/cases/partners/${id}/organisation`, { organisation: theirs }).catch(
        () => undefined,
      )
    }
    await worker('POST', '/cases/shelters', {
      name: 'House Linden',
      country: 'DEU',
      place: 'Leipzig',
      address: '4 Invented Row',
      languages: ['km'],
      rooms: [
        { name: '1', beds: 3, keptFor: 'women' },
        { name: '2', beds: 2, keptFor: 'men' },
      ],
    })
  }, 180_000)

  const enter = async (page: Page, who: string, path: string) => {
    await page.goto(await hired[who]!.link())
    await page.locator('nav').first().waitFor()
    await page.goto(path)
    await settled(page)
  }
  const option = async (page: Page, name: string) => page.getByRole('option', { name, exact: true }).click()

  it('and every partner’s copy is shown as recalled', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, 'case_worker', `/cases/${code}?tab=plan`)

    // What she needs, and a place that fits, with why.
    await page.getByRole('button', { name: plan('need.write') }).click()
    const need = page.getByRole('dialog')
    await need
      .getByRole('combobox', { name: plan('need.sex') })
      .first()
      .click()
    await option(page, plan('sex.female'))
    await need.getByLabel(plan('need.age')).first().fill('27')
    await need.getByRole('combobox', { name: plan('need.languages') }).fill('Khmer')
    await page.getByRole('option', { name: 'Khmer' }).click()
    await page.keyboard.press('Escape')
    await need.getByLabel(plan('need.stayAwayFrom')).fill('Hamburg')
    await need.getByRole('button', { name: bench('state.save') }).click()
    await page.getByText(plan('need.kept')).waitFor()
    await page.getByRole('button', { name: plan('place.propose') }).click()
    await page.getByText(plan('reason.shared_language', { value: 'Khmer' })).waitFor()
    await shoot(page, 'plan-en-places')
    await page
      .getByRole('button', { name: plan('place.take') })
      .first()
      .click()
    await page.getByRole('button', { name: plan('place.free') }).waitFor()

    // Her consents, each for one partner.
    for (const [partner, purpose] of [
      ['Ficta Law Centre', 'legal_help'],
      ['Ficta Clinic', 'medical_help'],
    ] as const) {
      await page.getByRole('tab', { name: cases('tab.people') }).click()
      await page.getByRole('button', { name: cases('consent.add') }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('combobox', { name: cases('consent.for') }).click()
      await option(page, cases(`consent.purpose.${purpose}`))
      await dialog.getByRole('combobox', { name: plan('consentTo.partner') }).fill(partner)
      await option(page, partner)
      await dialog.getByRole('button', { name: bench('state.save') }).click()
      await dialog.waitFor({ state: 'detached' })
    }

    // Both partners are asked; what will leave is read beforehand.
    await page.getByRole('tab', { name: cases('tab.plan') }).click()
    for (const [partner, service, channel] of [
      ['Ficta Law Centre', 'legal', 'account'],
      ['Ficta Clinic', 'health', 'phone'],
    ] as const) {
      await page
        .getByRole('button', { name: plan('referral.ask') })
        .first()
        .click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('combobox', { name: plan('referral.service') }).click()
      await option(page, plan(`service.${service}`))
      await dialog.getByRole('combobox', { name: plan('referral.partner'), exact: true }).click()
      await option(page, partner)
      const preview = dialog.getByRole('region', { name: plan('referral.preview') })
      await preview.getByText(cases('consent.field.code_name')).waitFor()
      expect(await dialog.getByRole('combobox', { name: plan('referral.channel') }).inputValue()).toBe(
        plan(`channel.${channel}`),
      )
      if (service === 'legal') {
        await expectAccessible(page, 'asking a partner')
        await shoot(page, 'plan-en-ask')
      }
      await dialog.getByRole('button', { name: plan('referral.send') }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    const copies = page.getByRole('region', { name: plan('referral.title') })
    await copies.getByText(plan('copy.out')).nth(1).waitFor()
    await expectAccessible(page, 'plan')
    await shoot(page, 'plan-en-out')

    // The law centre reads its copy, and helps.
    const centre = await visit(browser, site, { viewport: DESK, locale: 'en' })
    await enter(centre.page, 'partner', '/received')
    await centre.page.getByRole('button', { name: plan('received.accept') }).click()
    await centre.page.getByText(plan('referralState.accepted')).waitFor()
    await centre.page.getByRole('button', { name: plan('received.read') }).click()
    await centre.page.getByRole('dialog').getByText(cases('consent.field.code_name')).waitFor()
    await expectAccessible(centre.page, 'received copy')
    await shoot(centre.page, 'received-en-copy')
    await centre.page.keyboard.press('Escape')
    // A copy left open on the screen goes too, with nobody touching it.
    const open = await visit(browser, site, { viewport: DESK, locale: 'en' })
    await enter(open.page, 'partner', '/received')
    await open.page.getByRole('button', { name: plan('received.read') }).click()
    const copied = open.page.getByRole('dialog').getByText(cases('consent.field.code_name'))
    await copied.waitFor()

    // She takes both consents back.
    await page.getByRole('tab', { name: cases('tab.people') }).click()
    for (let left = 2; left > 0; left--) {
      await page
        .getByRole('button', { name: cases('consent.withdraw') })
        .first()
        .click()
      await expect
        .poll(() => page.getByRole('button', { name: cases('consent.withdraw') }).count(), {
          timeout: 20_000,
        })
        .toBe(left - 1)
    }
    await page
      .getByText(plan('copy.recalledCount', { count: 1 }))
      .nth(1)
      .waitFor()
    await shoot(page, 'consents-en-withdrawn')
    await open.page.getByRole('alert').getByText(bench('fault.codes.cases-copy-gone.title')).waitFor()
    expect(await copied.count()).toBe(0)
    await open.close()

    // The centre's open tab reads nothing any more, and says why.
    await centre.page.getByRole('button', { name: plan('received.read') }).click()
    await centre.page.getByRole('alert').getByText(bench('fault.codes.cases-copy-gone.title')).waitFor()
    await shoot(centre.page, 'received-en-gone')
    await centre.page.reload()
    await centre.page.getByRole('button', { name: plan('received.confirm') }).click()
    await centre.page.getByText(plan('copy.deleted')).waitFor()
    await expectAccessible(centre.page, 'received')
    await shoot(centre.page, 'received-en-recalled')

    // Every copy stands as recalled; one of them as deleted already.
    await page.getByRole('tab', { name: cases('tab.plan') }).click()
    await copies
      .getByText(plan('copy.recalled', { reason: plan('recall.consent_withdrawn') }))
      .first()
      .waitFor()
    await expect.poll(() => copies.getByText(plan('copy.deleted')).count()).toBe(1)
    expect(await copies.getByText(plan('copy.out')).count()).toBe(0)
    await shoot(page, 'plan-en-recalled')
    expect([desk.problems, centre.problems, desk.outside, site.faults]).toEqual([[], [], [], []])
    await centre.close()
    await desk.close()
  }, 180_000)

  it.each([
    ['en', DESK],
    ['ar', DESK],
    ['ar', PHONE],
    ['en', PHONE],
  ] as const)(
    'pages of the plan are accessible in %s at %o',
    async (language, viewport) => {
      const size = viewport === PHONE ? 'phone' : 'desk'
      const desk = await visit(browser, site, { viewport, locale: language })
      const { page } = desk
      await enter(page, 'case_worker', '/shelters')
      for (const place of ['/shelters', '/partners', '/received', `/cases/${code}?tab=plan`]) {
        await page.goto(place)
        await settled(page)
        await expectAccessible(page, `${place} ${language} ${size}`)
        await expectNoSidewaysScroll(page, `${place} ${language} ${size}`)
        await shoot(page, `plan-${language}-${size}-${place.split(/[/?]/)[1]}`)
      }
      await page.goto('/shelters')
      await page
        .getByRole('button', { name: words('wb-plan', language)('shelter.add') })
        .first()
        .click()
      await page.getByRole('dialog').waitFor()
      await expectAccessible(page, `shelter dialog ${language} ${size}`)
      await shoot(page, `plan-${language}-${size}-shelter-dialog`)
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    180_000,
  )

  it('an administrator says which partner reads here', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    await enter(desk.page, 'administrator', '/partners')
    await desk.page.getByText('Ficta Clinic').waitFor()
    await expectAccessible(desk.page, 'linking partners')
    await shoot(desk.page, 'partners-en-link')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  })
})

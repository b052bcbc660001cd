import type { Locator, Page } from 'playwright-core'
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
  settled,
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (namespace: string, language: string) => createTranslator(namespace).in(language)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const LANGUAGES = ['en', 'fr', 'es', 'ar'] as const
const SMALL = { width: 360, height: 740 }

/** Counts whatever a mouse, a finger or a pen would send; a key that presses a button sends none of it. */
const countPointers = (): void => {
  const counted = window as unknown as { pointers: number }
  counted.pointers = 0
  for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    window.addEventListener(kind, () => counted.pointers++, true)
}
const pointers = (page: Page) => page.evaluate(() => (window as unknown as { pointers: number }).pointers)

/** Goes on by Tab until the focus is here. */
async function tabTo(page: Page, where: Locator): Promise<void> {
  await where.waitFor()
  for (let i = 0; i < 120; i++) {
    if (await where.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${String(where)}`)
}

async function press(page: Page, where: Locator): Promise<void> {
  await tabTo(page, where)
  await page.keyboard.press('Enter')
}

/** Opens a list of choices by the arrow and goes down it to the choice of this name. */
async function choose(page: Page, list: Locator, name: string): Promise<void> {
  await tabTo(page, list)
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('ArrowDown')
    const at = await list.getAttribute('aria-activedescendant')
    if (at === null) continue
    const option = page.locator(`[id="${at}"]`)
    if (((await option.textContent()) ?? '').trim() !== name) continue
    await page.keyboard.press('Enter')
    return
  }
  throw new Error(`no arrow leads to '${name}'`)
}

describe('by the keyboard alone', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let worker: Awaited<ReturnType<typeof hireStaff>>
  let api: Awaited<ReturnType<typeof signIn>>
  let partnerId = ''

  beforeAll(async () => {
    await buildWorkbench()
    worker = await hireStaff(site, 'case_worker', 'social_worker')
    api = await signIn(site, await worker.link())
    const partner = await api('POST', '/cases/partners', {
      name: 'Ficta Law Centre',
      kind: 'legal_aid',
      services: [{ type: 'legal', languages: ['km'] }],
      agreementUntil: inDays(300),
    })
    partnerId = (partner as { id: string }).id
  }, 240_000)

  const enter = async (language: string, viewport = DESK) => {
    const desk = await visit(browser, site, { viewport, locale: language })
    await desk.page.addInitScript(countPointers)
    await desk.page.goto(await worker.link())
    await settled(desk.page)
    return desk
  }

  it.each(LANGUAGES)(
    'a case is referred, a conference called and the case closed (%s)',
    async (language) => {
      const [plan, work, cases] = ['wb-plan', 'wb-casework', 'wb-cases'].map((one) => words(one, language))
      const { code } = (await api('POST', '/cases', { jurisdiction: 'DEU' })) as { code: string }
      const { people } = (await api('GET', `/cases/${code}`)) as { people: { id: string }[] }
      await api('POST', `/cases/${code}/consents`, {
        personId: people[0]!.id,
        purpose: 'legal_help',
        partnerId,
        fields: ['code_name', 'needs'],
      })
      const desk = await enter(language)
      const { page } = desk
      const { keyboard } = page
      const button = (name: string, within: Page | Locator = page) =>
        within.getByRole('button', { name, exact: true })
      const dialog = page.getByRole('dialog')

      await keyboard.press('g')
      await keyboard.press('c')
      await page.waitForURL(/\/cases$/)
      await settled(page)
      await press(page, page.getByRole('link', { name: code }))
      await page.getByRole('heading', { level: 1, name: code }).waitFor()
      await settled(page)

      await keyboard.press('5')
      await press(page, button(plan!('referral.ask')))
      await choose(
        page,
        dialog.getByRole('combobox', { name: plan!('referral.partner') }),
        'Ficta Law Centre',
      )
      await dialog.getByRole('region', { name: plan!('referral.preview') }).waitFor()
      await expectAccessible(page, `${language}: referring`)
      await press(page, button(plan!('referral.send'), dialog))
      await dialog.waitFor({ state: 'detached' })
      await page.locator('.case-line', { hasText: 'Ficta Law Centre' }).first().waitFor()
      const { referrals } = (await api('GET', `/cases/${code}/referrals`)) as { referrals: unknown[] }
      expect(referrals).toHaveLength(1)

      await keyboard.press('8')
      await press(page, button(work!('conference.call')))
      await tabTo(page, dialog.getByLabel(work!('conference.agendaAsk')))
      await keyboard.type('Where she sleeps')
      const invited = dialog.getByRole('combobox', { name: new RegExp(`^${worker.name} ·`) })
      await choose(page, invited, work!('profession.social_worker'))
      await expectAccessible(page, `${language}: calling a conference`)
      await press(page, button(work!('conference.call'), dialog))
      await dialog.waitFor({ state: 'detached' })
      await page.getByText('Where she sleeps').first().waitFor()

      await keyboard.press('9')
      await press(page, button(work!('closing.close')))
      await choose(
        page,
        dialog.getByRole('combobox', { name: work!('closing.reasonAsk') }),
        work!('closing.reason.settled'),
      )
      // A partner was asked and a conference is planned: closing despite it needs a reason.
      await dialog.getByText(work!('closing.still.referral')).waitFor()
      await dialog.getByText(work!('closing.still.conference')).waitFor()
      expect(await button(work!('closing.close'), dialog).isDisabled()).toBe(true)
      await tabTo(page, dialog.getByLabel(work!('closing.still.despite')))
      await keyboard.type('The law centre goes on')
      await expectAccessible(page, `${language}: closing`)
      await press(page, button(work!('closing.close'), dialog))
      await dialog.waitFor({ state: 'detached' })
      await page.locator('.page-head .badge', { hasText: cases!('status.closed') }).waitFor()
      await expectAccessible(page, `${language}: closed`)
      await shoot(page, `keyboard-closed-${language}`)
      expect((await api('GET', `/cases/${code}`)) as object).toMatchObject({ status: 'closed' })
      expect(await pointers(page)).toBe(0)
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    120_000,
  )

  it.each(LANGUAGES)(
    'a file of cases is read, looked over, added, and handed on (%s)',
    async (language) => {
      const [t, cases, bench] = ['wb-exchange', 'wb-cases', 'workbench'].map((one) => words(one, language))
      const recipient = `Office of Figures ${language}`
      const desk = await enter(language)
      const { page } = desk
      await page.keyboard.press('g')
      await page.keyboard.press('x')
      await page.getByRole('heading', { level: 1, name: bench!('place.exchange') }).waitFor()
      await settled(page)
      // Which file the system's own window hands over is outside the page: the button that opens it is reached by Tab.
      await tabTo(page, page.getByRole('button', { name: t!('read.file') }))
      await page.locator('input[type=file]').setInputFiles({
        name: 'cases.json',
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify([
            { cas_Status: 'Active', prs_FirstName: `Ana ${language}`, prs_Citizenship: ['VN'] },
            {
              cas_Status: 'Active',
              prs_FirstName: `Bea ${language}`,
              vic_TypeOfExploitation: ['ForcedLabour'],
            },
            { cas_Status: 'Asleep', prs_FirstName: 'Cleo', vic_AgeWhenTrafficked: 200 },
          ]),
        ),
      })
      const law = page.getByRole('combobox', { name: t!('read.jurisdiction') })
      await tabTo(page, law)
      await page.keyboard.type('Germany')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expectAccessible(page, `${language}: a file chosen`)
      await press(page, page.getByRole('button', { name: t!('read.action'), exact: true }))
      const wrong = page.getByRole('region', { name: t!('wrong.title') })
      await wrong.getByText('vic_AgeWhenTrafficked').waitFor()
      expect(await page.locator('main').textContent()).not.toMatch(/Ana|Bea|Cleo/)
      await expectAccessible(page, `${language}: looked over`)
      await shoot(page, `exchange-${language}-looked-over`)
      await page.setViewportSize(SMALL)
      await expectNoSidewaysScroll(page, `${language}: looked over on a phone`)
      await shoot(page, `exchange-${language}-looked-over-phone`)
      await page.setViewportSize(DESK)
      const saving = page.waitForEvent('download')
      await press(page, page.getByRole('button', { name: t!('wrong.download') }))
      expect((await saving).suggestedFilename()).toBe('cases.json.rejects.json')
      await press(page, page.getByRole('button', { name: t!('add.action', { count: 2 }) }))
      await page.getByText(t!('add.done', { count: 2 })).waitFor()

      const list = (await api('GET', '/cases')) as { cases: { code: string }[] }
      const { code } = list.cases[0]!
      const { people } = (await api('GET', `/cases/${code}`)) as { people: { id: string }[] }
      const consent = { personId: people[0]!.id, purpose: 'statistics', recipient, fields: ['needs'] }
      await api('POST', `/cases/${code}/consents`, consent)

      await tabTo(page, page.getByRole('tab', { name: t!('tab.in') }))
      await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight')
      await tabTo(page, page.getByRole('combobox', { name: t!('give.recipient') }))
      await page.keyboard.type(recipient)
      await page.keyboard.press('Escape')
      await press(page, page.getByRole('button', { name: t!('give.look') }))
      const found = page.getByRole('region', { name: t!('give.people', { count: 1 }) })
      await found.getByRole('link', { name: code }).waitFor()
      await found.getByText(cases!('consent.field.needs')).waitFor()
      await expectAccessible(page, `${language}: who would be in it`)
      await shoot(page, `exchange-${language}-hand-on`)
      await page.setViewportSize(SMALL)
      await expectNoSidewaysScroll(page, `${language}: handing on, on a phone`)
      await shoot(page, `exchange-${language}-hand-on-phone`)
      await page.setViewportSize(DESK)
      const given = page.waitForEvent('download')
      await press(page, found.getByRole('button', { name: t!('give.action') }))
      expect((await given).suggestedFilename()).toBe('htcds.csv')
      const { files } = (await api('GET', `/cases/${code}/given-files`)) as { files: { kind: string }[] }
      expect(files).toMatchObject([{ kind: 'htcds' }])
      expect(await pointers(page)).toBe(0)
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    120_000,
  )
})

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
  PHONE,
  settled,
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (language: string) => createTranslator('wb-law').in(language)

describe('the law in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let worker: Awaited<ReturnType<typeof hireStaff>>

  beforeAll(async () => {
    await buildWorkbench()
    worker = await hireStaff(site, 'case_worker')
  }, 180_000)

  const enter = async (page: Page, path: string) => {
    await page.goto(await worker.link())
    await page.locator('nav').first().waitFor()
    await page.goto(path)
    await page.locator('main h1').first().waitFor()
  }

  it('asks one question at a time by keyboard, says what each answer settles, and agrees with the API', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const t = words('en')
    await enter(page, '/law?of=GBR')
    const question = page.locator('.law-ask-one h2')
    await question.waitFor()
    await page.locator('.law-settles dd[aria-busy="false"]').first().waitFor()
    await shoot(page, 'law-en-interview')
    const first = await question.textContent()
    await page.keyboard.press('u')
    await expect.poll(() => question.textContent()).not.toBe(first)
    // Every further question is answered with yes until nothing is open or an offence is made out.
    const standing = page.locator('.law-standing')
    for (let asked = 0; asked < 40; asked++) {
      if ((await standing.getByText(t('result.made_out')).count()) > 0) break
      const now = await question.textContent()
      if ((await page.getByRole('spinbutton').count()) > 0) await page.keyboard.press('u')
      else await page.keyboard.press('y')
      await expect.poll(() => question.textContent()).not.toBe(now)
    }
    expect(await standing.getByText(t('result.made_out')).count()).toBeGreaterThan(0)
    await shoot(page, 'law-en-interview-answered')
    await page.getByRole('link', { name: t('interview.elements') }).click()
    await page.locator('.law-offence').first().waitFor()
    const shown = await page
      .locator('.law-offence', { hasText: t('result.made_out') })
      .locator('h2')
      .allTextContents()
    const colleague = await signIn(site, await worker.link())
    const known = await page
      .locator('.law-question span[id^="fact-"]')
      .evaluateAll((spans) => spans.map(({ id }) => id.slice(5)))
    const facts: Record<string, boolean> = {}
    for (const path of known) {
      const group = page.getByRole('radiogroup').and(page.locator(`[aria-labelledby="fact-${path}"]`))
      if (
        (await group
          .getByRole('radio', { checked: true })
          .getAttribute('value')
          .catch(() => null)) === 'yes'
      )
        facts[path] = true
    }
    const answer = (await colleague('POST', '/law/assess', { jurisdiction: 'GBR', facts })) as {
      offences: { section: string; title: string; result: string }[]
    }
    const made = answer.offences.filter(({ result }) => result === 'made_out')
    expect(shown).toEqual(made.map(({ section, title }) => `${section} · ${title}`))
    await desk.close()
  })

  it.each([
    ['en', DESK],
    ['ar', PHONE],
  ] as const)(
    'shows every part of the law, accessible, in %s',
    async (language, viewport) => {
      const desk = await visit(browser, site, { viewport, locale: language })
      const { page } = desk
      const t = words(language)
      await enter(page, '/law')
      for (const tab of [
        'interview',
        'assess',
        'rights',
        'compare',
        'gaps',
        'treaties',
        'changes',
        'catalogue',
      ]) {
        await page.goto(`/law?tab=${tab}&of=DEU`)
        await page.getByRole('tab', { name: t(`tab.${tab}`), selected: true }).waitFor()
        await settled(page)
        if (tab === 'treaties')
          await page.locator('svg.asylia-plot path').nth(20).waitFor({ state: 'attached' })
        await shoot(page, `law-${language}-${tab}`)
        // The page scrolls inside its frame: what lies further down is looked at as well.
        for (const [part, name] of [
          ['.law-matrix', 'matrix'],
          ['.law-channels', 'channels'],
        ] as const) {
          if ((await page.locator(part).count()) === 0) continue
          await page.locator(part).scrollIntoViewIfNeeded()
          await shoot(page, `law-${language}-${name}`)
        }
        await expectAccessible(page, `${language} ${tab}`)
      }
      await page.goto('/law?tab=rights&of=DEU')
      await page.getByRole('button', { name: t('sheet.open') }).click()
      const paper = page.locator('.law-paper')
      await paper.locator('h1').waitFor()
      expect(await paper.getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
      await page.getByLabel(t('sheet.code')).fill('Heron')
      await paper.getByText('Heron').waitFor()
      await shoot(page, `law-${language}-sheet`)
      expect(desk.outside).toEqual([])
      expect(desk.problems).toEqual([])
      await desk.close()
    },
    180_000,
  )
})

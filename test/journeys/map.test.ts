import { cellToBoundary, latLngToCell } from 'h3-js'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordServices, runHotspots, runWarnings } from '#places'
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
  visit,
} from '#test/browser'
import { plantIncidents } from '#test/incidents'

const words = (language: string) => createTranslator('wb-map').in(language)
const KNOWN_ON = '2026-06-28'

describe('the map in a browser', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  let analyst: Awaited<ReturnType<typeof hireStaff>>

  beforeAll(async () => {
    await buildWorkbench()
    analyst = await hireStaff(site, 'analyst')
    const { corpus } = site.platform
    await plantIncidents(corpus, KNOWN_ON)
    await recordServices(corpus, 'test', [
      {
        id: '1',
        kind: 'shelter',
        country: 'XAA',
        latitude: 0.2,
        longitude: 0.2,
        languages: ['en'],
        isOpen: true,
      },
    ])
    await runHotspots(corpus, { from: '2026-01-05', to: KNOWN_ON, knownOn: KNOWN_ON })
    await runWarnings(corpus, { knownOn: KNOWN_ON, weeks: 26 })
  }, 180_000)

  const enter = async (page: Page, path: string) => {
    await page.goto(await analyst.link())
    await page.locator('nav').first().waitFor()
    await page.goto(path)
    await page.locator('.world canvas').first().waitFor()
    await settled(page)
  }

  it('links one brush to hotspots, warnings and routes, and shows no count of a window', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const t = words('en')
    await enter(page, '/map?tab=hotspots')
    const table = page.getByRole('tabpanel').locator('table').first()
    await table.waitFor()
    const head = async () => (await table.locator('thead th').allTextContents()).join(' ')
    expect(await head()).toContain(t('column.observed'))
    const asked = page.waitForResponse((response) => response.url().includes('/places/hotspots/window'))
    const last = page.getByRole('slider', { name: t('brush.to') })
    await last.focus()
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft')
    const answer = (await (await asked).json()) as { features: { properties: object }[] }
    expect(Object.keys(answer.features[0]!.properties)).not.toContain('observed')
    await page.getByText(t('window.noCounts')).waitFor()
    expect(await head()).not.toContain(t('column.observed'))
    await shoot(page, 'map-en-brushed')
    await desk.close()
  })

  it.each([
    ['en', DESK],
    ['ar', PHONE],
  ] as const)(
    'shows clusters, gaps, settings and backtests, accessible, in %s',
    async (language, viewport) => {
      const desk = await visit(browser, site, { viewport, locale: language })
      const { page } = desk
      const t = words(language)
      await enter(page, '/map')
      for (const tab of ['warnings', 'hotspots', 'clusters', 'routes', 'gap', 'settings', 'backtest']) {
        await page.getByRole('tab', { name: t(`layer.${tab}`) }).click()
        await settled(page)
        if (tab === 'clusters') {
          await page.getByRole('button', { name: t('scan.run') }).click()
          await page
            .getByText(t('scan.cluster', { rank: 1 }))
            .first()
            .waitFor({ timeout: 60_000 })
        }
        if (tab === 'hotspots') await page.getByRole('tabpanel').locator('tbody button').first().click()
        if (tab === 'backtest' && (await page.getByText(t('backtest.none')).count()) > 0) {
          await page.getByRole('button', { name: t('backtest.run') }).click()
          await page.getByText(t('backtest.title')).waitFor({ timeout: 60_000 })
        }
        await page.getByRole('tabpanel').scrollIntoViewIfNeeded()
        await shoot(page, `map-${language}-${tab}`)
        await expectAccessible(page, `${language} ${tab}`)
      }
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: t('export.svg') }).click()
      const drawing = await (await saved).createReadStream()
      let svg = ''
      for await (const part of drawing) svg += String(part)
      expect(svg).toMatch(/^<svg[^]*xmlns/)
      expect(svg.match(/#d55e00/g)?.length ?? 0).toBeGreaterThan(0)
      const other = page.waitForEvent('download')
      await page.getByRole('button', { name: t('export.geojson') }).click()
      let text = ''
      for await (const part of await (await other).createReadStream()) text += String(part)
      const features = (JSON.parse(text) as { features: { properties: { shows: string } }[] }).features
      expect(features.some(({ properties }) => properties.shows === 'hotspot')).toBe(true)
      expect(desk.outside).toEqual([])
      expect(desk.problems).toEqual([])
      await desk.close()
    },
    240_000,
  )

  it('draws 50,000 cells and 2,000 flows with 30 frames a second, or says that it draws less', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    const t = words('en')
    const features = manyCells(50_000)
    await page.route('**/api/places/hotspots', (route) =>
      route.fulfill({
        json: { type: 'FeatureCollection', run: 'r', knownOn: KNOWN_ON, smallestShown: 3, features },
      }),
    )
    await page.route('**/api/places/routes*', (route) => route.fulfill({ json: manyRoutes(2_000, features) }))
    await enter(page, '/map?tab=routes')
    await page.waitForTimeout(3_000)
    const canvas = page.locator('.world canvas').first()
    const box = (await canvas.boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    const counting = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const start = performance.now()
          let frames = 0
          const next = (): void => {
            frames++
            if (performance.now() - start < 2_000) requestAnimationFrame(next)
            else resolve((frames * 1_000) / (performance.now() - start))
          }
          requestAnimationFrame(next)
        }),
    )
    for (let i = 0; i < 40; i++)
      await page.mouse.move(box.x + box.width / 2 + i * 4, box.y + box.height / 2 + i)
    const frames = await counting
    await page.mouse.up()
    await page.waitForTimeout(1_500)
    const notice = await page.getByText(t('degraded')).count()
    await shoot(page, 'map-en-many')
    process.stderr.write(
      `map: ${frames.toFixed(1)} frames a second with 50,000 cells and 2,000 flows; notice ${notice}\n`,
    )
    expect(frames >= 30 || notice > 0).toBe(true)
    await desk.close()
  }, 120_000)
})

function manyCells(count: number) {
  const cells = new Set<string>()
  for (let i = 0; cells.size < count; i++) {
    const [x, y] = [(i % 400) * 0.11 - 22, Math.floor(i / 400) * 0.11 - 20]
    cells.add(latLngToCell(y, x, 6))
  }
  return [...cells].map((cell, index) => {
    const ring = cellToBoundary(cell, true)
    const found = index % 25 === 0 ? 'hot' : index % 40 === 0 ? 'cold' : 'none'
    return {
      type: 'Feature',
      id: cell,
      geometry: { type: 'Polygon', coordinates: [ring] },
      properties: {
        cell,
        place: index % 50 === 0 ? `Town ${index}` : '',
        country: 'XAA',
        class: found,
        observed: index,
        expected: 1,
        q: 0.01,
        p: 0.01,
        stability: 1,
        unjudged: '',
        reasons: [],
        centre: ring[0],
      },
    }
  })
}

function manyRoutes(count: number, cells: ReturnType<typeof manyCells>) {
  const named = cells.map(({ properties }) => properties.place).filter((place) => place !== '')
  const routes = Array.from({ length: count }, (_, i) => ({
    kind: 'pair',
    from: named[i % named.length],
    to: named[(i * 7 + 1) % named.length],
    count: count - i,
    expected: null,
    ratio: null,
  }))
  return { kind: 'pair', k: 10, withheld: 0, unresolved: 0, routes }
}

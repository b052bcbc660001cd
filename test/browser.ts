import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core'
import { afterAll, expect, inject } from 'vitest'
import { openPlatform, type Platform } from '#api'
import { parseConfig } from '#platform/config'
import { listen } from '#platform/http'
import { noLog } from '#platform/log'
import { openSite, startWork } from '../src/cli/serve.ts'
import { launchChromium, once } from './chromium.ts'
import { testFolder } from './stores.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env['ASYLIA_SHOTS']

export type Site = { origin: string; platform: Platform; faults: string[] }

/** The whole house in this process on a free port, with data of its own; closed when the test file is done. */
export async function openTestSite(): Promise<Site> {
  const port = await freePort()
  const config = parseConfig({
    ASYLIA_DATA: testFolder(),
    ASYLIA_PORT: String(port),
    // Passkeys belong to a name, never to a number.
    ASYLIA_PUBLIC_URL: `http://localhost:${port}`,
  })
  const faults: string[] = []
  const platform = await openPlatform(config, {
    log: (level, event, fields) =>
      level === 'error'
        ? void faults.push(JSON.stringify({ event, ...fields }))
        : noLog(level, event, fields),
  })
  await startWork(platform)
  const server = await listen(openSite(platform), config)
  afterAll(async () => {
    await server.stop(1000)
    await platform.close()
  })
  return { origin: config.publicUrl, platform, faults }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** The test browser, closed when the test file is done. */
export async function openBrowser(): Promise<Browser> {
  const browser = await launchChromium(inject('browserFolder'))
  afterAll(() => browser.close())
  return browser
}

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1440, height: 900 }

export type Visit = { page: Page; outside: string[]; problems: string[]; close(): Promise<void> }

/** A new visitor with a clean browser; what is asked of anyone but the site is collected, and refused. */
export async function visit(
  browser: Browser,
  site: Site,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: PHONE, baseURL: site.origin, ...options })
  context.setDefaultTimeout(20_000)
  const outside: string[] = []
  const problems: string[] = []
  await context.route(
    (address) => address.origin !== site.origin,
    (route) => {
      outside.push(route.request().url())
      return route.fulfill({ status: 200, contentType: 'text/html', body: '<title>elsewhere</title>' })
    },
  )
  const page = await context.newPage()
  watchRequests(page)
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text())
  })
  return { page, outside, problems, close: () => context.close() }
}

const asking = new WeakMap<Page, Set<Request>>()

function watchRequests(page: Page): void {
  const open = new Set<Request>()
  asking.set(page, open)
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
}

/** Waits until the page has asked for nothing for 150 ms: after a step within the page too, which no load event marks. */
export async function quiet(page: Page): Promise<void> {
  const open = asking.get(page)
  if (!open) throw new Error('quiet() knows only pages of visit()')
  for (let still = 0; still < 3; still = open.size === 0 ? still + 1 : 0) await page.waitForTimeout(50)
}

/** Waits until a page of the workbench has its heading and everything that it shows, as `aria-busy` tells a screen reader. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor()
  const loading = page.locator('main[aria-busy="true"], main .skeleton-lines')
  // What one answer asks for next is on its way a moment later.
  for (let still = 0; still < 3; still++) {
    await page.waitForTimeout(50)
    if ((await loading.count()) === 0) continue
    await loading.first().waitFor({ state: 'detached' })
    still = -1
  }
}

/** Fails on what axe calls serious or critical, naming the rule and the element. */
export async function expectAccessible(page: Page, where: string, options: RunOptions = {}): Promise<void> {
  await page.evaluate(`window.axe ?? (() => { ${axeSource} })()`)
  const { violations } = await page.evaluate<AxeResults, RunOptions>(
    (chosen) =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(chosen),
    { resultTypes: ['violations'], ...options },
  )
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = bad.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
  expect([where, found]).toEqual([where, []])
}

/** Nothing to scroll sideways: at 320 CSS pixels this is a zoom of 400 %. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect([where, over]).toEqual([where, 0])
}

/** A picture in the folder of `ASYLIA_SHOTS`; without it none is taken. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

/** Builds the workbench when it was not built, or its sources changed since. */
export async function buildWorkbench(): Promise<void> {
  await once(inject('browserFolder'), 'workbench', async () => {
    const built = statSync(join(root, 'dist/web/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
    const newest = Math.max(
      ...['web/workbench', 'web/ui', 'web/vite.config.ts', 'locales', 'src/law', 'src/model'].map(newestIn),
    )
    if (built > newest) return
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const flags = ['build', '--config', 'web/vite.config.ts', '--logLevel', 'error']
    await promisify(execFile)(process.execPath, [vite, ...flags], { cwd: root })
  })
}

function newestIn(path: string): number {
  const full = join(root, path)
  if (!statSync(full).isDirectory()) return statSync(full).mtimeMs
  const files = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs))
}

/** A member of staff of the organisation, who comes in by one-time links. */
export async function hireStaff(
  site: Site,
  role: string,
  profession?: string,
): Promise<{ id: string; email: string; name: string; link: () => Promise<string> }> {
  const { auth } = site.platform
  const { id } = await auth.createOrganisation({ name: 'Casa Ficta', kind: 'hotline' })
  const email = `${profession ?? role}@casa-ficta.example`
  const name = (profession ?? role).replace('_', ' ')
  const userId = await auth.createUser({ name, email, role, profession, organisation: id, demo: true })
  return { id: userId, email, name, link: () => auth.signInLink(email, 600) }
}

/** A session by the API, without a browser: what a colleague does meanwhile. */
export async function signIn(site: Site, link: string) {
  const arrival = await fetch(link, { redirect: 'manual' })
  const cookie = arrival.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${site.origin}/api${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const told: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(told)}`)
    return told
  }
}

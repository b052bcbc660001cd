import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { beforeAll, expect, it } from 'vitest'
import { noLog } from '#platform/log'
import { testFolder } from '#test/stores'
import { serveWorkbench, siteFaults, strictHeaders } from './index.ts'

let app: Hono

beforeAll(() => {
  const folder = testFolder()
  const root = join(folder, 'web')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Asylia</title>')
  writeFileSync(join(root, 'icon.svg'), '<svg/>')
  writeFileSync(join(root, 'assets/main-5f3a.js'), 'export {}')
  app = new Hono().use('*', strictHeaders('http://127.0.0.1')).route('/', serveWorkbench(root))
})

it('a hashed file may be kept for ever, the page never', async () => {
  const file = await app.request('/assets/main-5f3a.js')
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(file.headers.get('content-type')).toContain('text/javascript')
  const page = await app.request('/')
  expect(page.headers.get('cache-control')).toBe('no-store')
})

it('every page address gets the one page, whose policy allows no inline script', async () => {
  for (const path of ['/', '/index.html', '/cases/K-7/law', '/patterns']) {
    const page = await app.request(path)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Asylia')])
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  }
})

it('a site whose pages were never built says how to build them', async () => {
  const site = new Hono().route('/', serveWorkbench(testFolder()))
  site.onError(siteFaults(noLog))
  const page = await site.request('/')
  expect([page.status, (await page.json()).detail]).toEqual([503, expect.stringContaining('npm run build')])
})

it('a file that is not there is not found, and nothing outside the folder is given', async () => {
  const paths = [
    '/assets/other.js',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%00.txt',
    '/%zz.txt',
  ]
  for (const path of paths) {
    const answer = await app.request(path)
    expect([path, answer.status]).toEqual([path, 404])
    expect(await answer.text()).not.toContain('not for you')
  }
})

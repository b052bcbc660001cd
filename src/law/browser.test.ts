import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { build } from 'vite'
import type { Browser } from 'playwright-core'
import { launchChromium } from '#test/chromium'
import { testFolder } from '#test/stores'
import { assess, rights, type FactsInput } from './index.ts'
import { loadCatalogue } from './load.ts'

const facts: FactsInput = {
  acts: { recruit: true, transport: true },
  purposes: { forced_labour: true, sexual_exploitation: true },
  victim: { ageAtTime: 30 },
}
const person: FactsInput = {
  status: 'reasonable_grounds',
  nationality: 'NGA',
  events: { reasonable_grounds: '2026-03-01' },
}

describe('asylia/law in a browser', () => {
  const catalogue = loadCatalogue()
  const folder = testFolder()
  let browser: Browser
  const files: Record<string, [type: string, body: () => string]> = {
    '/': [
      'text/html',
      () =>
        '<!doctype html><title>law</title><script type="module">import * as law from "/law.js"; window.law = law</script>',
    ],
    '/law.js': ['text/javascript', () => readFileSync(join(folder, 'law.js'), 'utf8')],
    '/catalogue': ['application/json', () => JSON.stringify(catalogue)],
  }
  const server = createServer((request, response) => {
    const found = files[request.url ?? '']
    response.writeHead(found ? 200 : 404, { 'content-type': found?.[0] ?? 'text/plain' }).end(found?.[1]())
  })
  beforeAll(async () => {
    await build({
      configFile: 'src/law/vite.config.ts',
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: false },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await launchChromium(inject('browserFolder'))
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    server.close()
  })

  test('is one module that asks for no other', () => {
    expect(readFileSync(join(folder, 'law.js'), 'utf8')).not.toMatch(
      /(?:^|[\s;}])import\s*(?:[\w{*]|["'(])[^;]*["'](?:node:|#|zod|temporal)/,
    )
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      exports: Record<string, Record<string, string>>
    }
    expect(exports['./law']).toEqual({ types: './src/law/index.ts', default: './dist/law/law.js' })
  })

  test('gives the same bytes there as here, for every country', async () => {
    const page = await browser.newPage()
    const { port } = server.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/`)
    const asked = catalogue.jurisdictions.map(({ id }) => id)
    const there = await page.evaluate(
      async ([ids, given, who]) => {
        type Asked = (catalogue: unknown, question: unknown) => unknown
        const { law } = window as unknown as { law: { assess: Asked; rights: Asked } }
        const known: unknown = await (await fetch('/catalogue')).json()
        const on = '2026-03-04'
        return ids.map((jurisdiction) => [
          JSON.stringify(law.assess(known, { jurisdiction, on, facts: given })),
          JSON.stringify(law.rights(known, { jurisdiction, on, person: who })),
        ])
      },
      [asked, facts, person] as const,
    )
    const on = '2026-03-04'
    const here = asked.map((jurisdiction) => [
      JSON.stringify(assess(catalogue, { jurisdiction, on, facts })),
      JSON.stringify(rights(catalogue, { jurisdiction, on, person })),
    ])
    expect(there).toEqual(here)
    await page.close()
  })
})

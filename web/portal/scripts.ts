import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { Context, Hono } from 'hono'

const own = (name: string) => readFileSync(new URL(`scripts/${name}`, import.meta.url), 'utf8')
const hpke = readFileSync(createRequire(import.meta.url).resolve('hpke'), 'utf8')

/** The pages' scripts, as they are in the source; the library that seals is loaded only by who types something to be sealed. */
const scripts: Readonly<Record<string, string>> = {
  'page.js': own('page.js'),
  'seal.js': own('seal.js'),
  'files.js': own('files.js'),
  'check.js': own('check.js'),
  'hpke.js': hpke,
}

export function serveScripts(app: Hono): void {
  for (const [name, text] of Object.entries(scripts)) {
    const packed = new Uint8Array(gzipSync(text, { level: 9 }))
    app.get(`/report/${name}`, (context: Context) => {
      const headers = { 'content-type': 'text/javascript; charset=utf-8', vary: 'accept-encoding' }
      return /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
        ? context.body(packed, 200, { ...headers, 'content-encoding': 'gzip' })
        : context.body(text, 200, headers)
    })
  }
}

/** The script of the page that verifies receipts, which stands in the page so that the page can be kept. */
export const CHECK_SCRIPT = scripts['check.js']!

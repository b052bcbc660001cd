import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Hono } from 'hono'
import { AsyliaError } from '#platform/errors'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** What the workbench's page may load: its own files and `data:` images; no inline script, no inline style. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * The built workbench (`dist/web`): files under `/assets/` carry a hash in their names and never change; any other
 * address without a file ending is a page of the workbench and gets `index.html`. Mount it last, below
 * `strictHeaders`.
 */
export function serveWorkbench(root: string): Hono {
  const app = new Hono()
  app.get('/*', async (context, next) => {
    const path = decodedPath(context.req.path)
    if (path === undefined || path.startsWith('/api/')) return next()
    if (extname(path) === '' || path === '/index.html') return page(root)
    const file = await read(join(root, normalize(path)), root)
    if (file === undefined) return next()
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    })
  })
  return app
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

async function page(root: string): Promise<Response> {
  const html = await read(join(root, 'index.html'), root)
  if (html === undefined) {
    throw new AsyliaError('http.workbench-not-built', 'there are no built pages; run: npm run build')
  }
  return new Response(new Uint8Array(html), {
    headers: { 'content-type': types['.html'] ?? '', 'content-security-policy': pagePolicy },
  })
}

async function read(file: string, root: string): Promise<Buffer | undefined> {
  if (file.includes('\0') || !file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined
  try {
    return await readFile(file)
  } catch {
    return undefined
  }
}

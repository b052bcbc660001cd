import type { MiddlewareHandler } from 'hono'

/** Nothing may be loaded, framed or sent: for answers that are data, not pages. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** What every answer carries, pages and data alike; a route that set one of them itself keeps its own. */
const always: Readonly<Record<string, string>> = {
  'content-security-policy': dataPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
    'magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), ' +
    'publickey-credentials-get=(self), usb=(), xr-spatial-tracking=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
}

const usual = Object.entries(always)

/** Strict headers on whatever answers below; HSTS when people reach us by https. */
export function strictHeaders(publicUrl: string): MiddlewareHandler {
  const https = publicUrl.startsWith('https:')
  return async (context, next) => {
    await next()
    // Set on the answer itself: `context.header` would make the finished answer anew each time.
    const { headers } = context.res
    const set = (name: string, value: string) => {
      try {
        headers.set(name, value)
      } catch {
        // The answer is one whose headers are fixed (`Response.redirect`).
        context.header(name, value)
      }
    }
    for (const [name, value] of usual) if (!headers.has(name)) set(name, value)
    if (https) set('strict-transport-security', 'max-age=63072000; includeSubDomains')
  }
}

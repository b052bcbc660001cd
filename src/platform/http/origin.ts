const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change asked for by another site. Cookies are SameSite=Strict already; this is the second lock.
 * A browser tells where a request comes from in `Sec-Fetch-Site` (secure addresses and loopback) and `Origin`; a
 * program sends neither and holds no one's cookies.
 */
export function isForeign(request: Request, publicOrigin: string): boolean {
  if (safe.has(request.method)) return false
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const origin = request.headers.get('origin')
  if (origin === null || origin === publicOrigin) return false
  const host = request.headers.get('host')
  return !URL.canParse(origin) || host === null || new URL(origin).host !== host
}

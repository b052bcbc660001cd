import type { Cookies } from './server.ts'

/** What the server said is kept, written down by the one who was told. */
export type Acknowledged = {
  reports: { code: string; story: string }[]
  /** The highest count that a case edit was acknowledged with. */
  edits: Map<string, number>
  imports: { id: string; rows: number }[]
}

export class Client {
  readonly address: string
  readonly cookies: Cookies

  constructor(address: string, cookies: Cookies) {
    this.address = address
    this.cookies = cookies
  }

  async call(
    role: keyof Cookies,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.address}/api${path}`, {
      method,
      headers: {
        cookie: this.cookies[role],
        origin: this.address,
        ...(body !== undefined && {
          'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
        }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  async form(path: string, fields: Record<string, string>): Promise<string> {
    const response = await fetch(`${this.address}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.address },
    })
    return response.text()
  }
}

export async function signIn(address: string, links: Cookies): Promise<Cookies> {
  const entries = await Promise.all(
    Object.entries(links).map(async ([role, link]) => {
      const { pathname, search } = new URL(link)
      const response = await fetch(`${address}${pathname}${search}`, { redirect: 'manual' })
      const cookie = response.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ')
      if (cookie === '') throw new Error(`${role} could not sign in: ${response.status}`)
      return [role, cookie] as const
    }),
  )
  return Object.fromEntries(entries) as Cookies
}

function field(page: string, name: string): string {
  const value = page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1]
  if (value === undefined) throw new Error(`the page has no field ${name}`)
  return value.replaceAll('&amp;', '&').replaceAll('&#39;', "'")
}

/** Files a report through the pages, as a reporter without JavaScript does. */
export async function fileByPages(client: Client, story: string): Promise<string> {
  const start = await (await fetch(`${client.address}/report`)).text()
  const told = await client.form('/report', {
    journey: field(start, 'journey'),
    step: 'story',
    go: 'next',
    story,
    currentLanguage: 'en',
  })
  const sent = await client.form('/report', {
    journey: field(told, 'journey'),
    step: 'review',
    go: 'send',
    currentLanguage: 'en',
  })
  const code = sent.match(/data-code="([^"]+)"/)?.[1]
  if (code === undefined) throw new Error('no code was shown')
  return code
}

async function openCase(client: Client): Promise<string> {
  const { status, body } = await client.call('case_worker', 'POST', '/cases', { jurisdiction: 'DEU' })
  if (status !== 201) throw new Error(`opening a case answered ${status}: ${JSON.stringify(body)}`)
  return (body as { code: string }).code
}

function isBroken(error: unknown): boolean {
  return error instanceof TypeError && error.cause !== undefined
}

/** Works until the server is gone; what failed half-way was never acknowledged. */
export async function workUntilGone(
  client: Client,
  done: Acknowledged,
  isOver: () => boolean,
): Promise<void> {
  const loop = async (step: () => Promise<void>) => {
    for (let broken = 0; !isOver();) {
      try {
        await step()
        broken = 0
      } catch (error) {
        if (isOver()) return
        // A kept-alive connection may close just when it is used again: nothing was acknowledged, ask anew.
        if (!isBroken(error) || ++broken > 20) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  let n = 0
  const report = async () => {
    const story = `canary ${process.pid} ${Date.now()} ${n++}`
    done.reports.push({ code: await fileByPages(client, story), story })
  }
  const editor = async () => {
    let code = ''
    let version = 1
    await loop(async () => {
      if (code === '') [code, version] = [await openCase(client), 1]
      const edit = { version, facts: { 'victim.count': version } }
      const answer = await client
        .call('case_worker', 'PATCH', `/cases/${code}`, edit)
        .catch((error: unknown) => {
          // Whether it was taken is not known: its version is not, either.
          code = ''
          throw error
        })
      if (answer.status !== 200)
        throw new Error(`case edit answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      done.edits.set(code, version)
      version++
    })
  }
  const bringIn = async () => {
    const rows = 20_000
    const batch = `${Date.now()}-${n++}`
    const lines = Array.from({ length: rows }, (_, i) =>
      JSON.stringify({
        id: `${batch}-${i}`,
        posted_at: '2026-01-05T10:00:00Z',
        title: `Help wanted ${i}`,
        text: `Work at a farm, batch ${batch}, number ${i}`,
      }),
    )
    const query = `format=ads-jsonl&fileName=${batch}.jsonl&source=${batch}`
    const answer = await client.call('analyst', 'POST', `/sources/imports?${query}`, lines.join('\n'))
    if (answer.status !== 202)
      throw new Error(`import answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    done.imports.push({ id: (answer.body as { id: string }).id, rows })
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  const ended = await Promise.allSettled([loop(report), loop(report), editor(), editor(), loop(bringIn)])
  for (const each of ended) if (each.status === 'rejected') throw each.reason as Error
}

/** What was acknowledged and is not there: empty when nothing was lost. */
export async function findLost(client: Client, done: Acknowledged): Promise<string[]> {
  const lost: string[] = []
  for (const { code, story } of done.reports) {
    const page = await client.form('/report/return', { typed: code, go: 'open', currentLanguage: 'en' })
    if (!page.includes(story)) lost.push(`report: ${story}`)
  }
  for (const [code, count] of done.edits) {
    const { body } = await client.call('case_worker', 'GET', `/cases/${code}`)
    const kept = (body as { facts?: Record<string, number> }).facts?.['victim.count'] ?? 0
    if (kept < count) lost.push(`case ${code}: acknowledged ${count}, kept ${kept}`)
  }
  for (const { id, rows } of done.imports) {
    const run = await importEnded(client, id)
    if (run.state !== 'done' || run.added !== rows)
      lost.push(`import ${id}: ${run.state}, ${run.added} of ${rows}`)
  }
  return lost
}

type Run = { state: string; added: number }

async function importEnded(client: Client, id: string): Promise<Run> {
  for (let i = 0; ; i++) {
    const { body } = await client.call('analyst', 'GET', `/sources/imports/${id}`)
    const run = body as Run
    if ((run.state !== 'running' && run.state !== 'stopped') || i > 600) return run
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

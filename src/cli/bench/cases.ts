import { Client } from './client.ts'
import { copyCases, type Team } from './case-records.ts'
import { Latencies } from './latency.ts'
import { startOwnServer } from './own-server.ts'
import { processorPerUnit } from './processor.ts'

const TEAMS = 10
/** Between two actions of one worker, in ms, on average: brisk, more so than people are. */
const PAUSE_MS = 1_000

type Worker = { cookie: string; codes: string[] }

/** What a worker's day is made of, by share; each answers the kind it was and does one request or a few. */
const DAY: readonly { kind: string; share: number }[] = [
  { kind: 'list', share: 0.15 },
  { kind: 'next-page', share: 0.05 },
  { kind: 'search', share: 0.1 },
  { kind: 'open', share: 0.35 },
  { kind: 'note', share: 0.15 },
  { kind: 'screen', share: 0.1 },
  { kind: 'consent', share: 0.1 },
]

/** Case workers at mixed work over many records: each latency is one request's, the whole answer read. */
export async function benchCases(
  workers: number,
  seconds: number,
  records: number,
  progress: (line: string) => void,
) {
  let loaded = { rows: 0, seconds: 0 }
  const links: { link: string; codes: string[] }[] = []
  const server = await startOwnServer(async ({ auth, database }) => {
    const teams: Team[] = []
    const emails = new Map<string, string>()
    for (let t = 0; t < TEAMS; t++) {
      const { id } = await auth.createOrganisation({ name: `Bench house ${t}`, kind: 'ngo' })
      const team: Team = { organisation: id, users: [] }
      for (let u = 0; u < Math.ceil(workers / TEAMS); u++) {
        const email = `worker${u}@house${t}.example`
        const user = { name: `Worker ${u}`, email, role: 'case_worker', organisation: id, demo: true }
        const made = await auth.createUser(user)
        emails.set(made, email)
        team.users.push(made)
      }
      teams.push(team)
    }
    progress(`loading ${records} records`)
    const copied = await copyCases(database.ownerLogin, teams, records)
    loaded = copied
    for (const [id, email] of [...emails].slice(0, workers)) {
      links.push({ link: await auth.signInLink(email, 600), codes: copied.codes.get(id) ?? [] })
    }
  })
  try {
    const client = new Client(server.address)
    const staff: Worker[] = []
    for (const { link, codes } of links) {
      const { pathname, search } = new URL(link)
      const { cookies } = await client.get(`${pathname}${search}`)
      staff.push({ cookie: cookies.map((each) => each.split(';')[0]).join('; '), codes })
    }
    progress(`${workers} case workers for ${seconds} s over ${loaded.rows} records`)
    const kinds = new Map<string, Latencies>()
    const all = new Latencies()
    const failures = new Map<string, number>()
    const warm = performance.now() + 3_000
    const until = warm + seconds * 1_000
    const before = server.spent()
    const started = performance.now()
    await Promise.all(
      staff.map(async (worker) => {
        while (performance.now() < until) {
          await new Promise((resolve) => setTimeout(resolve, -Math.log(1 - Math.random()) * PAUSE_MS))
          const kind = draw()
          const begun = performance.now()
          const status = await act(client, worker, kind).catch(() => 599)
          const ms = performance.now() - begun
          if (status >= 400) failures.set(`${kind} ${status}`, (failures.get(`${kind} ${status}`) ?? 0) + 1)
          if (begun < warm) continue
          all.add(ms)
          if (!kinds.has(kind)) kinds.set(kind, new Latencies())
          kinds.get(kind)!.add(ms)
        }
      }),
    )
    const took = (performance.now() - started) / 1e3
    const processorMs = processorPerUnit(before, server.spent(), all.count)
    client.close()
    await server.stop()
    const summary = all.summary()
    return {
      n: loaded.rows,
      workers,
      seconds: took,
      processorMs,
      loadSeconds: loaded.seconds,
      loadedPerSecond: Math.round(loaded.rows / loaded.seconds),
      pauseMs: PAUSE_MS,
      p50Ms: summary.p50Ms,
      p95Ms: summary.p95Ms,
      p99Ms: summary.p99Ms,
      requests: summary.count,
      kinds: Object.fromEntries([...kinds].map(([kind, latencies]) => [kind, latencies.summary()])),
      failures: Object.fromEntries(failures),
    }
  } finally {
    await server.stop()
    server.remove()
  }
}

function draw(): string {
  let left = Math.random()
  for (const { kind, share } of DAY) if ((left -= share) < 0) return kind
  return 'open'
}

async function act(client: Client, { cookie, codes }: Worker, kind: string): Promise<number> {
  const headers = { cookie }
  const code = codes[Math.floor(Math.random() * codes.length)]!
  const post = async (path: string, body: unknown) => (await client.json('POST', path, body, headers)).status
  switch (kind) {
    case 'list':
      return (await client.get('/api/cases?status=open&most=1000', headers)).status
    case 'next-page':
      return (await client.get(`/api/cases?most=1000&after=${code}`, headers)).status
    case 'search':
      return (await client.get(`/api/cases?find=${code.slice(0, 10)}&most=100`, headers)).status
    case 'note':
      return post(`/api/cases/${code}/notes`, {
        text: 'Called; she is well. The interpreter comes on Thursday.',
      })
    case 'screen':
      return post(`/api/cases/${code}/screening`, { marks: { debt_bondage: 'yes', isolation: 'unknown' } })
    case 'consent': {
      const page = await client.get(`/api/cases/${code}`, headers)
      const [person] = (JSON.parse(page.text) as { people: { id: string }[] }).people
      const consent = { personId: person!.id, purpose: 'shelter', recipient: 'a shelter', fields: ['name'] }
      return post(`/api/cases/${code}/consents`, consent)
    }
    default:
      return (await client.get(`/api/cases/${code}`, headers)).status
  }
}

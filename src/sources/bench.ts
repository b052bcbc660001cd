import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { systemActor } from '#platform/access'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { importFile } from './importing/import-file.ts'
import { readMapping } from './mapping/mapping.ts'
import { openStores } from './open-stores.ts'

const usage = 'bench import [--n N] [--again]'
const places = [
  'Lagos, Nigeria',
  'London, UK',
  'US, NY, New York',
  'Athens, Greece',
  'Manila, PH',
  'Springfield',
  'Berlin',
  'Nowhere-on-Sea',
]
const words =
  'work abroad good pay housing paid no papers needed call now new in town private room bring your friend travel arranged family farm season kitchen care driver'.split(
    ' ',
  )

/** One made-up ad of about 400 bytes as a line of JSON; the same number, the same ad. */
export function benchAd(i: number): string {
  let state = (i * 2_654_435_761 + 12_345) >>> 0
  const next = (n: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % n
  const text = Array.from({ length: 42 }, () => words[next(words.length)]).join(' ')
  const ad = {
    id: `ad-${i}`,
    posted_at: new Date(Date.UTC(2026, 0, 1) + i * 7000).toISOString(),
    title: `${words[next(words.length)]} ${words[next(words.length)]} ${i}`,
    text,
    contact: `+1 555 01${String(next(100)).padStart(2, '0')}`,
    place: places[next(places.length)],
    market: 'jobs',
    language: 'en',
    ...(i % 4 === 0 ? { latitude: 37 + next(1000) / 1000, longitude: 23 + next(1000) / 1000 } : {}),
  }
  return `${JSON.stringify(ad)}\n`
}

async function writeAds(path: string, n: number): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 })
  for (let i = 0; i < n; i += 1000) {
    const lines = Array.from({ length: Math.min(1000, n - i) }, (_, k) => benchAd(i + k)).join('')
    if (!file.write(lines)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
}

type Usage = { mb: number; cpuSeconds: number }

/**
 * What this process and its children hold (shared pages counted once, in MiB) and have used of the processors; of this
 * process alone where there is no /proc. On a busy machine the seconds of the processors are the fair figure.
 */
export async function treeUsage(): Promise<Usage> {
  const pids = await readdir('/proc').then(
    (names) => names.filter((name) => /^\d+$/.test(name)).map(Number),
    () => [],
  )
  if (pids.length === 0) {
    const { user, system } = process.cpuUsage()
    return { mb: Math.round(process.memoryUsage.rss() / 2 ** 20), cpuSeconds: (user + system) / 1e6 }
  }
  const read = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
  const stats = new Map<number, string[]>()
  for (const pid of pids) {
    const stat = await read(pid, 'stat')
    stats.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' '))
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (pid > 1 && stats.has(pid) && isOurs(Number(stats.get(pid)![1])))
  const usage = { mb: 0, cpuSeconds: 0 }
  for (const pid of pids.filter(isOurs)) {
    const stat = stats.get(pid)!
    usage.mb += Number(/^Pss:\s+(\d+)/m.exec(await read(pid, 'smaps_rollup'))?.[1] ?? 0) / 1024
    // utime and stime, fields 14 and 15 of proc(5), in hundredths of a second.
    usage.cpuSeconds += (Number(stat[11]) + Number(stat[12])) / 100
  }
  return { mb: Math.round(usage.mb), cpuSeconds: usage.cpuSeconds }
}

/** `bench import`: a million made-up ads from a file into a fresh corpus, end to end. */
export const benchCommand: Command = {
  name: ['bench', 'import'],
  usage,
  summary:
    'Imports made-up ads into a fresh data folder and says how fast; --again imports the same file once more.',
  async run(args, context) {
    const { values } = parseCommandLine(usage, args, {
      n: { type: 'string', default: '1000000' },
      again: { type: 'boolean', default: false },
    })
    const n = Number(values.n)
    if (!Number.isInteger(n) || n < 1)
      throw new BadInput(`--n: found ${values.n}, expected a whole number above 0; usage: asylia ${usage}`)
    const folder = mkdtempSync(join(tmpdir(), 'asylia-bench-'))
    try {
      const path = join(folder, 'ads.jsonl')
      context.progress(`writing ${n.toLocaleString('en')} ads`)
      await writeAds(path, n)
      const stores = await openStores({
        dataFolder: join(folder, 'data'),
        databaseUrl: undefined,
        clickhouseUrl: undefined,
      })
      const memory: number[] = []
      const watch = setInterval(() => void treeUsage().then(({ mb }) => memory.push(mb)), 1000)
      try {
        const once = async () => {
          const before = await treeUsage()
          const started = performance.now()
          const run = await importFile(stores, {
            format: 'ads-jsonl',
            path,
            mapping: readMapping('ads'),
            source: 'bench',
            actor: systemActor('bench'),
            onProgress: ({ read, seconds }) =>
              context.progress(
                `${read.toLocaleString('en')} ads, ${Math.round(read / seconds).toLocaleString('en')} a second`,
              ),
          })
          const seconds = (performance.now() - started) / 1000
          return { run, seconds, used: await treeUsage(), before }
        }
        const { run, seconds, used, before } = await once()
        const again = values.again ? await once() : undefined
        const answer = {
          what: 'import',
          n,
          seconds: Math.round(seconds * 100) / 100,
          perSecond: Math.round(n / seconds),
          peakRssMb: Math.max(used.mb, ...memory),
          machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
          added: run.added,
          cpuSeconds: Math.round((used.cpuSeconds - before.cpuSeconds) * 100) / 100,
          /** Of the whole process tree, a second apart: flat when the last are no more than the first. */
          memoryMb: memory,
          ...(again === undefined
            ? {}
            : { again: { seconds: Math.round(again.seconds * 100) / 100, unchanged: again.run.unchanged } }),
        }
        const text = context.json
          ? ''
          : `${n.toLocaleString('en')} ads in ${answer.seconds} s: ${answer.perSecond.toLocaleString('en')} a second, at most ${answer.peakRssMb} MB`
        return { exit: 0, json: answer, text }
      } finally {
        clearInterval(watch)
        await stores.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

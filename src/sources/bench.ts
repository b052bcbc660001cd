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

/** What this process and its children hold, shared pages counted once, in MiB; the process alone where /proc is not. */
async function treeMb(): Promise<number> {
  try {
    const parents = new Map<number, number>()
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    }
    const isOurs = (pid: number | undefined): boolean =>
      pid === process.pid || (pid !== undefined && pid > 1 && isOurs(parents.get(pid)))
    let kb = 0
    for (const pid of parents.keys()) {
      if (!isOurs(pid)) continue
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      kb += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    }
    return Math.round(kb / 1024)
  } catch {
    return Math.round(process.memoryUsage.rss() / 2 ** 20)
  }
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
      let peak = 0
      const memory: number[] = []
      const watch = setInterval(
        () => void treeMb().then((mb) => memory.push((peak = Math.max(peak, mb)) && mb)),
        1000,
      )
      try {
        const once = async () => {
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
          return { run, seconds: (performance.now() - started) / 1000 }
        }
        const { run, seconds } = await once()
        const again = values.again ? await once() : undefined
        const answer = {
          what: 'import',
          n,
          seconds: Math.round(seconds * 100) / 100,
          perSecond: Math.round(n / seconds),
          peakRssMb: Math.max(peak, await treeMb()),
          machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
          added: run.added,
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

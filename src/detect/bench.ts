import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { detect } from './detect.ts'
import { stream } from './patterns/chance.ts'

export type DetectBench = {
  what: 'detect'
  n: number
  seconds: number
  perSecond: number
  /** This process and the embedded engine's together. */
  peakRssMb: number
  machine: string
  templates: number
  patterns: number
  peer: { what: string; perSecond: number; source: string }
}

/**
 * Ads of about 500 characters to patterns: 40 % from templates of 2 to n/50 ads with 8 % of the words changed, ten
 * stock phrases over all, a phone an author. The time runs from imported rows to finished patterns.
 */
export async function benchDetect(n: number, onProgress: (line: string) => void): Promise<DetectBench> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
  let peak = 0
  try {
    await migrateCorpus(corpus, findMigrations('corpus'))
    onProgress(`making ${n} ads`)
    await fill(corpus, n)
    const watch = setInterval(() => {
      void residentMb(corpus).then((mb) => (peak = Math.max(peak, mb)))
    }, 250)
    const found = await detect({ corpus, onProgress }).finally(() => clearInterval(watch))
    return {
      what: 'detect',
      n,
      seconds: found.seconds,
      perSecond: n / found.seconds,
      peakRssMb: peak,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
      templates: found.templates,
      patterns: found.patterns,
      peer: {
        what: 'InfoShield, "about 8 h for 4 million documents"',
        perSecond: 139,
        source: 'DOI 10.1145/3563040',
      },
    }
  } finally {
    await corpus.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Resident memory of this process and, where /proc tells it, of the embedded engine. */
async function residentMb(corpus: Corpus): Promise<number> {
  let bytes = process.memoryUsage.rss()
  const pid = await (corpus as { enginePid?(): Promise<number | undefined> }).enginePid?.()
  if (pid !== undefined) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    bytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
  }
  return bytes / 2 ** 20
}

async function fill(corpus: Corpus, n: number): Promise<void> {
  const next = stream(20_261_124)
  const syllables = Array.from(
    { length: 64 },
    (_, i) => 'bdfgklmnprstvz'[i % 14]! + 'aeiou'[i % 5]! + 'lnrst'[i % 5]!,
  )
  const vocabulary = Array.from({ length: 30_000 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => syllables[Math.floor(next() * 64)]!).join(''),
  )
  const word = (): string => vocabulary[Math.floor(Math.exp(next() * Math.log(vocabulary.length))) - 1]!
  const phrases = Array.from({ length: 10 }, () => Array.from({ length: 7 }, word))
  const phone = (): string => `+999 1 ${1_000_000 + Math.floor(next() * 8_999_999)}`
  const text = (): string[] => {
    const made: string[] = []
    while (made.length < 72) {
      if (next() < 0.02) made.push(...phrases[Math.floor(next() * 10)]!)
      else made.push(word())
    }
    return made
  }
  let rows: Record<string, unknown>[] = []
  let id = 0
  const put = async (words: readonly string[], contact: string): Promise<void> => {
    rows.push({
      id: (id++).toString(16).padStart(32, '0'),
      source: 'bench',
      posted_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(next() * 300) * 86_400_000).toISOString(),
      text: words.join(' '),
      contact,
      country: 'XAA',
      place_text: `town ${Math.floor(next() * 40)}`,
      market: next() < 0.5 ? 'jobs' : 'services',
      version: 1,
    })
    if (rows.length === 10_000) {
      await corpus.insert('sources_ad', rows)
      rows = []
    }
  }
  while (id < 0.4 * n) {
    const model = text()
    const contact = phone()
    const size = Math.max(2, Math.min(Math.floor(2 / next() ** (1 / 1.1)), Math.floor(n / 50)))
    for (let k = 0; k < size && id < 0.4 * n; k++)
      await put(
        model.map((one) => (next() < 0.08 ? word() : one)),
        contact,
      )
  }
  while (id < n) await put(text(), phone())
  await corpus.insert('sources_ad', rows)
}

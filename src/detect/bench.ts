import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Corpus, migrateCorpus, openCorpus } from '#platform/corpus'
import { findMigrations } from '#platform/db'
import { treeUsage } from '#sources'
import { type BenchAd, benchAds } from './bench-ads.ts'
import { detect } from './detect.ts'

/** One run of detection, measured from imported rows to finished patterns. */
export type Measured = {
  seconds: number
  cpuSeconds: number
  /** Of this process and its children, the embedded engine among them; shared pages once. */
  peakRssMb: number
  /** Each step in order: seconds, and the most memory held within it. */
  steps: Record<string, { seconds: number; peakRssMb: number }>
  templates: number
  patterns: number
}

export type DetectBench = Measured & {
  what: 'detect'
  n: number
  perSecond: number
  machine: string
  /** `--add`: the same once more after so many ads were added. */
  added?: Measured & { n: number }
  peer: { what: string; perSecond: number; timesAsFast: number; source: string }
}

/** InfoShield's published speed (DOI 10.1145/3563040): 4,000,000 documents in about 8 hours, 139 a second. */
const peer = {
  what: 'InfoShield, "about 8 h for 4 million documents"',
  perSecond: 139,
  source: 'DOI 10.1145/3563040',
}

/** Times `n` made-up ads (`benchAds`) to patterns, and `add` more of the same kind after them. */
export async function benchDetect(
  n: number,
  add: number,
  onProgress: (line: string) => void,
): Promise<DetectBench> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  const corpus = await openCorpus({ dataFolder: folder, clickhouseUrl: undefined })
  try {
    await migrateCorpus(corpus, findMigrations('corpus'))
    onProgress(`making ${n + add} ads`)
    const later = await fill(corpus, n, add)
    const first = await measure(corpus, onProgress)
    let added: DetectBench['added']
    if (add > 0) {
      await corpus.insert('sources_ad', later)
      added = { n: add, ...(await measure(corpus, onProgress)) }
    }
    const perSecond = n / first.seconds
    return {
      what: 'detect',
      n,
      perSecond,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
      ...first,
      ...(added === undefined ? {} : { added }),
      peer: { ...peer, timesAsFast: Math.round(perSecond / peer.perSecond) },
    }
  } finally {
    await corpus.close()
    await rm(folder, { recursive: true, force: true })
  }
}

export async function measure(corpus: Corpus, onProgress: (line: string) => void): Promise<Measured> {
  const before = await treeUsage()
  let peak = 0
  let inStep = 0
  const watch = setInterval(() => {
    void treeUsage().then(({ mb }) => {
      peak = Math.max(peak, mb)
      inStep = Math.max(inStep, mb)
    })
  }, 500)
  const steps: Measured['steps'] = {}
  let last = performance.now()
  try {
    const found = await detect({
      corpus,
      onProgress,
      onStep: (step) => {
        const now = performance.now()
        steps[step] = { seconds: Math.round(now - last) / 1000, peakRssMb: inStep }
        inStep = 0
        last = now
      },
    })
    const after = await treeUsage()
    return {
      seconds: found.seconds,
      cpuSeconds: Math.round((after.cpuSeconds - before.cpuSeconds) * 10) / 10,
      peakRssMb: Math.max(peak, after.mb),
      steps,
      templates: found.templates,
      patterns: found.patterns,
    }
  } finally {
    clearInterval(watch)
  }
}

/** Inserts `n` of `n + add` ads, spread over all; returns the others. */
async function fill(corpus: Corpus, n: number, add: number): Promise<BenchAd[]> {
  const later: BenchAd[] = []
  const every = add === 0 ? Infinity : (n + add) / add
  let rows: BenchAd[] = []
  let made = 0
  await benchAds(n + add, async (ad) => {
    if (++made >= (later.length + 1) * every) {
      later.push(ad)
      return
    }
    rows.push(ad)
    if (rows.length < 10_000) return
    await corpus.insert('sources_ad', rows)
    rows = []
  })
  await corpus.insert('sources_ad', rows)
  return later
}

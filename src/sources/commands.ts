import { systemActor } from '#platform/access'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { benchCommand } from './bench.ts'
import { formats } from './formats.ts'
import { importFile } from './importing/import-file.ts'
import { addCounts, type ImportRun, noCounts } from './importing/run.ts'
import { FormatName, formatNames, readMapping } from './mapping/mapping.ts'
import { countUnresolved, listSources, listUnresolved } from './sources.store.ts'
import { openStores } from './open-stores.ts'

const usage = 'import FORMAT FILE… [--map MAPPING.yaml] [--source NAME]'

const importCommand: Command = {
  name: ['import'],
  usage,
  summary: `Brings in files of ${formatNames.join(', ')}; the same file twice adds nothing, a killed import goes on.`,
  async run(args, context) {
    const { values, positionals } = parseCommandLine(
      usage,
      args,
      { map: { type: 'string' }, source: { type: 'string' } },
      [2, Infinity],
    )
    const format = FormatName.safeParse(positionals[0])
    if (!format.success)
      throw new BadInput(
        `FORMAT: found ${positionals[0]}, expected ${formatNames.join(', ')}; usage: asylia ${usage}`,
      )
    const mapping = readMapping(values.map ?? formats[format.data].defaultMapping)
    const stores = await openStores(context.config)
    const stop = new AbortController()
    const onSignal = () => stop.abort()
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
    try {
      const runs: ImportRun[] = []
      for (const path of positionals.slice(1)) {
        if (stop.signal.aborted) break
        runs.push(
          await importFile(stores, {
            format: format.data,
            path,
            mapping,
            source: values.source,
            actor: systemActor('import'),
            signal: stop.signal,
            onProgress: ({ read, rejected, bytesDone, fileBytes, seconds }) =>
              context.progress(
                `${path}: ${Math.min(100, Math.floor((100 * bytesDone) / fileBytes))} %, ${read.toLocaleString('en')} rows, ` +
                  `${rejected.toLocaleString('en')} rejected, ${Math.round(seconds)} s`,
              ),
          }),
        )
      }
      const unresolved = formats[format.data].located
        ? await countUnresolved(
            stores.corpus,
            runs.map(({ id }) => id),
          )
        : 0
      return answerOf(runs, unresolved)
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      await stores.close()
    }
  },
}

/** Exit 1 when something is not whole: a file that ended early, or a stop on the way. */
function answerOf(runs: readonly ImportRun[], unresolvedRows: number) {
  const counts = runs.reduce(addCounts, noCounts())
  if (counts.read > 0 && counts.rejected === counts.read) {
    const { fileName, firstRejects, rejectedFile } = runs[0]!
    const { row, field, found, expected } = firstRejects[0]!
    throw new BadInput(
      `${fileName}: none of its ${counts.read} rows could be read; row ${row}${field === '' ? '' : `, ${field}`}: found ${found}, expected ${expected}; all of them: ${rejectedFile}`,
    )
  }
  const seconds = Math.round(runs.reduce((sum, run) => sum + run.seconds, 0) * 10) / 10
  const shown = runs.map(
    ({ id, source, fileName, state, rejectedFile, firstRejects, notes, problem, ...each }) => ({
      import: id,
      source,
      file: fileName,
      state,
      read: each.read,
      added: each.added,
      updated: each.updated,
      unchanged: each.unchanged,
      rejected: each.rejected,
      rejectedFile,
      seconds: each.seconds,
      firstRejects,
      notes,
      problem,
    }),
  )
  const json =
    shown.length === 1
      ? shown[0]
      : {
          ...counts,
          rejectedFile: shown.find((run) => run.rejectedFile !== null)?.rejectedFile ?? null,
          seconds,
          files: shown,
        }
  const whole = runs.every(({ state }) => state === 'done')
  const waiting = `  ${rowsInWords(unresolvedRows)} with a place that could not be told: asylia sources unresolved`
  const text = [...runs.map(wordsOf), ...(unresolvedRows > 0 ? [waiting] : [])].join('\n')
  return { exit: whole ? (0 as const) : (1 as const), json: { ...json, unresolvedRows }, text }
}

function wordsOf(run: ImportRun): string {
  const n = (count: number) => count.toLocaleString('en')
  const lines = [
    `${run.fileName}: ${rowsInWords(run.read)}: ${n(run.added)} added, ${n(run.updated)} updated, ${n(run.unchanged)} unchanged, ${n(run.rejected)} rejected (${run.seconds} s)`,
    ...run.notes.map((note) => `  note: ${note}`),
    ...run.firstRejects.map(
      ({ row, field, found, expected }) =>
        `  row ${row}${field === '' ? '' : `, ${field}`}: found ${found}, expected ${expected}`,
    ),
  ]
  if (run.rejectedFile !== null) lines.push(`  rejected rows, to mend and import again: ${run.rejectedFile}`)
  if (run.state === 'stopped') lines.push('  stopped on the way: the same command goes on from here')
  if (run.problem !== null) lines.push(`  ${run.problem}`)
  return lines.join('\n')
}

const rowsInWords = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`

/** What one row of each kind is called. */
const oneOf = { ads: 'ad', incidents: 'incident', statistics: 'figure', records: 'record' } as const

const listUsage = 'sources'

const listCommand: Command = {
  name: ['sources'],
  usage: listUsage,
  summary: 'What is held of each source.',
  async run(args, context) {
    parseCommandLine(listUsage, args, {})
    const stores = await openStores(context.config)
    try {
      const sources = await listSources(stores.corpus)
      const words = sources.map(
        ({ source, kind, rows, firstDay, lastDay, withoutPlace }) =>
          `${source}: ${rows.toLocaleString('en')} ${rows === 1 ? oneOf[kind] : kind}, ${firstDay} to ${lastDay}${withoutPlace === 0 ? '' : `; ${withoutPlace} without a place`}`,
      )
      return { exit: 0, json: { sources }, text: words.join('\n') || 'nothing has been imported yet' }
    } finally {
      await stores.close()
    }
  },
}

const unresolvedUsage = 'sources unresolved [--source NAME] [--limit N]'

const unresolvedCommand: Command = {
  name: ['sources', 'unresolved'],
  usage: unresolvedUsage,
  summary: 'Places as they were written that no rule could tell, the most frequent first.',
  async run(args, context) {
    const { values } = parseCommandLine(unresolvedUsage, args, {
      source: { type: 'string' },
      limit: { type: 'string', default: '100' },
    })
    const limit = Number(values.limit)
    if (!Number.isInteger(limit) || limit < 1)
      throw new BadInput(`--limit: found ${values.limit}, expected a whole number above 0`)
    const stores = await openStores(context.config)
    try {
      const places = await listUnresolved(stores.corpus, values.source, limit)
      const words = places.map(
        ({ placeText, country, rows, reason, candidates }) =>
          `${rows} × ${placeText}${country === '' ? '' : ` [${country}]`}: ${reason}${candidates.length === 0 ? '' : `: ${candidates.join(', ')}`}`,
      )
      return { exit: 0, json: { places }, text: words.join('\n') || 'every place is told' }
    } finally {
      await stores.close()
    }
  },
}

/** `import`, `sources`, `sources unresolved` and `bench import`, for the command line. */
export const sourcesCommands: Command[] = [importCommand, listCommand, unresolvedCommand, benchCommand]

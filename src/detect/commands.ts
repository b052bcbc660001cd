import { systemActor } from '#platform/access'
import { type Command, type CommandAnswer, type CommandContext, parseCommandLine } from '#platform/command'
import { AsyliaError, BadInput } from '#platform/errors'
import { openStores } from '#sources'
import { benchDetect } from './bench.ts'
import { benchBadInput } from './bench-bad-input.ts'
import { detect } from './detect.ts'
import { describeSigns, evaluateSigns } from './indicators/evaluate-signs.ts'
import { describeTemplates } from './templates/describe.ts'
import { evaluateTemplates } from './templates/evaluate.ts'
import { getPattern, listPatterns } from './patterns/list-patterns.ts'
import { shortP } from './patterns/reasons.ts'
import { receiptCommands } from './receipts/commands.ts'

const detectUsage = 'detect [--since DATE]'

const detectCommand: Command = {
  name: ['detect'],
  usage: detectUsage,
  summary: 'Looks for templates, links and organised patterns in what was imported; reads only what is new.',
  async run(args, context) {
    const { values } = parseCommandLine(detectUsage, args, { since: { type: 'string' } })
    if (values.since !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.since))
      throw new BadInput(`--since: found ${values.since}, expected a day, YYYY-MM-DD`)
    const stores = await openStores(context.config)
    const stop = new AbortController()
    const onSignal = (): void => stop.abort(new BadInput('stopped; nothing of this run is kept'))
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
    try {
      const found = await detect({
        corpus: stores.corpus,
        since: values.since,
        signal: stop.signal,
        onProgress: (line) => context.progress(line),
      })
      const { observations, templates, links, patterns, seconds } = found
      return {
        exit: 0,
        json: { observations, templates, links, patterns, seconds },
        text: `${observations} observations, ${templates} templates, ${links} links, ${patterns} patterns in ${seconds.toFixed(1)} s`,
      }
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
      await stores.close()
    }
  },
}

const listUsage = 'patterns [--all] [--budget K]'

const patternsCommand: Command = {
  name: ['patterns'],
  usage: listUsage,
  summary:
    'Lists organised patterns that wait for a verdict, by q-value, with their reasons; --all: every one.',
  async run(args, context) {
    const { values } = parseCommandLine(listUsage, args, {
      all: { type: 'boolean' },
      budget: { type: 'string' },
    })
    const budget = values.budget === undefined ? undefined : Number(values.budget)
    if (budget !== undefined && !(Number.isInteger(budget) && budget > 0))
      throw new BadInput(`--budget: found ${values.budget}, expected a whole number above 0`)
    const stores = await openStores(context.config)
    try {
      const list = await listPatterns(stores, systemActor('patterns'), {
        budget,
        ...(values.all === true ? { state: 'all', review: 'all' } : {}),
      })
      const lines = list.patterns.map(
        ({ id, q, size, kinds, places, review, withinBudget }) =>
          `${withinBudget ? '*' : ' '} ${id}  q ${shortP(q)}  ${size} observations  ${kinds.join(', ')}  ${places.slice(0, 3).join(', ')}  ${review}`,
      )
      return {
        exit: 0,
        json: list,
        text: [
          list.run === null
            ? 'nothing was detected yet: run asylia detect'
            : list.total === 0
              ? `no pattern ${values.all === true ? 'was found' : 'waits for a verdict; with those decided and those of too little evidence: asylia patterns --all'}`
              : `${list.total} patterns; * those within today's budget of ${list.budget}`,
          ...lines,
        ].join('\n'),
      }
    } finally {
      await stores.close()
    }
  },
}

const showUsage = 'patterns show ID'

const showCommand: Command = {
  name: ['patterns', 'show'],
  usage: showUsage,
  summary: 'One pattern: kinds of evidence, q-value, reasons, counter-evidence, wordings, observation ids.',
  async run(args, context) {
    const { positionals } = parseCommandLine(showUsage, args, {}, [1, 1])
    const stores = await openStores(context.config)
    try {
      const pattern = await getPattern(stores, systemActor('patterns'), positionals[0]!).catch(
        (error: unknown) => {
          if (!(error instanceof AsyliaError && error.code === 'detect.pattern.not-found')) throw error
          throw new BadInput(
            `ID: found ${positionals[0]}, expected a pattern of the newest run: asylia patterns`,
            error.details,
          )
        },
      )
      const words = pattern.templates.map(
        ({ observations, parts }) =>
          `  ${observations} ×  ${parts.map(({ kind, text }) => (kind === 'constant' ? text : `[${text || '…'}]`)).join(' ')}`,
      )
      return {
        exit: 0,
        json: pattern,
        text: [
          `${pattern.id}: ${pattern.size} observations, ${pattern.firstAt.slice(0, 10)} to ${pattern.lastAt.slice(0, 10)}, q ${shortP(pattern.q)}, ${pattern.review}`,
          ...(pattern.state === 'shown'
            ? []
            : ['too little to be shown as an alert', ...pattern.notShown.map(({ text }) => `  ${text}`)]),
          'why',
          ...pattern.why.map(({ text }) => `  ${text}`),
          'what speaks against it',
          ...(pattern.against.length === 0
            ? ['  nothing was found']
            : pattern.against.map(({ text }) => `  ${text}`)),
          'looked for against it, and not found',
          ...pattern.lookedFor.map(({ text }) => `  ${text}`),
          'what cannot be known',
          ...pattern.unknown.map(({ text }) => `  ${text}`),
          ...(pattern.asked.length === 0
            ? []
            : ['evidence asked about, and not found', ...pattern.asked.map(({ text }) => `  ${text}`)]),
          'signs in its words, against the same market',
          ...pattern.signs.map(({ text }) => `  ${text}`),
          'wordings',
          ...words,
          'observations',
          ...pattern.observationIds.map((id) => `  ${id}`),
        ].join('\n'),
      }
    } finally {
      await stores.close()
    }
  },
}

const evalUsage = 'eval templates FILE.csv [--template-from PATTERN] [--peer FOLDER] [--out F.csv]'

const evalCommand: Command = {
  name: ['eval', 'templates'],
  usage: evalUsage,
  summary:
    'Measures templates against labelled texts (columns id,text,template_id; −1: none), beside naive detectors.',
  async run(args, context) {
    const { values, positionals } = parseCommandLine(
      evalUsage,
      args,
      { out: { type: 'string' }, peer: { type: 'string' }, 'template-from': { type: 'string' } },
      [1, 1],
    )
    const report = await evaluateTemplates(positionals[0]!, {
      out: values.out,
      peer: values.peer,
      templateFrom: readPattern(values['template-from']),
    })
    context.progress(`${report.docs} texts in ${report.seconds.toFixed(1)} s`)
    return { exit: 0, json: report, text: describeTemplates(report) }
  },
}

function readPattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined
  try {
    return new RegExp(text, 'u')
  } catch {
    throw new BadInput(`--template-from: found ${text}, expected a regular expression such as '^([a-z]+)\\d'`)
  }
}

const benchUsage = 'bench detect [--n N] [--add M] | --bad-input'

const benchCommand: Command = {
  name: ['bench', 'detect'],
  usage: benchUsage,
  summary:
    'Times imported ads to patterns on ads it makes itself; --add: and so many more added to them; --bad-input: on input that breaks detectors.',
  async run(args, context) {
    const { values } = parseCommandLine(benchUsage, args, {
      n: { type: 'string', default: '100000' },
      add: { type: 'string', default: '0' },
      'bad-input': { type: 'boolean' },
    })
    if (values['bad-input'] === true) return badInput(context)
    const [n, add] = [Number(values.n), Number(values.add)]
    if (!Number.isInteger(n) || n < 1)
      throw new BadInput(`--n: found ${values.n}, expected a whole number above 0`)
    if (!Number.isInteger(add) || add < 0)
      throw new BadInput(`--add: found ${values.add}, expected a whole number`)
    const result = await benchDetect(n, add, (line) => context.progress(line))
    const { added } = result
    return {
      exit: 0,
      json: result,
      text: [
        `${n} ads to patterns in ${result.seconds.toFixed(1)} s (${result.cpuSeconds} s of processor), ${Math.round(result.perSecond)} ads/s, ${result.peakRssMb} MB`,
        ...(added === undefined
          ? []
          : [
              `${added.n} more in ${added.seconds.toFixed(1)} s (${added.cpuSeconds} s of processor), ${added.peakRssMb} MB`,
            ]),
      ].join('\n'),
    }
  },
}

async function badInput({ progress }: CommandContext): Promise<CommandAnswer> {
  const rows = await benchBadInput(progress)
  return {
    exit: rows.every(({ right }) => right) ? 0 : 1,
    json: rows,
    text: [
      '| input | ads | right | seconds | of processor | MB |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows.map(
        ({ what, ads, right, seconds, cpuSeconds, peakRssMb }) =>
          `| ${what} | ${ads} | ${right ? 'yes' : '**no**'} | ${seconds.toFixed(1)} | ${cpuSeconds} | ${peakRssMb} |`,
      ),
    ].join('\n'),
  }
}

const signsUsage = 'eval indicators [--seeds N]'

const evalSignsCommand: Command = {
  name: ['eval', 'indicators'],
  usage: signsUsage,
  summary:
    "Measures what reviewers' answers teach about signs on made-up texts, split by phrase, beside the rules alone.",
  async run(args, context) {
    const { values } = parseCommandLine(signsUsage, args, { seeds: { type: 'string', default: '3' } })
    const seeds = Number(values.seeds)
    if (!Number.isInteger(seeds) || seeds < 1)
      throw new BadInput(`--seeds: found ${values.seeds}, expected a whole number above 0`)
    const report = evaluateSigns(seeds, (line) => context.progress(line))
    return { exit: 0, json: report, text: describeSigns(report) }
  },
}

/** The verbs of detection. */
export const detectCommands: Command[] = [
  detectCommand,
  patternsCommand,
  showCommand,
  ...receiptCommands,
  evalCommand,
  evalSignsCommand,
  benchCommand,
]

import { readFile, writeFile } from 'node:fs/promises'
import { systemActor } from '#platform/access'
import { type Command, parseCommandLine } from '#platform/command'
import { Keyring, publicHalf } from '#platform/crypto'
import { AsyliaError, BadInput } from '#platform/errors'
import { openStores } from '#sources'
import { detect } from '../detect.ts'
import { openPattern } from '../patterns/list-patterns.ts'
import { listStored, memberIds } from '../patterns/patterns.store.ts'
import { newestRun } from '../runs.store.ts'
import { issueReceipt } from './issue-receipt.ts'
import { PatternReceipt, patternReceiptKey } from './receipt.ts'
import { type Difference, verifyPatternReceipt } from './verify-receipt.ts'

const receiptUsage = 'patterns receipt ID --out FILE'

const receiptCommand: Command = {
  name: ['patterns', 'receipt'],
  usage: receiptUsage,
  summary: 'Writes the receipt of a pattern: parameters, version, a hash of each observation, signed.',
  async run(args, context) {
    const { values, positionals } = parseCommandLine(receiptUsage, args, { out: { type: 'string' } }, [1, 1])
    if (values.out === undefined) throw new BadInput(`expected --out FILE; usage: asylia ${receiptUsage}`)
    const [id] = positionals as [string]
    const stores = await openStores(context.config)
    try {
      const keyring = await Keyring.open(context.config.dataFolder)
      const found = await openPattern(stores, systemActor('patterns'), id).catch((error: unknown) => {
        if (!(error instanceof AsyliaError && error.code === 'detect.pattern.not-found')) throw error
        throw new BadInput(`ID: found ${id}, expected a pattern of the newest run: asylia patterns`)
      })
      const receipt = await issueReceipt({ corpus: stores.corpus, keyring }, found)
      await writeFile(values.out, `${JSON.stringify(receipt, null, 1)}\n`).catch(
        (error: NodeJS.ErrnoException) => {
          throw new BadInput(`${values.out}: cannot be written (${error.code ?? 'unknown'})`)
        },
      )
      const { observations, key } = receipt
      return {
        exit: 0,
        json: { file: values.out, pattern: id, observations: observations.length, key },
        text: `wrote ${values.out}: ${observations.length} observations, signed by ${key}`,
      }
    } finally {
      await stores.close()
    }
  },
}

const verifyUsage = 'patterns verify RECEIPT [--key KEY] [--whole]'

const verifyCommand: Command = {
  name: ['patterns', 'verify'],
  usage: verifyUsage,
  summary:
    'Computes a receipt again from the observations as they stand now and names what differs; --key: who must have signed it, this house unless told; --whole: looks at all observations again as well.',
  async run(args, context) {
    const { values, positionals } = parseCommandLine(
      verifyUsage,
      args,
      { key: { type: 'string' }, whole: { type: 'boolean' } },
      [1, 1],
    )
    const [file] = positionals as [string]
    const receipt = await readReceipt(file)
    const stores = await openStores(context.config)
    try {
      // Anybody can sign: what cannot be told from the observations is worth no more than the key that stands for it.
      const pinned =
        values.key ?? publicHalf(patternReceiptKey(await Keyring.open(context.config.dataFolder)))
      const verified = await verifyPatternReceipt(stores.corpus, receipt, pinned)
      const whole =
        values.whole === true
          ? await lookAgain(stores.corpus, receipt, (line) => context.progress(line))
          : null
      const same = verified.same && (whole?.same ?? true)
      return { exit: same ? 0 : 1, json: { ...verified, same, whole }, text: tell(receipt, verified, whole) }
    } finally {
      await stores.close()
    }
  },
}

async function readReceipt(file: string): Promise<PatternReceipt> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${file}: cannot be read (${error.code ?? 'unknown'})`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new BadInput(`${file}: found no JSON, expected the receipt of a pattern`)
  }
  const parsed = PatternReceipt.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadInput(
    `${file}: ${issue!.path.join('.') || 'receipt'}: ${issue!.message}; expected the receipt of a pattern`,
  )
}

type Whole = { same: boolean; pattern: string | null; differences: Omit<Difference, 'what'>[] }

/** Detection over all observations as they are now, and what of the receipt it finds otherwise. */
async function lookAgain(
  corpus: Parameters<typeof verifyPatternReceipt>[0],
  receipt: PatternReceipt,
  onProgress: (line: string) => void,
): Promise<Whole> {
  await detect({ corpus, onProgress })
  const { run } = (await newestRun(corpus))!
  const then = new Set(receipt.observations.map(({ id }) => id))
  let nearest: { pattern: Awaited<ReturnType<typeof listStored>>[number]; shared: number } | undefined
  for (const pattern of await listStored(corpus, run)) {
    const shared = (await memberIds(corpus, run, pattern.id)).filter((id) => then.has(id)).length
    if (shared > (nearest?.shared ?? 0)) nearest = { pattern, shared }
  }
  if (nearest === undefined)
    return {
      same: false,
      pattern: null,
      differences: [{ of: 'pattern', was: receipt.pattern, now: 'none' }],
    }
  const { pattern, shared } = nearest
  const differences = [
    { of: 'fingerprint', was: receipt.result.fingerprint, now: pattern.fingerprint },
    { of: 'observations in common', was: `${then.size}`, now: `${shared}` },
    { of: 'observations', was: `${then.size}`, now: `${pattern.size}` },
    { of: 'state', was: receipt.result.state, now: pattern.state },
    { of: 'p', was: `${receipt.result.p}`, now: `${pattern.p}` },
    { of: 'q', was: `${receipt.result.q}`, now: `${pattern.q}` },
    ...receipt.result.findings.map(({ kind, usual }) => ({
      of: `${kind}: usual`,
      was: `${usual}`,
      now: `${pattern.findings.find((one) => one.kind === kind)?.usual ?? 'not asked'}`,
    })),
  ].filter(({ was, now }) => was !== now)
  return { same: differences.length === 0, pattern: pattern.id, differences }
}

function tell(
  receipt: PatternReceipt,
  verified: Awaited<ReturnType<typeof verifyPatternReceipt>>,
  whole: Whole | null,
): string {
  const line = ({ of, was, now }: Omit<Difference, 'what'>): string => `  ${of}: was ${was}, is ${now}`
  return [
    verified.same
      ? `${receipt.pattern}: computed again from ${verified.observations} observations, and the same`
      : `${receipt.pattern}: computed again, and otherwise (differences: ${verified.count})`,
    ...verified.differences.map(({ what, ...one }) => line({ ...one, of: `${what} ${one.of}` })),
    ...(whole === null
      ? []
      : [
          whole.same
            ? 'all observations looked at again, and the same'
            : 'all observations looked at again, and otherwise',
          ...whole.differences.map(line),
        ]),
    `version ${verified.engine.was}${verified.engine.now === verified.engine.was ? '' : `, now ${verified.engine.now}`}; signed by ${verified.key}`,
  ].join('\n')
}

/** The verbs of receipts. */
export const receiptCommands: readonly Command[] = [receiptCommand, verifyCommand]

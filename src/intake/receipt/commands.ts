import { readFile } from 'node:fs/promises'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { Receipt, verifyReceipt } from './receipt.ts'

const usage = 'receipt verify FILE --key KEY'
const said = {
  signed: 'signed by this key, and not altered since',
  'not-signed': 'not what was signed: something in it was altered',
  'another-key': 'signed by another key than the one given',
  'unknown-key':
    'signed by an unknown key: anybody could have made it. Give the key of the door with --key; its page /report/check shows it',
} as const

/** `asylia receipt verify`: offline, with nothing of the house but the receipt. */
export const receiptCommands: readonly Command[] = [
  {
    name: ['receipt', 'verify'],
    usage,
    summary: 'Verify a receipt that a reporter kept, offline',
    async run(args) {
      const { values, positionals } = parseCommandLine(usage, args, { key: { type: 'string' } }, [1, 1])
      const [file = ''] = positionals
      const receipt = await readReceipt(file)
      const verdict = verifyReceipt(receipt, values.key)
      const { hour, log, key } = receipt
      const text = `${said[verdict.because]}\nfiled in the hour of ${hour}${log ? `, after entry ${log.size} of the record` : ''}\nkey ${key}\n`
      return { exit: verdict.ok ? 0 : 1, json: { ...verdict, hour, log, key }, text }
    },
  },
]

async function readReceipt(file: string): Promise<Receipt> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(`${file}: cannot be read (${error.code ?? 'unknown'})`)
  })
  // It may stand among other notes: the receipt is what is in the outermost braces.
  const [json = ''] = /\{[\s\S]*\}/.exec(text) ?? []
  try {
    return Receipt.parse(JSON.parse(json))
  } catch {
    throw new BadInput(`${file}: found no receipt, expected the text that the door gave`)
  }
}

import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { z } from 'zod'
import { openPlatform } from '#api'
import {
  type AuditEntry,
  type AuditHead,
  type AuditVerification,
  readHeads,
  verifyLog,
  walkEntries,
} from '#platform/audit'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'

const administrator = { id: 'cli', role: 'administrator', organisation: null, purpose: 'administration' }

const Head = z.object({ size: z.int(), root: z.string(), at: z.string(), signature: z.string() })
const Entry = z.object({
  seq: z.int(),
  id: z.string(),
  body: z.string(),
  leaf: z.string(),
  actor: z.string(),
  action: z.string(),
  resource: z.string(),
  subject: z.string().nullable(),
})
const Line = z.union([
  z.object({ publicKey: z.string() }),
  z.object({ head: Head }),
  z.object({ entry: Entry }),
])

const verifyUsage = 'log verify [EXPORT.jsonl] [--heads HEADS.jsonl]'
const exportUsage = 'log export --out FILE.jsonl'

export const logCommands: Command[] = [
  {
    name: ['log', 'verify'],
    usage: verifyUsage,
    summary:
      'Recompute the audit log and hold it against every signed head; of an export, with no database at hand',
    async run(args, { config }) {
      const { values, positionals } = parseCommandLine(
        verifyUsage,
        args,
        { heads: { type: 'string' } },
        [0, 1],
      )
      const witnessed = values.heads === undefined ? [] : readWitness(values.heads)
      if (positionals[0] !== undefined) return answer(await verifyExport(positionals[0], witnessed))
      const platform = await openPlatform(config)
      try {
        const own = join(config.dataFolder, 'audit-heads.jsonl')
        const kept = witnessed.length > 0 || !existsSync(own) ? witnessed : readWitness(own)
        return answer(
          await platform.database.as(administrator, async (trx) =>
            verifyLog(walkEntries(trx), [...(await readHeads(trx)), ...kept], platform.audit.publicKey),
          ),
        )
      } finally {
        await platform.close()
      }
    },
  },
  {
    name: ['log', 'export'],
    usage: exportUsage,
    summary: 'Write the audit log, its heads and its public key to a file that `log verify` reads anywhere',
    async run(args, { config }) {
      const { values } = parseCommandLine(exportUsage, args, { out: { type: 'string' } })
      if (values.out === undefined)
        throw new BadInput(`--out: expected a file to write; usage: asylia ${exportUsage}`)
      const file = values.out
      const platform = await openPlatform(config)
      try {
        const rows = await platform.database.as(administrator, async (trx) => {
          const out = createWriteStream(file, { mode: 0o600 })
          let written = 0
          const write = async (line: unknown) => {
            if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
          }
          await write({ publicKey: platform.audit.publicKey })
          for (const head of await readHeads(trx)) await write({ head })
          for await (const { leaf, seq, id, body, actor, action, resource, subject } of walkEntries(trx)) {
            await write({
              entry: { seq, id, body, leaf: leaf.toString('hex'), actor, action, resource, subject },
            })
            written++
          }
          out.end()
          await once(out, 'finish')
          return written
        })
        return { exit: 0, json: { rows, file }, text: `${rows} entries written to ${file}` }
      } finally {
        await platform.close()
      }
    },
  },
]

function readWitness(file: string): AuditHead[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new BadInput(`${file}: cannot be read; expected a file of signed heads, one JSON object a line`)
  }
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const parsed = Head.safeParse(parseJson(line))
      if (!parsed.success)
        throw new BadInput(`${file}: row ${i + 1}: expected a signed head {size, root, at, signature}`)
      return parsed.data
    })
}

async function verifyExport(file: string, witnessed: AuditHead[]): Promise<AuditVerification> {
  if (!existsSync(file)) throw new BadInput(`${file}: no such file; expected what \`log export\` wrote`)
  let publicKey: string | undefined
  const heads: AuditHead[] = [...witnessed]
  const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]()
  let row = 0

  const next = async (): Promise<AuditEntry | undefined> => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) return undefined
      row++
      const parsed = Line.safeParse(parseJson(value))
      if (!parsed.success)
        throw new BadInput(`${file}: row ${row}: expected a line that \`log export\` wrote`)
      if ('publicKey' in parsed.data) publicKey = parsed.data.publicKey
      else if ('head' in parsed.data) heads.push(parsed.data.head)
      else return { ...parsed.data.entry, leaf: Buffer.from(parsed.data.entry.leaf, 'hex') }
    }
  }
  const first = await next()
  if (publicKey === undefined) throw new BadInput(`${file}: row 1: expected the public key of the log`)
  async function* entries(): AsyncGenerator<AuditEntry> {
    for (let entry = first; entry !== undefined; entry = await next()) yield entry
  }
  return verifyLog(entries(), heads, publicKey)
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function answer(verification: AuditVerification) {
  const found = verification.findings.map((finding) => `  ${finding.problem}: ${finding.detail}`)
  const text = verification.ok
    ? `The log is whole: ${verification.entries} entries under ${verification.headsChecked} signed heads.`
    : [`The log was tampered with:`, ...found].join('\n')
  return { exit: verification.ok ? (0 as const) : (1 as const), json: verification, text }
}

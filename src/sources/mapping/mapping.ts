import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { BadInput } from '#platform/errors'

export const formatNames = ['ads-csv', 'ads-jsonl', 'incidents-csv', 'glotip-csv', 'ctdc-csv'] as const
export const FormatName = z.enum(formatNames)
export type FormatName = z.infer<typeof FormatName>

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** Where one field's value comes from, and how it is written there. A plain text is short for `{column: …}`. */
const FieldRule = z.union([
  z.string().min(1),
  z.strictObject({
    /** The column, or several names of it: the first that the file has. */
    column: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** Several columns made one text; empty ones are left out. */
    columns: z.array(z.string()).min(1).optional(),
    join: z.string().default('\n'),
    constant: Scalar.optional(),
    /** Dates: `iso` (the default), `unix`, `unix-ms`, or a pattern of yyyy MM M dd d HH H mm ss. */
    format: z.string().optional(),
    /** An IANA zone for times without one; the mapping's own unless told. */
    timeZone: z.string().optional(),
    /** Numbers: the mark before decimals and the mark between thousands. */
    decimal: z.string().length(1).default('.'),
    thousands: z.string().length(1).optional(),
    /** Lists: what stands between items. */
    separator: z.string().min(1).default('|'),
    /** What the source writes → what it means. A value not named here stays as it is. */
    values: z.record(z.string(), Scalar).optional(),
    /** What the source writes for 'not known'; an empty cell always means that. */
    unknown: z.array(Scalar).optional(),
    /** Counts that stand for a range: `'<5': [0, 4]`. */
    censored: z.record(z.string(), z.tuple([z.int().min(0), z.int().min(0)])).optional(),
    /** The value where the cell is empty, or the file has no such column. */
    else: Scalar.optional(),
  }),
])

const MappingSchema = z.strictObject({
  mapping: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected small letters, digits and hyphens'),
  about: z.string().optional(),
  /** Under which terms the source may be used; shown beside its figures. */
  terms: z.string().optional(),
  formats: z.array(FormatName).min(1),
  /** The name rows are kept under; `--source` overrides it; absent: the file's name. */
  source: z.string().min(1).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
  delimiter: z.string().length(1).optional(),
  timeZone: z.string().default('UTC'),
  /** What tells one row from another: columns, the whole content, or its place in the file. */
  id: z.union([z.strictObject({ columns: z.array(z.string()).min(1) }), z.enum(['content', 'row'])]),
  fields: z.record(z.string(), FieldRule),
  /** Yes/no facts (`ctdc-csv`): name → rule. */
  facts: z.record(z.string(), FieldRule).optional(),
  /** Columns kept as they are: a list, or `rest` for every column not used above. */
  attributes: z.union([z.literal('rest'), z.array(z.string())]).default([]),
})

export type FieldRule = Exclude<z.output<typeof FieldRule>, string>
export type Mapping = Omit<z.output<typeof MappingSchema>, 'fields' | 'facts'> & {
  fields: Record<string, FieldRule>
  facts: Record<string, FieldRule>
  /** Of the text it was read from: the same mapping, the same hash. */
  hash: string
  yaml: string
}

/** Reads a mapping. Throws `BadInput` naming file, line, key and what was expected. */
export function parseMapping(yaml: string, file: string): Mapping {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken)
    throw new BadInput(`${file} line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`, { file })
  const parsed = MappingSchema.safeParse(valueOf(document, file))
  if (!parsed.success) {
    const { path, message } = firstIssue(parsed.error.issues[0]!)
    const key = path.map(String).join('.')
    throw new BadInput(
      `${file} line ${lineOf(document, lines, path)}: ${key === '' ? 'the mapping' : key}: ${message}`,
      { file, key },
    )
  }
  const { fields, facts = {}, ...rest } = parsed.data
  checkZone(file, rest.timeZone)
  return {
    ...rest,
    fields: plain(fields),
    facts: plain(facts),
    yaml,
    hash: createHash('sha256').update(yaml).digest('hex').slice(0, 32),
  }
}

/** The document as plain values. Throws `BadInput` where aliases (`*name`) dangle, or stand for far more than is written. */
function valueOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new BadInput(`${file}: ${(error as Error).message}; expected values written out`, { file })
  }
}

/** Reads a mapping file, or a shipped mapping by its name (`emscad`). */
export function readMapping(pathOrName: string): Mapping {
  const path = /^[a-z0-9-]+$/.test(pathOrName) ? shippedPath(pathOrName) : pathOrName
  let yaml: string
  try {
    yaml = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new BadInput(
      `mapping ${pathOrName}: cannot be read (${code}); expected a YAML file, or one of ${shippedMappings().join(', ')}`,
      { file: pathOrName },
    )
  }
  return parseMapping(yaml, basename(path))
}

const shippedFolder = fileURLToPath(new URL('../../../docs/mappings/', import.meta.url))
const shippedPath = (name: string) => join(shippedFolder, `${name}.yaml`)

/** The names of the mappings that come with Asylia (`docs/mappings`). */
export function shippedMappings(): string[] {
  return readdirSync(shippedFolder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -5))
    .toSorted()
}

type Issue = { path: PropertyKey[]; message: string; code?: string; keys?: string[]; errors?: unknown }

/** Of a union's many complaints the one of the branch that came furthest; unknown keys point at the key itself. */
function firstIssue(issue: Issue): { path: PropertyKey[]; message: string } {
  if (issue.code === 'unrecognized_keys' && issue.keys) {
    return { path: [...issue.path, issue.keys[0]!], message: 'no such setting' }
  }
  if (issue.code === 'invalid_union' && Array.isArray(issue.errors)) {
    const branches = (issue.errors as Issue[][]).map((each) => each[0]).filter((each) => each !== undefined)
    const deepest = branches.reduce<Issue | undefined>((best, each) => {
      const depth = (of: Issue) => of.path.length + (of.code === 'unrecognized_keys' ? 1 : 0)
      return best === undefined || depth(each) > depth(best) ? each : best
    }, undefined)
    if (deepest) {
      const inner = firstIssue(deepest)
      return { path: [...issue.path, ...inner.path], message: inner.message }
    }
  }
  return issue
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number] }
      | undefined
    if (node?.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function plain(fields: Record<string, string | FieldRule>): Record<string, FieldRule> {
  const full = (rule: string | FieldRule): FieldRule =>
    typeof rule === 'string' ? { column: rule, join: '\n', decimal: '.', separator: '|' } : rule
  return Object.fromEntries(Object.entries(fields).map(([name, rule]) => [name, full(rule)]))
}

function checkZone(file: string, zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new BadInput(`${file}: timeZone: found "${zone}", expected an IANA zone such as Europe/Athens`, {
      file,
      key: 'timeZone',
    })
  }
}

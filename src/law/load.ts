import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { BadInput } from '#platform/errors'
import { Calendars } from './catalogue/calendar.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { Jurisdiction } from './catalogue/jurisdiction.ts'
import { Channels, Membership, Treaty } from './catalogue/treaty.ts'
import { Translations } from './catalogue/translations.ts'
import { Vocabulary } from './catalogue/vocabulary.ts'
import { findFaults, type Fault } from './check.ts'

/** The project's own data folder. */
const dataFolder = fileURLToPath(new URL('../../data/', import.meta.url))

export type LoadOptions = {
  /** A folder laid out like `data/law`; absent: the project's own. */
  folder?: string
  /** Also the made-up jurisdictions of `data/demo/law`. */
  invented?: boolean
}

/** A file read and still able to say on which line a key stands. */
type Read<T> = { file: string; value: T; lineOf(path: readonly PropertyKey[]): number | undefined }

type KeyPath = readonly PropertyKey[]

const known = new Map<string, { stamp: string; catalogue: Catalogue }>()

/**
 * Reads the law from disk, checks it and gives it its hash. Throws `BadInput` naming file, line, key and what was
 * expected; `details.faults` holds every fault found. Kept in memory until a file changes.
 */
export function loadCatalogue(options: LoadOptions = {}): Catalogue {
  const folder = options.folder ?? join(dataFolder, 'law')
  const extra = options.invented ? [join(dataFolder, 'demo', 'law')] : []
  const key = [folder, ...extra].join('\n')
  const stamp = stampOf([folder, ...extra])
  const kept = known.get(key)
  if (kept?.stamp === stamp) return kept.catalogue
  const catalogue = read(folder, extra)
  known.set(key, { stamp, catalogue })
  return catalogue
}

function read(folder: string, extra: string[]): Catalogue {
  const vocabulary = readOne(join(folder, 'vocabulary.yaml'), Vocabulary)
  const treaties = readAll(join(folder, 'treaties'), Treaty)
  const memberships = readAll(join(folder, 'membership'), Membership)
  const channels = readOne(join(folder, 'channels.yaml'), Channels)
  const jurisdictions = [join(folder, 'jurisdictions'), ...extra].flatMap((one) => readAll(one, Jurisdiction))
  const calendars = readOne(join(folder, 'calendars.yaml'), Calendars)
  const content = {
    vocabulary: vocabulary.value,
    treaties: treaties.map((one) => one.value),
    memberships: memberships.map((one) => one.value),
    channels: channels.value,
    jurisdictions: jurisdictions.map((one) => one.value),
    calendars: calendars.value,
  }
  const files: Record<Fault['in'], Read<unknown>[]> = {
    vocabulary: [vocabulary],
    treaties,
    memberships,
    channels: [channels],
    jurisdictions,
    calendars: [calendars],
  }
  const faults = findFaults(content).map((fault) =>
    located(files[fault.in][fault.index]!, fault.path, fault.message),
  )
  if (faults.length > 0) throw refusal(faults)
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  return { hash, ...content }
}

function readAll<S extends z.ZodType>(folder: string, schema: S): Read<z.output<S>>[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    throw new BadInput(`${folder}: not a folder; expected the files of a catalogue (data/law/README.md)`)
  }
  return names
    .filter((name) => /\.(yaml|yml|json)$/.test(name))
    .sort()
    .map((name) => readOne(join(folder, name), schema))
}

function readOne<S extends z.ZodType>(file: string, schema: S): Read<z.output<S>> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new BadInput(`${file}: cannot be read`)
  }
  return parseLawFile(file, text, schema)
}

/** Parses one file of law. Throws `BadInput`: `file:line: key: found …, expected …`. */
export function parseLawFile<S extends z.ZodType>(file: string, text: string, schema: S): Read<z.output<S>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' })
  const broken = document.errors[0]
  if (broken) {
    const at = lines.linePos(broken.pos[0])
    throw new BadInput(`${file}:${at.line}: ${broken.message.split('\n')[0]!.replace(/ at line .*$/, '')}`)
  }
  const lineOf = (path: KeyPath): number | undefined => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      const range = node !== null && typeof node === 'object' && 'range' in node ? node.range : undefined
      if (Array.isArray(range)) return lines.linePos(Number(range[0])).line
    }
    return undefined
  }
  let whole: unknown
  try {
    whole = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // Aliases (`*name`) that dangle, or stand for far more than is written.
    throw new BadInput(`${file}: ${(error as Error).message}; expected values written out`)
  }
  const parsed = schema.safeParse(whole)
  const read = { file, lineOf, value: undefined as z.output<S> }
  if (!parsed.success) {
    throw refusal(parsed.error.issues.map((issue) => located(read, issue.path, messageOf(issue, whole))))
  }
  return { ...read, value: parsed.data }
}

function messageOf(issue: z.core.$ZodIssue, whole: unknown): string {
  const found = issue.path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    whole,
  )
  const shown = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60)
  if (issue.code === 'invalid_union') {
    return `found ${shown}, expected a fact such as means.deception, or a rule: all, any, not, atLeast, ageBelow, compare, oneOf, ref, unless, presume`
  }
  if (issue.code === 'unrecognized_keys') return `found ${issue.keys.join(', ')}, expected no such key`
  return `found ${shown}, ${issue.message.replace(/^Invalid input: /, '').replace(/^Invalid (string|option): /, '')}`
}

type Located = { file: string; line: number | undefined; key: string; message: string }

function located(read: Pick<Read<unknown>, 'file' | 'lineOf'>, path: KeyPath, message: string): Located {
  return { file: read.file, line: read.lineOf(path), key: path.map(String).join('.'), message }
}

function refusal(faults: Located[]): BadInput {
  const [first] = faults
  const where = `${first!.file}${first!.line === undefined ? '' : `:${first!.line}`}`
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return new BadInput(`${where}: ${first!.key}: ${first!.message}${more}`, {
    faults: faults.map((one) => ({ ...one, file: basename(one.file) })),
  })
}

function stampOf(folders: string[]): string {
  return folders
    .flatMap((folder) => {
      try {
        return readdirSync(folder, { recursive: true })
          .map(String)
          .sort()
          .map((name) => {
            const { mtimeMs, size } = statSync(join(folder, name))
            return `${name} ${mtimeMs} ${size}`
          })
      } catch {
        return [folder]
      }
    })
    .join('\n')
}

/** The phrases of a rights sheet in the other languages; not part of the law, so not of its hash. */
export function loadTranslations(folder = join(dataFolder, 'law')): Translations {
  return readOne(join(folder, 'translations.yaml'), Translations).value
}

import { parse } from 'csv-parse/sync'
import { BadInput } from '#platform/errors'
import { PartnerDetails } from './partner.ts'

const REQUIRED = ['name', 'kind', 'service'] as const
const OPTIONAL = [
  'country',
  'area',
  'languages',
  'capacity',
  'hours',
  'sexes',
  'age_from',
  'age_to',
  'families',
  'unaccompanied_children',
  'nationalities',
  'statuses',
  'exploitation',
  'agreement_until',
] as const
type Line = Partial<Record<(typeof REQUIRED)[number] | (typeof OPTIONAL)[number], string>>

const MOST_ROWS = 5_000

/**
 * A directory as a spreadsheet: a row for each service, rows of one name make one partner. Lists are separated by spaces
 * or semicolons. Throws `BadInput` naming the column that is missing, or row, field, found and expected of the first
 * mistake: either all of it is read, or nothing.
 */
export function readPartnerCsv(text: string): PartnerDetails[] {
  let rows: string[][]
  try {
    rows = parse(text, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: [',', ';', '\t'],
    })
  } catch (error) {
    throw new BadInput(`the file is no CSV: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
  const [header, ...lines] = rows
  const names = header?.map((name) => name.trim().toLowerCase().replaceAll(' ', '_')) ?? []
  for (const name of REQUIRED) {
    if (!names.includes(name))
      throw new BadInput(
        `the column '${name}' is missing; found: ${names.join(', ').slice(0, 200) || 'nothing'}`,
      )
  }
  if (lines.length > MOST_ROWS)
    throw new BadInput(`found ${lines.length} rows, expected at most ${MOST_ROWS}`)
  const partners = new Map<string, PartnerDetails>()
  for (const [index, cells] of lines.entries()) {
    const line: Line = Object.fromEntries(names.map((name, column) => [name, cells[column]?.trim() ?? '']))
    const read = partnerOf(line, index + 2)
    const before = partners.get(read.name)
    if (before) before.services.push(...read.services)
    else partners.set(read.name, read)
  }
  return [...partners.values()]
}

function partnerOf(line: Line, row: number): PartnerDetails {
  const parsed = PartnerDetails.safeParse({
    name: line.name,
    kind: word(line.kind),
    country: line.country ? line.country.toUpperCase() : null,
    area: line.area ?? '',
    agreementUntil: line.agreement_until ? line.agreement_until : null,
    services: [
      {
        type: word(line.service),
        languages: list(line.languages).map((code) => code.toLowerCase()),
        capacity: number(line.capacity),
        hours: line.hours ?? '',
        eligibility: {
          sexes: list(line.sexes).map(word),
          ageFrom: number(line.age_from),
          ageTo: number(line.age_to),
          families: yes(line.families, true),
          unaccompaniedChildren: yes(line.unaccompanied_children, false),
          nationalities: list(line.nationalities).map((code) => code.toUpperCase()),
          statuses: list(line.statuses).map(word),
          exploitation: list(line.exploitation).map(word),
        },
      },
    ],
  })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const field = issue.path.filter((key) => typeof key === 'string' && key !== 'services').join('.')
  throw new BadInput(`row ${row}, ${field}: ${issue.message}`, { row, field })
}

const word = (text: string | undefined): string => (text ?? '').toLowerCase().replaceAll(/[\s-]+/g, '_')
const list = (text: string | undefined): string[] =>
  (text ?? '').split(/[\s;|,]+/).filter((each) => each !== '')
const number = (text: string | undefined): number | null => (text ? Number(text) : null)

function yes(text: string | undefined, otherwise: boolean): boolean | string {
  if (!text) return otherwise
  if (/^(yes|y|true|1)$/i.test(text)) return true
  return /^(no|n|false|0)$/i.test(text) ? false : text
}

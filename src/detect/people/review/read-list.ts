import { parse } from 'csv-parse/sync'
import { BadInput } from '#platform/errors'
import { type FieldKind, fieldRules } from '../linkage/fields.ts'
import type { PersonRecord } from '../linkage/table.ts'

/** A file of records as it was brought: its name says where they come from. */
export type ListFile = { name: string; csv: string }

/** What a list may hold: linking it is done while somebody waits, and others with them. */
const most = { records: 1_000, characters: 2_000 } as const

type Field = FieldKind | 'fullName' | 'id'

/** How people head their columns; letters alone are compared, so `Date of birth` is `dateofbirth`. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  id: ['id', 'recid', 'recordid', 'reference', 'ref', 'number', 'caseid', 'uniqueid'],
  fullName: ['fullname', 'name', 'nomcomplet', 'nombrecompleto', 'personname'],
  givenName: ['givenname', 'firstname', 'forename', 'forenames', 'firstnames', 'prenom', 'nombre', 'given'],
  surname: ['surname', 'lastname', 'familyname', 'nom', 'apellido', 'apellidos'],
  otherNames: ['othernames', 'middlename', 'alias', 'aliases', 'aka', 'nickname'],
  birthDate: ['birthdate', 'dateofbirth', 'dob', 'born', 'datedenaissance', 'fechadenacimiento'],
  place: ['place', 'birthplace', 'placeofbirth', 'town', 'city', 'suburb', 'ville', 'ciudad', 'lugar'],
  postcode: ['postcode', 'zip', 'zipcode', 'postalcode', 'codepostal', 'codigopostal'],
  address: ['address', 'street', 'addressone', 'adresse', 'direccion'],
  document: [
    'document',
    'documentnumber',
    'passport',
    'passportnumber',
    'idnumber',
    'nationalid',
    'socsecid',
  ],
  phone: ['phone', 'telephone', 'mobile', 'phonenumber', 'telefono'],
  email: ['email', 'mail', 'emailaddress', 'courriel', 'correo'],
  sex: ['sex', 'gender', 'sexe', 'sexo'],
  nationality: ['nationality', 'citizenship', 'nationalite', 'nacionalidad'],
  occupation: ['occupation', 'job', 'work', 'profession', 'ocupacion'],
}
const fieldOf = new Map(
  (Object.entries(headings) as [Field, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name) => [name, field] as const),
  ),
)

/**
 * The records of CSV files with a header, one person a row; columns are told by their headings. Throws `BadInput` that names
 * the file and what was expected.
 */
export function readList(files: readonly ListFile[]): PersonRecord[] {
  const records = files.flatMap(readFile)
  if (records.length < 2) throw new BadInput(`files: found ${records.length} records, expected two at least`)
  if (records.length > most.records)
    throw new BadInput(
      `files: found ${records.length} records, expected ${most.records} at most; compare in parts`,
    )
  return records
}

function readFile({ name, csv }: ListFile): PersonRecord[] {
  const rows = rowsOf(name, csv)
  const [first] = rows
  if (first === undefined)
    throw new BadInput(`${name}: found no row, expected a header and a record at least`)
  const columns = new Map<string, Field>()
  for (const heading of Object.keys(first)) {
    const field = fieldOf.get(plain(heading))
    if (field !== undefined && ![...columns.values()].includes(field)) columns.set(heading, field)
  }
  const told = [...columns.values()].filter((field) => field !== 'id')
  if (told.length === 0)
    throw new BadInput(
      `${name}: found the columns ${Object.keys(first).join(', ').slice(0, 300)}, expected some of ${Object.keys(fieldRules).join(', ')}, fullName`,
    )
  const ids = new Set<string>()
  return rows.map((row, at) => {
    const values: PersonRecord['values'] = {}
    let id = `row ${at + 1}`
    for (const [heading, field] of columns) {
      const value = (row[heading] ?? '').slice(0, most.characters)
      if (value === '') continue
      if (field === 'id') id = value
      else values[field] = value
    }
    if (ids.has(id))
      throw new BadInput(`${name}, row ${at + 1}: the id stands twice, expected ids that differ`)
    ids.add(id)
    return { id, source: name, values }
  })
}

function rowsOf(name: string, csv: string): Record<string, string>[] {
  try {
    return parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true, to: most.records + 1 })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    throw new BadInput(`${name}: ${reason.slice(0, 200)}; expected CSV with a header`)
  }
}

const plain = (heading: string): string =>
  heading
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCatalogue } from '#law/node'
import { aHtcdsRecord } from '#test/htcds-record'
import { CONTROL, EXPLOITATION } from './mapping.ts'
import { HtcdsPlusRecord, htcdsPlusSchema } from './plus.ts'
import { readHtcdsCsv, readHtcdsJson } from './read-file.ts'
import { csvColumns, findField, htcds, type HtcdsRecord } from './standard.ts'
import { writeRow } from './write-record.ts'

const TODAY = '2026-03-04'
const csvOf = (records: readonly HtcdsRecord[], columns: readonly string[] = csvColumns) =>
  stringify(records.map(writeRow), { header: true, columns: [...columns] })
const one = (text: string, read = readHtcdsCsv) => {
  const [row] = read(text, 'cases.csv', TODAY).rows
  return row
}
const schemaFile = fileURLToPath(new URL('../../../data/standards/htcds-plus.schema.json', import.meta.url))

describe('the Human Trafficking Case Data Standard 2.0', () => {
  it('has its 84 fields, 40 of them core, and the template’s 37 columns, each once', () => {
    expect(htcds.fields).toHaveLength(84)
    expect(htcds.fields.filter(({ core }) => core)).toHaveLength(40)
    expect(new Set(htcds.columns).size).toBe(37)
    expect(new Set(csvColumns).size).toBe(84)
    expect(csvColumns.map((column) => findField(column)!.name).toSorted()).toEqual(
      htcds.fields.map(({ name }) => name).toSorted(),
    )
  })

  it('loses no field of a generated record on its way out and in, as CSV and as JSON', () => {
    fc.assert(
      fc.property(aHtcdsRecord, (record) => {
        expect(one(csvOf([record]))).toMatchObject({ kept: { record } })
        expect(one(JSON.stringify([record]), readHtcdsJson)).toMatchObject({ kept: { record } })
        HtcdsPlusRecord.parse(record)
      }),
      { numRuns: 300 },
    )
  })

  it('takes every choice of the official XLSForm, and writes it as it came', () => {
    const choices = xlsformChoices()
    const count = Object.values(choices).flat().length
    expect(count).toBe(331)
    for (const [field, values] of Object.entries(choices)) {
      for (const value of values) {
        const read = one(
          csvOf([{ cas_Status: 'Active' }]).replace(/\n[^\n]*\n?$/, '\n') + rowWith(field, value),
        )
        expect(read, `${field} ${value}`).not.toHaveProperty('mistakes')
        const { record } = (read as { kept: { record: HtcdsRecord } }).kept
        const written = writeRow(record)
        expect([field, written[columnOf(field)]]).toEqual([field, value])
      }
    }
  })

  it('maps every type of exploitation and method of control, to words the law has', () => {
    const valuesOf = (name: string) => findField(name)!.values!
    expect(Object.keys(EXPLOITATION)).toEqual(valuesOf('vic_TypeOfExploitation'))
    expect(Object.keys(CONTROL)).toEqual(valuesOf('vic_MethodsOfControl'))
    const facts = loadCatalogue().vocabulary.facts as Record<string, Record<string, unknown>>
    for (const fact of [...Object.values(EXPLOITATION), ...Object.values(CONTROL)]) {
      if (fact === null) continue
      const [group, name] = fact.split('.') as [string, string]
      expect(facts[group], fact).toHaveProperty(name)
    }
  })

  it('publishes the superset as JSON Schema', async () => {
    await expect(`${JSON.stringify(htcdsPlusSchema(), null, 2)}\n`).toMatchFileSnapshot(schemaFile)
  })

  it('guards what a spreadsheet would take for a formula, and takes the guard off again', () => {
    for (const name of ['=1+1', "'=x", '+41 79 123 45 67', '@here', '-5+cmd', "''=y"]) {
      const text = csvOf([{ cas_Status: 'Active', prs_FirstName: name }])
      expect(text).not.toMatch(/(^|,)[=@]/m)
      expect(one(text)).toMatchObject({ kept: { record: { prs_FirstName: name } } })
    }
  })
})

describe('bad input', () => {
  const withCells = (cells: Record<string, string>) =>
    stringify([{ cas_Status: 'Active', ...cells }], { header: true, columns: [...csvColumns] })

  it('an import with a column missing names it', () => {
    const columns = csvColumns.filter((column) => column !== 'vic_MethodsOfControl')
    expect(() => readHtcdsCsv(csvOf([], columns), 'cases.csv', TODAY)).toThrow(
      /^cases\.csv row 1, field vic_MethodsOfControl: found no such column, expected all of the template’s 37 columns/,
    )
    expect(() => readHtcdsCsv('name,age\nx,1\n', 'cases.csv', TODAY)).toThrow(
      /row 1, field \w+ \(and \d+ more\)/,
    )
    expect(() => readHtcdsCsv('', 'cases.csv', TODAY)).toThrow(/cases\.csv/)
    expect(() => readHtcdsJson('{}', 'cases.json', TODAY)).toThrow(/expected a list of records/)
  })

  it.each([
    [{ vic_TypeOfExploitation: 'ForcedLabour Slavery' }, 'vic_TypeOfExploitation', "'Slavery'"],
    [{ cas_Status: 'Open' }, 'cas_Status', "'Open'"],
    [{ prs_Citizenship: 'NG XY' }, 'prs_Citizenship', "'XY'"],
    [{ prs_Birthdate: '31/12/2009' }, 'prs_Birthdate', "'31/12/2009'"],
    [{ prs_Birthdate: '2010-02-30' }, 'prs_Birthdate', "'2010-02-30'"],
    [{ prs_Birthdate: '2031-01-01' }, 'prs_Birthdate', 'a day to come'],
    [{ prs_Birthdate: '2010-06-01', vic_AgeWhenTrafficked: '40' }, 'vic_AgeWhenTrafficked', '40'],
    [{ vic_AgeWhenTrafficked: '-3' }, 'vic_AgeWhenTrafficked', "'-3'"],
    [{ prs_FirstName: 'x'.repeat(10_001) }, 'prs_FirstName', 'a text of 10001 characters'],
    [{ prs_MobilePhone: 'ask Anna' }, 'prs_MobilePhone', 'something else'],
    [{ con_Consent: 'perhaps' }, 'con_Consent', "'perhaps'"],
  ])('%j is rejected, naming row and field', (cells, field, found) => {
    expect(one(withCells(cells))).toMatchObject({ row: 2, mistakes: [{ field, found }] })
  })

  it('an age without a birth day is as good as any, and so is a name of 10,000 characters', () => {
    const name = 'ش'.repeat(10_000)
    expect(one(withCells({ vic_AgeWhenTrafficked: '15', prs_FirstName: name }))).toMatchObject({
      kept: { record: { vic_AgeWhenTrafficked: 15, prs_FirstName: name } },
    })
  })

  it('a mended rejects file is taken again, and keeps the row numbers it came with', () => {
    const text = stringify([{ cas_Status: 'Active', _row: '17', _field: 'x', _found: 'y', _expected: 'z' }], {
      header: true,
      columns: [...csvColumns, '_row', '_field', '_found', '_expected'],
    })
    expect(one(text)).toEqual({ row: 17, kept: { record: { cas_Status: 'Active' }, plus: undefined } })
  })
})

/** The official form's choices by field: from the published file in a folder named by HTCDS_FOLDER, else as carried over. */
function xlsformChoices(): Record<string, string[]> {
  const lists: Record<string, string> = {
    gender: 'prs_Gender',
    citizenship: 'prs_Citizenship',
    methodofrecruitment: 'vic_MethodOfRecruitment',
    methodsofcontrol: 'vic_MethodsOfControl',
    typeofexploitation: 'vic_TypeOfExploitation',
    forcedlabourindustry: 'vic_ForcedLabourIndustry',
    typeofsexexploitation: 'vic_TypeOfSexExploitation',
    status: 'cas_Status',
    consent: 'con_Consent',
    traffickingstatus: 'vic_TraffickingStatus',
    traffickingstatusdecisionmakingorg: 'vic_TraffickingStatusDecisionMakingOrg',
  }
  const folder = process.env['HTCDS_FOLDER']
  const found: Record<string, string[]> = {}
  if (folder !== undefined) {
    const text = readFileSync(join(folder, 'htcds_xlsform__choices.csv'), 'utf8')
    for (const row of parse(text, { columns: true, bom: true }) as { list_name: string; name: string }[])
      (found[lists[row.list_name]!] ??= []).push(row.name.trim())
    return found
  }
  for (const field of Object.values(lists)) {
    found[field] =
      field === 'prs_Citizenship' ? htcds.citizenship : (findField(field)!.values ?? ['TRUE', 'FALSE'])
  }
  return found
}

const columnOf = (field: string) => csvColumns.find((column) => findField(column)!.name === field)!

const rowWith = (field: string, value: string) =>
  stringify([{ cas_Status: 'Active', [columnOf(field)]: value }], { columns: [...csvColumns] })

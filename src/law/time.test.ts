import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assess, rights, type FactsInput } from './index.ts'
import { changes } from './changes.ts'
import { loadCatalogue } from './load.ts'

const catalogue = loadCatalogue()

function penalty(jurisdiction: string, on: string, section: string, facts: FactsInput = {}): unknown[] {
  const found = assess(catalogue, { jurisdiction, on, facts }).offences.find(
    (one) => one.section === section,
  )!
  return [found.penalty.minMonths, found.penalty.maxMonths, found.penalty.life]
}

test('a later day uses later law: Thailand raised its range in 2017', () => {
  expect(penalty('THA', '2010-01-01', 's.6')).toEqual([48, 120, false])
  expect(penalty('THA', '2018-01-01', 's.6')).toEqual([48, 144, false])
})

test('18 USC 1591 had no minimum before 2006, and tiers by age throughout', () => {
  const of = (on: string, age: number, force: boolean): unknown[] =>
    penalty('USA', on, '18 USC 1591', {
      victim: { ageAtTime: age },
      means: { force, threat_force: false, fraud: false, coercion: force },
    })
  expect(of('2002-01-01', 16, false)).toEqual([0, 240, false])
  expect(of('2005-01-01', 16, false)).toEqual([0, 480, false])
  expect(of('2010-01-01', 16, false)).toEqual([120, null, true])
  expect(of('2010-01-01', 16, true)).toEqual([180, null, true])
  expect(of('2010-01-01', 13, false)).toEqual([180, null, true])
})

test('while the tier is open the widest range still possible is given', () => {
  expect(penalty('USA', '2010-01-01', '18 USC 1591')).toEqual([120, null, true])
})

test('the law of the last day of the conduct is asked when no day is given', () => {
  const answer = assess(catalogue, {
    jurisdiction: 'GBR',
    facts: { conduct: { from: '2016-01-01', to: '2017-05-01' } },
  })
  expect([answer.on, answer.onBecause]).toEqual(['2017-05-01', 'conduct'])
})

test('Britain shortened its recovery period on 2022-12-13', () => {
  const days = (on: string): number | undefined =>
    rights(catalogue, {
      jurisdiction: 'GBR',
      on,
      person: { status: 'reasonable_grounds', nationality: 'VNM' },
    }).dueNow.find((one) => one.right === 'reflection_period')?.deadline?.length
  expect([days('2022-12-12'), days('2022-12-13')]).toEqual([45, 30])
  const change = changes(catalogue, { since: '2022-12-01', until: '2022-12-31', jurisdiction: 'GBR' }).changes
  expect(change).toContainEqual(
    expect.objectContaining({
      what: 'changed',
      kind: 'right',
      title: 'reflection_period',
      day: '2022-12-13',
    }),
  )
})

test('what was taken back still answers as it was known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'law-'))
  const left = /jurisdictions\/(?!NZL)|treaties\/(?!UNTOC)|judgments|schema/
  cpSync('data/law', folder, { recursive: true, filter: (from) => !left.test(from) })
  const file = join(folder, 'jurisdictions/NZL.yaml')
  const text = readFileSync(file, 'utf8')
  const entry = /\n( {2}- id: NZL\.Crimes-Act-1961-s98D\n {4}section[^]*)$/.exec(text)![1]!
  const wrong = entry.replace(/( {4}from: .*\n)/, '$1    withdrawn: 2027-03-01\n')
  const right = entry
    .replace(/( {4}from: .*\n)/, '$1    recorded: 2027-03-01\n')
    .replace('most: 20 years', 'most: 14 years')
  writeFileSync(file, text.replace(entry, `${wrong.trimEnd()}\n\n${right}`))
  const corrected = loadCatalogue({ folder })
  const most = (knownOn?: string): number | null =>
    assess(corrected, { jurisdiction: 'NZL', on: '2025-01-01', knownOn, facts: {} }).offences[0]!.penalty
      .maxMonths
  expect([most('2027-02-01'), most('2027-03-02'), most()]).toEqual([240, 168, 168])
  rmSync(folder, { recursive: true })
})

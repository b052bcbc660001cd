import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BadInput } from '#platform/errors'
import { factIndex } from './facts.ts'
import { listJurisdictions } from './jurisdictions.ts'
import { loadCatalogue } from './load.ts'
import { schemaFiles } from './schema-files.ts'

const catalogue = loadCatalogue()

test('eleven treaties, thirty-five countries at least; the made-up ones only when asked for', () => {
  expect(catalogue.treaties).toHaveLength(11)
  expect(catalogue.treaties.flatMap((one) => one.obligations).length).toBeGreaterThanOrEqual(187)
  expect(listJurisdictions(catalogue).length).toBeGreaterThanOrEqual(35)
  const withInvented = loadCatalogue({ invented: true })
  expect(listJurisdictions(withInvented)).toEqual(listJurisdictions(catalogue))
  expect(listJurisdictions(withInvented, { invented: true }).map((one) => one.id)).toEqual(
    expect.arrayContaining(['XAA', 'XAB', 'XAC']),
  )
})

test('nothing read only from memory calls itself more than a draft', () => {
  for (const one of catalogue.jurisdictions) {
    for (const provision of one.provisions) {
      if (one.sources[provision.source]!.kind === 'memory') expect(provision.confidence).toBe('draft')
    }
  }
})

test.each(schemaFiles())('the published schema is current: $file', ({ file, text }) => {
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test.each(['en', 'fr', 'es', 'ar'])('%s names every fact and every right', (language) => {
  const words = JSON.parse(readFileSync(`locales/law/${language}.json`, 'utf8')) as {
    facts: Record<string, Record<string, string>>
    questions: Record<string, Record<string, string>>
    rights: Record<string, string>
  }
  for (const path of factIndex(catalogue).facts.keys()) {
    const [group, name] = path.split('.') as [string, string]
    expect([path, words.facts[group]?.[name]]).toEqual([path, expect.stringMatching(/\S/)])
    expect(words.questions[group]?.['any']).toMatch(/\{\{fact\}\}/)
  }
  for (const right of Object.keys(catalogue.vocabulary.rights)) expect(words.rights[right]).toMatch(/\S/)
})

describe('a file with an error is refused by file, line, key and what was expected', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'law-'))
    // two countries and one treaty are enough to go wrong, and quick to read
    const left = /jurisdictions\/(?!KEN|USA)|treaties\/(?!UNTOC)|judgments|schema/
    cpSync('data/law', folder, { recursive: true, filter: (from) => !left.test(from) })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('aliases that stand for far more than is written', () => {
    const bomb = `a: &a [x]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`
    writeFileSync(join(folder, 'channels.yaml'), bomb)
    expect(() => loadCatalogue({ folder })).toThrow(BadInput)
    expect(() => loadCatalogue({ folder })).toThrow(/channels\.yaml: .*alias/)
  })

  const spoil = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    expect(typeof from === 'string' ? text.includes(from) : from.test(text)).toBe(true)
    writeFileSync(path, text.replace(from, to))
  }
  const refusal = (): string => {
    try {
      loadCatalogue({ folder })
    } catch (error) {
      expect(error).toBeInstanceOf(BadInput)
      return (error as BadInput).message
    }
    return 'accepted'
  }

  test('sound as it is', () => expect(refusal()).toBe('accepted'))

  test('a rule over a fact that does not exist', () => {
    spoil('jurisdictions/KEN.yaml', 'means.deception', 'means.decepton')
    expect(refusal()).toMatch(
      /KEN\.yaml:\d+: offences\.0\.elements\.1\.rule: found means\.decepton, expected a fact of the vocabulary; did you mean means\.deception\?/,
    )
  })

  test('an answerable statement that cites nothing', () => {
    spoil('jurisdictions/KEN.yaml', /cite: KEN\.\S+/, 'cite: KEN.s99')
    expect(refusal()).toMatch(
      /KEN\.yaml:\d+: offences\.0\.elements\.0\.cite: found KEN\.s99, expected the id of a provision/,
    )
  })

  test('a statement without its citation', () => {
    spoil('jurisdictions/KEN.yaml', / {8}cite: KEN\.\S+\n/, '')
    expect(refusal()).toMatch(/KEN\.yaml:\d+: .*cite: found nothing, expected string/)
  })

  test('a source that is not named', () => {
    spoil('jurisdictions/KEN.yaml', /source: (?!memory)\S+/, 'source: hearsay')
    expect(refusal()).toMatch(/found hearsay, expected a key of sources/)
  })

  test('versions that overlap', () => {
    const path = join(folder, 'jurisdictions/XZZ.yaml')
    const text = readFileSync('data/demo/law/XAA.yaml', 'utf8').replaceAll('XAA', 'XZZ')
    writeFileSync(
      path,
      text.replace(
        'offences:',
        `${/ {2}- id: XZZ\.s1\n[^]*?(?=\n {2}- id)/.exec(text)![0].replace('2012-01-01', '2014-01-01')}\noffences:`,
      ),
    )
    expect(refusal()).toMatch(
      /XZZ\.yaml:\d+: provisions\.\d+\.from: found XZZ\.s1 from 2014-01-01 while its earlier version holds without end/,
    )
  })

  test('an exception that defeats itself', () => {
    spoil(
      'jurisdictions/KEN.yaml',
      '    childAge: 18\n',
      `    childAge: 18
    exceptions:
      - { id: one, cite: KEN.s3, rule: conduct.death, defeats: [two] }
      - { id: two, cite: KEN.s3, rule: conduct.torture, defeats: [one, act] }
`,
    )
    expect(refusal()).toMatch(/found one, which defeats itself, expected an order without a circle/)
  })

  test('an offence that leans on itself by way of another', () => {
    spoil(
      'jurisdictions/USA.yaml',
      'rule: {any: [purposes.servitude, purposes.slavery]}',
      'rule: {ref: USA.18-USC-1592}',
    )
    spoil('jurisdictions/USA.yaml', '{ref: USA.18-USC-1590}', '{ref: USA.18-USC-1584}')
    expect(refusal()).toMatch(/which leans on itself, expected an order without a circle/)
  })

  test('a key that does not belong', () => {
    spoil('jurisdictions/KEN.yaml', 'childAge: 18', 'childAge: 18\n    colour: red')
    expect(refusal()).toMatch(/KEN\.yaml:\d+: offences\.0: found colour, expected no such key/)
  })

  test('a rule of an unknown kind', () => {
    spoil('jurisdictions/KEN.yaml', 'rule: {any:', 'rule: {some:')
    expect(refusal()).toMatch(
      /KEN\.yaml:\d+: .*expected a fact such as means\.deception, or a rule: all, any/,
    )
  })

  test('broken YAML', () => {
    spoil('jurisdictions/KEN.yaml', 'childAge: 18', 'childAge: [18')
    expect(refusal()).toMatch(/KEN\.yaml:\d+: /)
  })

  test('certainty that was only remembered', () => {
    spoil('treaties/UNTOC.yaml', 'confidence: draft', 'confidence: sourced')
    expect(refusal()).toMatch(/UNTOC\.yaml:\d+: .*found sourced from memory, expected draft/)
  })
})

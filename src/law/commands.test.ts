import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CommandAnswer } from '#platform/command'
import { parseConfig } from '#platform/config'
import { BadInput } from '#platform/errors'
import { writeKept } from './answers/kept-file.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { catalogueFor, sheetWords } from './command-input.ts'
import { lawCommands } from './commands.ts'
import type { GapChangesAnswer } from './gap-changes.ts'
import { assess, rights, rightsSheet } from './index.ts'
import { loadCatalogue } from './load.ts'
import { isBound, touching } from './membership.ts'
import { lawEndpoints } from './law.routes.ts'

const folder = mkdtempSync(join(tmpdir(), 'law-commands-'))

function file(name: string, value: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}

function run(line: string): Promise<CommandAnswer> {
  const words = line.split(' ')
  const command = lawCommands.find((one) => one.name.every((word, i) => words[i] === word))!
  return command.run(words.slice(command.name.length), {
    json: true,
    config: parseConfig({}),
    progress: () => {},
  })
}

const facts = file('facts.json', {
  acts: { recruit: true, transport: false },
  means: { deception: true, force: null },
  purposes: { forced_labour: true },
  victim: { ageAtTime: 17, nationality: 'NGA', consented: true },
  conduct: { from: '2019-03-01', country: 'ITA' },
})
const person = file('person.json', {
  status: 'reasonable_grounds',
  age: 17,
  nationality: 'NGA',
  events: { reasonable_grounds: '2026-11-01' },
})

describe('law assess', () => {
  test('answers in the shape people script against', async () => {
    const { json, exit } = await run(`law assess --jurisdiction ITA ${facts}`)
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      jurisdiction: 'ITA',
      on: '2019-03-01',
      catalogueHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      disclaimer: expect.any(String),
    })
    const [offence] = (json as { offences: Record<string, unknown>[] }).offences
    expect(offence).toMatchObject({
      section: 'CP 601',
      result: 'made_out',
      openQuestions: [],
      penalty: { minMonths: 96, maxMonths: 240, life: false, cite: { number: 'CP 601' } },
      consent: { effect: 'silent', cite: {} },
      verified: true,
    })
    expect(offence!['elements']).toContainEqual(
      expect.objectContaining({
        id: 'means',
        result: 'not_required',
        cite: expect.anything(),
        facts: expect.any(Array),
      }),
    )
    expect(offence!['trace']).toMatchObject({ is: 'yes' })
  })

  test('exits 1 when the answer is no', async () => {
    const none = file('none.json', {
      acts: {
        recruit: false,
        bring_in: false,
        transfer: false,
        transport: false,
        cede_authority: false,
        harbour: false,
      },
    })
    expect((await run(`law assess --jurisdiction ITA ${none}`)).exit).toBe(1)
  })

  test.each([
    ['law assess facts.json', /--jurisdiction is missing; usage: asylia law assess/],
    [`law assess --jurisdiction ITA --on soon ${facts}`, /--on: found soon, expected a day/],
    ['law assess --jurisdiction ITA nowhere.json', /nowhere\.json: cannot be read/],
    [`law assess --jurisdiction ITA --colour red ${facts}`, /--colour.*usage: asylia law assess/],
    ['law assess --jurisdiction ITA', /found 0 arguments, expected 1/],
    [`law assess --jurisdiction ITA ${file('broken.json', '{')}`, /broken\.json: not JSON/],
    [
      `law assess --jurisdiction ITA ${file('picture.json', '\x89PNG\r\n\x1a\n\0\x1b[31m'.repeat(50))}`,
      /picture\.json: found "[ -~]{20,39}…", expected JSON, as UTF-8 text$/,
    ],
    [`law assess --jurisdiction ZZZ ${facts}`, /^--jurisdiction: found ZZZ, expected one of .*ITA/],
    [`law rights --jurisdiction ZZZ ${person}`, /^--jurisdiction: found ZZZ, expected one of/],
    [`law compare ITA ZZZ ${facts}`, /^ISO3: found ZZZ, expected one of/],
    [
      `law assess --jurisdiction ITA --on 1890-01-01 ${facts}`,
      /^--on: the catalogue has no law of ITA on 1890-01-01; the earliest it knows is of \d{4}-\d\d-\d\d$/,
    ],
    [`law rights --jurisdiction GBR --on 1999-01-01 ${person}`, /^--on: .* no law of GBR on 1999-01-01/],
    ['law gaps --jurisdiction GBR --on 1999-01-01', /^--on: .* no law of GBR on 1999-01-01/],
    ['law gaps --jurisdiction GBR --since 1999-01-01', /^--since: .* no law of GBR on 1999-01-01/],
    [
      `law assess --jurisdiction GBR ${file('early.json', { conduct: { to: '1999-01-01' } })}`,
      /early\.json: fact conduct\.to: .* no law of GBR on 1999-01-01/,
    ],
    [`law verify ${facts}`, /facts\.json: .*expected a file of law … --keep/],
    ['law channels --from DEU --to DEX', /^--to: found DEX, .*did you mean DEU/],
    ['law channels --from DEU --to DEU', /^--to: found DEU twice, expected another country/],
    [
      'law changes --since 2024-02-01 --until 2024-01-01',
      /^--since: found 2024-02-01, which is after 2024-01-01/,
    ],
    [
      'law gaps --jurisdiction KEN --since 2024-02-01 --on 2024-01-01',
      /^--since: found 2024-02-01, which is after/,
    ],
    ['law check --texts /nowhere', /^--texts: found \/nowhere, expected a folder of texts/],
    ['law changes --since 2020-01-01 --jurisdiction ZZZ', /^--jurisdiction: found ZZZ, expected one of/],
    [
      `law assess --jurisdiction ITA ${file('list.json', [])}`,
      /list\.json: found a list, expected an object/,
    ],
    [
      `law assess --jurisdiction ITA ${file('typo.json', { means: { decepton: true } })}`,
      /typo\.json: fact means\.decepton .* nearest is means\.deception/,
    ],
    ['law channels --from ITA --to NGA --need money2', /--need: found money2, expected one of evidence/],
    ['law gaps --jurisdiction ITA --treaty PALERMO', /--treaty: found PALERMO, expected one of/],
    [
      `law sheet --jurisdiction XAA --language de --out x.html ${person}`,
      /--language: found de, expected one of en, fr, es, ar/,
    ],
  ])('%s is refused in one line', async (line, message) => {
    await expect(run(line)).rejects.toThrow(message)
    await expect(run(line)).rejects.toBeInstanceOf(BadInput)
    await expect(run(line)).rejects.not.toThrow(/\n/)
  })
})

describe('the rights sheet', () => {
  test.each([
    ['en', 'ltr', 'Your rights', 'Wednesday, 16 December 2026|Wednesday, December 16, 2026'],
    ['fr', 'ltr', 'Vos droits', '16 décembre 2026'],
    ['es', 'ltr', 'Sus derechos', '16 de diciembre de 2026'],
    ['ar', 'rtl', 'حقوقك', '٢٠٢٦|2026'],
  ])(
    'in %s: a whole page in its direction, with the day written out and no name',
    async (language, direction, title, day) => {
      const out = join(folder, `${language}.html`)
      const path = file('named.json', { ...JSON.parse(readFileSync(person, 'utf8')) })
      await run(
        `law sheet --jurisdiction XAA --language ${language} --code Heron --on 2026-11-24 --out ${out} ${path}`,
      )
      const html = readFileSync(out, 'utf8')
      expect(html).toContain(`<html lang="${language}" dir="${direction}">`)
      expect(html).toContain(`<h1>${title}</h1>`)
      expect(html).toMatch(new RegExp(day))
      expect(html).toContain('Heron')
      expect(html).not.toMatch(/https?:|<script|\{\{|undefined|NGA/)
    },
  )

  test.each(['fr', 'es', 'ar'])(
    'in %s: nothing of what a person must read is left in English',
    async (language) => {
      const out = join(folder, `whole.${language}.html`)
      for (const country of ['XAA', 'XAB', 'XAC']) {
        await run(`law sheet --jurisdiction ${country} --language ${language} --out ${out} ${person}`)
        const html = readFileSync(out, 'utf8')
        const english = { fr: 'en anglais', es: 'en inglés', ar: 'بالإنجليزية' }[language]!
        expect(html).not.toContain(english)
        // the basis of each right is the official name of the act: it stays as it is
        const text = html.replace(/<style>[^]*<\/style>|<small>[^]*?<\/small>|<[^>]*>/g, ' ')
        expect(text).not.toMatch(/\b(the|and|after|within|days|Board|Office)\b/)
        if (country !== 'XAB') expect(html.match(/<li>/g)!.length).toBeGreaterThan(8)
      }
    },
  )

  test('a phrase without a translation is shown in English and says so; a length has its plural', async () => {
    const answer = rights(catalogueFor('XAA'), { jurisdiction: 'XAA', person: { status: 'identified' } })
    const one = { ...answer.dueNow[0]!, responsible: 'the Keeper of Bees' }
    const length = { ...one.deadline!, day: null, minimum: false, length: 11, unit: 'days' as const }
    const sheet = (language: string): string =>
      rightsSheet({ ...answer, dueNow: [{ ...one, deadline: length }] }, sheetWords(language, 'XAA'))
    expect(sheet('fr')).toContain('the Keeper of Bees (en anglais)')
    expect(sheet('en')).toContain('the Keeper of Bees')
    expect(sheet('en')).toContain('For 11 days')
    expect(sheet('ar')).toMatch(/(11|١١) يومًا/)
    expect(sheetWords('ar', 'KEN').country).toBe('كينيا')
  })
})

describe('gaps', () => {
  const gapsOf = async (
    id: string,
  ): Promise<
    Record<string, { result: string; tests: { cites: unknown[] }[]; metBy: { jurisdiction: string }[] }>
  > => {
    const { json } = await run(`law gaps --jurisdiction ${id} --treaty UN_TIP_PROTOCOL --on 2026-01-01`)
    const { gaps } = json as {
      gaps: {
        obligation: string
        result: string
        tests: { cites: unknown[] }[]
        metBy: { jurisdiction: string }[]
      }[]
    }
    return Object.fromEntries(gaps.map((one) => [one.obligation, one]))
  }

  test('the child exception is missing in India and Brazil, cited, with laws that have one', async () => {
    for (const id of ['IND', 'BRA']) {
      const gap = (await gapsOf(id))['TIP.3.c']!
      expect(gap.result).toBe('missing')
      expect(gap.tests[0]!.cites.length).toBeGreaterThan(0)
      expect(gap.metBy.length).toBeGreaterThan(0)
    }
    expect((await gapsOf('KEN'))['TIP.3.c']!.result).toBe('met')
  })

  test('abuse of vulnerability is named as lacking where the text leaves it out', async () => {
    for (const id of ['IND', 'THA', 'BRA', 'USA'])
      expect((await gapsOf(id))['TIP.3.a']!.result).toBe('partly')
    expect((await gapsOf('KEN'))['TIP.3.a']!.result).toBe('met')
  })

  test('what nobody recorded is unknown, never missing', async () => {
    expect((await gapsOf('KEN'))['TIP.10.2']!.result).toBe('unknown')
  })
})

describe('two countries', () => {
  test('an adult man: China sees no offence, and the answer says on what it turns', async () => {
    const man = file('man.json', {
      acts: { buy: true, sell: true, recruit: true, transport: true },
      purposes: { forced_labour: true },
      victim: { ageAtTime: 30, sex: 'male' },
    })
    const { json, exit } = await run(`law compare CHN GBR --on 2025-01-01 ${man}`)
    expect(exit).toBe(1)
    expect(json).toMatchObject({ dualCriminality: { is: 'no', b: { result: 'made_out' } } })
    const { turnsOn } = (json as { dualCriminality: { turnsOn: string[] } }).dualCriminality
    expect(turnsOn).toContain('victim.ageAtTime')
  })

  test('between members of the Union the investigation order comes first; outside it is closed', async () => {
    const first = async (to: string): Promise<unknown> =>
      (await run(`law channels --from ITA --to ${to} --need evidence --on 2025-01-01`)).json
    const spain = (await first('ESP')) as { channels: { id: string; open: string }[] }
    expect(spain.channels[0]).toMatchObject({ id: 'eio', open: 'yes' })
    const nigeria = (await first('NGA')) as { channels: { id: string; open: string }[] }
    expect(nigeria.channels[0]).toMatchObject({ id: 'untoc_mla', open: 'yes' })
    expect(nigeria.channels.find((one) => one.id === 'eio')).toMatchObject({ open: 'no' })
  })

  test('Britain left: the arrest warrant between it and Spain is open in 2019 and closed in 2022', async () => {
    const open = async (on: string): Promise<string> => {
      const { json } = await run(`law channels --from GBR --to ESP --need extradition --on ${on}`)
      return (json as { channels: { id: string; open: string }[] }).channels.find((one) => one.id === 'eaw')!
        .open
    }
    expect([await open('2019-06-01'), await open('2022-06-01')]).toEqual(['yes', 'no'])
  })
})

test('the Trafficking Protocol’s parties on a day, disputed deposits shown with both days', async () => {
  const { json } = await run('law status --treaty UN_TIP_PROTOCOL --on 2026-01-01')
  const { counts, states } = json as {
    counts: { bound: number; disputed: number }
    states: { state: string; is: string; disputed: unknown[] }[]
  }
  expect(counts.bound).toBeGreaterThanOrEqual(170)
  expect(states.filter((one) => one.disputed.length > 0).map((one) => one.state)).toEqual(['AFG', 'AGO'])
  expect(states.find((one) => one.state === 'UGA')).toMatchObject({
    is: 'no',
    reason: 'signed, not ratified',
  })
  await expect(run('law status --treaty UN_TIP')).rejects.toThrow(/did you mean UN_TIP_PROTOCOL\?/)
})

test('linked data: every provision belongs to an instrument of the graph and names its days', async () => {
  const { json } = await run('law jsonld --jurisdiction ZAF')
  type Node = { '@id': string; isPartOf?: { '@id': string }; temporalCoverage?: string }
  const graph = (json as { '@graph': Node[] })['@graph']
  const ids = new Set(graph.map((one) => one['@id']))
  const provisions = graph.filter((one) => one.isPartOf)
  expect(ids).toContain('akn/za/act/2013/7')
  expect(provisions.length).toBeGreaterThan(5)
  for (const one of provisions) {
    expect(ids.has(one.isPartOf!['@id'])).toBe(true)
    expect(one.temporalCoverage).toMatch(/^\d{4}-\d\d-\d\d\/(\d{4}-\d\d-\d\d|\.\.)$/)
  }
  expect(JSON.stringify(provisions)).toContain('https://schema.org/NotInForce')
})

test('the sheet is served as a page that is not kept', async () => {
  const endpoint = lawEndpoints().find((one) => one.path === '/law/sheet')!
  const body = { jurisdiction: 'XAC', person: { status: 'identified' }, language: 'ar', code: 'Heron' }
  const response = (await endpoint.handle({ body } as never)) as Response
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toContain('dir="rtl"')
})

test('every verb has its usage and every endpoint asks for a signed-in member of staff', () => {
  for (const one of lawCommands) expect(one.usage.startsWith(one.name.join(' '))).toBe(true)
  const endpoints = lawEndpoints()
  expect(endpoints.map((one) => `${one.method} ${one.path}`)).toEqual([
    'get /law/jurisdictions',
    'get /law/catalogue',
    'get /law/catalogue/{id}',
    'post /law/assess',
    'post /law/rights',
    'post /law/sheet',
    'get /law/gaps',
    'get /law/gap-changes',
    'get /law/gap-matrix',
    'get /law/treaties',
    'get /law/compare',
    'post /law/compare',
    'get /law/channels',
    'post /law/channels',
    'get /law/status',
    'get /law/changes',
  ])
  for (const one of endpoints) expect(one.access).toBe('signed-in')
})

test('terminal and API give the same answer', async () => {
  const endpoint = lawEndpoints().find((one) => one.path === '/law/assess')!
  const body = { jurisdiction: 'ITA', facts: JSON.parse(readFileSync(facts, 'utf8')) as unknown }
  const answer = await endpoint.handle({ body, params: undefined, query: undefined } as never)
  expect(JSON.stringify(answer)).toBe(
    JSON.stringify((await run(`law assess --jurisdiction ITA ${facts}`)).json),
  )
})

describe('an answer kept in a file', () => {
  test('is the same bytes when computed again; not, once somebody touched it', async () => {
    const kept = join(folder, 'kept.json')
    await run(`law assess --jurisdiction ITA --keep ${kept} ${facts}`)
    const found = await run(`law verify ${kept}`)
    expect(found).toMatchObject({ exit: 0, json: { same: true, differsAt: null, now: null } })
    const touched = file('touched.json', readFileSync(kept, 'utf8').replace('"made_out"', '"unknown"'))
    expect(await run(`law verify ${touched}`)).toMatchObject({
      exit: 1,
      json: { same: false, differsAt: '/offences/0/result' },
    })
  })

  test('asks for its own catalogue when the one in use is another, and then tells what changed', async () => {
    const { json } = await run('law catalogue')
    const other = structuredClone(json) as Catalogue
    const offence = other.jurisdictions.find((one) => one.id === 'ITA')!.offences[0]!
    offence.penalty.most = '25 years'
    const { hash: _, ...content } = other
    other.hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    const question = {
      kind: 'assess',
      jurisdiction: 'ITA',
      today: '2026-03-04',
      facts: JSON.parse(readFileSync(facts, 'utf8')) as Record<string, unknown>,
    } as const
    const kept = join(folder, 'older.json')
    writeKept(kept, question, assess(other, question))
    await expect(run(`law verify ${kept}`)).rejects.toThrow(
      /expected [0-9a-f]{12}….*give that catalogue with --catalogue/,
    )
    const found = await run(`law verify ${kept} --catalogue ${file('other.json', other)}`)
    expect(found.json).toMatchObject({
      same: true,
      now: { law: [{ what: 'changed', kind: 'offence', id: offence.id }], turned: [] },
    })
  })
})

test('what became of the gaps between two days, with the law that changed', async () => {
  const { json } = await run('law gaps --jurisdiction THA --since 2010-01-01 --on 2020-01-01')
  const found = json as GapChangesAnswer
  expect(found.changed.length).toBeGreaterThan(0)
  const bound = found.changed.find((one) => one.treaty === 'UN_TIP_PROTOCOL')!
  expect([bound.before?.bound, bound.after?.bound]).toEqual(['no', 'yes'])
  expect(found.law.some((one) => one.kind === 'offence' && one.what === 'changed')).toBe(true)
})

test('a text is found by its hash, however its lines are broken; one that changed is not', async () => {
  const texts = mkdtempSync(join(tmpdir(), 'texts-'))
  writeFileSync(join(texts, 'a.txt'), 'Article  1\n\nNo one shall be held in slavery.\n')
  writeFileSync(join(texts, 'b.txt'), 'Article 1 No one shall be held in slavery.')
  writeFileSync(join(texts, 'c.txt'), 'Article 1 No one should be held in slavery.')
  const { json } = await run(
    `law text-hash ${['a', 'b', 'c'].map((one) => join(texts, `${one}.txt`)).join(' ')}`,
  )
  const [a, b, c] = (json as { files: { textHash: string }[] }).files.map((one) => one.textHash)
  expect([a === b, a === c]).toEqual([true, false])
  const checked = await run(`law check --texts ${texts}`)
  const { texts: found } = checked.json as { texts: { withHash: number; found: number; notFound: string[] } }
  expect(found.withHash).toBeGreaterThan(50)
  expect(found.notFound).toHaveLength(found.withHash - found.found)
  rmSync(texts, { recursive: true })
})

test('a reservation is told beside the article it touches, and in the doors between two states', async () => {
  const tip = loadCatalogue()
  const saudi = isBound(tip, 'UN_TIP_PROTOCOL', 'SAU', '2026-01-01')
  expect(touching(saudi, '6(3)').map((one) => one.articles)).toEqual([['6(3)(d)', '7(1)']])
  expect(touching(saudi, '6')).toHaveLength(1)
  expect(touching(saudi, '16')).toEqual([])
  expect(touching(isBound(tip, 'UN_TIP_PROTOCOL', 'SAU', '2003-01-01'), '6(3)')).toHaveLength(1)
  const { json } = await run('law gaps --jurisdiction USA --treaty UN_TIP_PROTOCOL')
  const [gap] = (json as { gaps: { bound: { reservations: unknown[] } }[] }).gaps
  expect(gap!.bound.reservations).toHaveLength(1)
})

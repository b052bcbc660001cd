import { expect, test, describe } from 'vitest'
import { assess, rights, type FactsInput } from './index.ts'
import { loadCatalogue } from './load.ts'

const catalogue = loadCatalogue({ invented: true })
const all = catalogue.jurisdictions.map((one) => one.id)
const on = '2025-06-01'

function offences(
  jurisdiction: string,
  facts: FactsInput,
  day: string = on,
): ReturnType<typeof assess>['offences'] {
  return assess(catalogue, { jurisdiction, on: day, facts }).offences
}

describe('when nobody asked about means', () => {
  test.each(all)('%s never says no, and names means where the law needs them', (jurisdiction) => {
    const facts: FactsInput = {
      victim: { ageAtTime: 30, sex: 'female' },
      acts: Object.fromEntries(Object.keys(catalogue.vocabulary.facts['acts']!).map((name) => [name, true])),
      purposes: Object.fromEntries(
        Object.keys(catalogue.vocabulary.facts['purposes']!).map((name) => [name, true]),
      ),
    }
    const answers = offences(jurisdiction, facts).filter((one) => one.kind === 'trafficking')
    expect(answers.length).toBeGreaterThan(0)
    for (const answer of answers) {
      const means = answer.elements.find((one) => one.id === 'means')!
      const childOnly = answer.elements.some((one) => one.id === 'victim' && one.result === 'not_met')
      if (childOnly) continue
      expect(answer.result).not.toBe('not_made_out')
      if (means.result === 'not_required') continue
      expect([answer.id, means.result, answer.result]).toEqual([answer.id, 'unknown', 'unknown'])
      expect(answer.openQuestions.some((fact) => fact.startsWith('means.'))).toBe(true)
    }
  })
})

describe('who is a child', () => {
  const facts: FactsInput = {
    acts: { recruit: true, transport: true },
    purposes: { prostitution: true, sexual_exploitation: true },
  }

  test('under 18 no means are needed in Kenya; at 18 they are open', () => {
    expect(offences('KEN', { ...facts, victim: { ageAtTime: 17 } })[0]!.result).toBe('made_out')
    expect(offences('KEN', { ...facts, victim: { ageAtTime: 18 } })[0]!.result).toBe('unknown')
  })

  test('Germany spares those under 21 from showing means', () => {
    const of = (age: number): string =>
      offences('DEU', { ...facts, victim: { ageAtTime: age } }).find((one) => one.section === 'StGB 232(1)')!
        .result
    expect([of(20), of(21)]).toEqual(['made_out', 'unknown'])
  })

  test('India asks for means of a child too: the child only aggravates', () => {
    const [answer] = offences('IND', { ...facts, victim: { ageAtTime: 12 } })
    expect(answer!.result).toBe('unknown')
    expect(answer!.aggravations.find((one) => one.when === 'child')!.is).toBe('yes')
  })

  test('the three made-up countries differ at the border', () => {
    const at = (id: string, age: number): string =>
      offences(id, { ...facts, victim: { ageAtTime: age } })[0]!.result
    expect(['XAA', 'XAB', 'XAC'].map((id) => at(id, 17))).toEqual(['made_out', 'unknown', 'made_out'])
    expect(['XAA', 'XAB', 'XAC'].map((id) => at(id, 20))).toEqual(['unknown', 'unknown', 'made_out'])
  })
})

describe('what consent does', () => {
  test.each(all)('%s: it never changes a result', (jurisdiction) => {
    const facts: FactsInput = {
      acts: { recruit: true },
      means: { deception: true },
      purposes: { forced_labour: true },
    }
    const results = [undefined, true, false].map((consented) =>
      offences(jurisdiction, { ...facts, victim: { ageAtTime: 30, consented } }).map((one) => one.result),
    )
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })

  test('each law says it in its own way, with its clause', () => {
    const effects = all.flatMap((id) => offences(id, {}).map((one) => one.consent))
    expect(new Set(effects.map((one) => one.effect))).toEqual(
      new Set(['irrelevant', 'irrelevant_if_means', 'invalid', 'does_not_preclude', 'no_defence', 'silent']),
    )
    for (const one of effects) expect(one.cite.number).not.toBe('')
  })
})

describe('near misses', () => {
  test('an adult recruited for exploitation without any means: it would be, were the person a child', () => {
    const means = Object.fromEntries(
      Object.keys(catalogue.vocabulary.facts['means']!).map((name) => [name, false]),
    )
    const [answer] = offences('KEN', {
      acts: { recruit: true },
      means,
      purposes: { forced_labour: true },
      victim: { ageAtTime: 30 },
    })
    expect(answer!.result).toBe('not_made_out')
    expect(answer!.nearMisses).toContainEqual({
      element: 'means',
      fact: 'victim.ageAtTime',
      would: { ageBelow: 18 },
      becomes: 'not_required',
    })
    expect(answer!.nearMisses.map((one) => one.fact)).toContain('means.deception')
  })
})

describe('contradictory facts', () => {
  test('conduct that ended before it began chooses no law', () => {
    const conduct = { from: '2024-05-01', to: '2020-01-01' }
    const answer = assess(catalogue, { jurisdiction: 'KEN', today: on, facts: { conduct } })
    expect([answer.on, answer.onBecause]).toEqual([on, 'today'])
    expect(answer.contradictions[0]!.facts).toEqual(['conduct.from', 'conduct.to'])
  })

  test('two sources that disagree leave the fact unknown, and both are shown', () => {
    const answer = assess(catalogue, {
      jurisdiction: 'KEN',
      on,
      facts: {
        acts: { recruit: true },
        purposes: { forced_labour: true },
        victim: { ageAtTime: 30 },
        means: {
          deception: [
            { value: true, source: 'interview' },
            { value: false, source: 'employer' },
          ],
        },
      },
    })
    expect(answer.offences[0]!.result).toBe('unknown')
    expect(answer.contradictions).toEqual([
      {
        facts: ['means.deception'],
        statements: [
          { value: true, source: 'interview' },
          { value: false, source: 'employer' },
        ],
      },
    ])
  })

  test('what is narrower was said outright and stands; the wider fact, denied, is left open and shown', () => {
    const facts = { acts: { recruit: true }, purposes: { forced_labour: true }, victim: { ageAtTime: 30 } }
    const ask = (jurisdiction: string): ReturnType<typeof assess> =>
      assess(catalogue, { jurisdiction, on, facts: { ...facts, means: { force: true, coercion: false } } })
    expect(ask('KEN').contradictions[0]!.facts).toEqual(['means.force', 'means.coercion'])
    expect(ask('KEN').offences[0]!.result).toBe('made_out')
    expect(ask('MYS').offences[0]!.result).toBe('unknown')
  })

  test('two that exclude each other are both left open', () => {
    const facts = { mind: { knew: true, unaware: true } }
    expect(assess(catalogue, { jurisdiction: 'KEN', on, facts }).contradictions[0]!.facts).toEqual([
      'mind.knew',
      'mind.unaware',
    ])
  })
})

describe('bad input', () => {
  const ask = (question: { jurisdiction?: string; on?: string; facts?: FactsInput }) => () =>
    assess(catalogue, { jurisdiction: 'GBR', on, facts: {}, ...question })

  test('an unknown country lists what there is', () => {
    expect(ask({ jurisdiction: 'GBX' })).toThrow(/did you mean GBR\?.*USA/)
  })
  test('a day before any law says the earliest', () => {
    expect(ask({ on: '1999-01-01' })).toThrow(/no law of GBR on 1999-01-01; the earliest it knows is of 20/)
  })
  test('a fact outside the vocabulary suggests the nearest', () => {
    expect(ask({ facts: { means: { decepton: true } } })).toThrow(
      /means.decepton is not in the vocabulary; the nearest is means.deception/,
    )
  })
  test('an unknown group suggests the nearest', () => {
    expect(ask({ facts: { mean: {} } })).toThrow(/did you mean means\?/)
  })
  test('a wrong type says what was found and expected', () => {
    expect(ask({ facts: { victim: { ageAtTime: 'young' } } })).toThrow(
      /victim.ageAtTime: found "young", expected a number/,
    )
    expect(ask({ facts: { means: { force: 3 } } })).toThrow(
      /means.force: found 3, expected true, false or null/,
    )
  })
})

describe('rights', () => {
  const person: FactsInput = {
    status: 'reasonable_grounds',
    age: 17,
    nationality: 'NGA',
    events: { reasonable_grounds: '2026-11-01', referral: '2026-11-20' },
  }

  test('the reflection period runs from the decision, to the day', () => {
    const answer = rights(catalogue, { jurisdiction: 'XAA', on: '2026-11-24', person })
    const period = answer.dueNow.find((one) => one.right === 'reflection_period')!
    expect(period.deadline).toMatchObject({
      length: 45,
      unit: 'days',
      calendar: 'calendar',
      day: '2026-12-16',
    })
    const guardian = answer.dueNow.find((one) => one.right === 'guardian')!
    expect(guardian.deadline).toMatchObject({ unit: 'working days', calendar: 'working', day: '2026-11-27' })
  })

  test('across the border there is none, and the answer says where it was looked for', () => {
    const answer = rights(catalogue, { jurisdiction: 'XAB', on: '2026-11-24', person })
    expect(answer.notProvided.find((one) => one.right === 'reflection_period')).toMatchObject({
      why: 'absent',
      cite: { number: 'Part 3 (searched)' },
    })
  })

  test('what is enacted but not commenced is not given: South Africa s.15', () => {
    const answer = rights(catalogue, { jurisdiction: 'ZAF', on: '2026-11-24', person })
    expect(answer.dueNow.map((one) => one.right)).not.toContain('reflection_period')
    expect(answer.notProvided.find((one) => one.right === 'reflection_period')).toMatchObject({
      why: 'not_commenced',
    })
  })

  test('a permit waits for cooperation where the law says so, and not where it does not', () => {
    const steps = (id: string): string[] =>
      rights(catalogue, { jurisdiction: id, on: '2026-11-24', person: { ...person, age: 30 } })
        .dueAfterStep.filter((one) => one.right === 'residence_permit')
        .flatMap((one) => one.after.map((step) => step.step))
    expect(steps('XAB')).toEqual(['a statement to the police'])
    expect(steps('XAA')).toEqual([])
  })

  test('a citizen needs no permit, and is told why not', () => {
    const answer = rights(catalogue, {
      jurisdiction: 'XAA',
      on: '2026-11-24',
      person: { ...person, nationality: 'XAA' },
    })
    expect(answer.notForThisPerson.map((one) => one.right)).toContain('residence_permit')
  })

  test('nothing asked of the person: nothing is refused', () => {
    const answer = rights(catalogue, { jurisdiction: 'XAA', on: '2026-11-24', person: {} })
    expect(answer.notForThisPerson).toEqual([])
    expect(answer.dueAfterStep.find((one) => one.right === 'reflection_period')!.openQuestions).toContain(
      'person.status',
    )
  })
})

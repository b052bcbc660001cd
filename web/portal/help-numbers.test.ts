import { describe, expect, it } from 'vitest'
import { createTranslator } from '#platform/i18n'
import { numbersToCall, readHelpNumbers } from './help-numbers.ts'

const words = createTranslator('portal')
const listed = async (language: string, country?: string) =>
  (await numbersToCall({ language, t: words.in(language), country })).toString()

describe('the numbers to call', () => {
  it('are the deployment’s own first, and everybody else’s folded', async () => {
    const [shown = '', folded = ''] = (await listed('en', 'IT')).split('<details>')
    expect(shown).toContain('href="tel:800290290"')
    expect(shown).not.toContain('United States')
    expect(folded).toContain('href="tel:18883737888"')
    expect(folded).not.toContain('Italy')
  })

  it('are general where no country is named, and what is not known is said', async () => {
    expect((await listed('en')).split('<details>')[0]).toContain('href="tel:112"')
    expect(await listed('en')).not.toContain('We know of no helpline')
    const unknown = (await listed('fr', 'IE')).split('<details>')[0]
    expect(unknown).toContain('href="tel:112"')
    expect(unknown).toContain('pour ce pays : Irlande')
  })

  const number = { kind: 'helpline', number: '800 290 290', source: 'pariopportunita.gov.it' }
  const file = (change: object) =>
    JSON.stringify({ country: 'IT', checkedOn: null, numbers: [number], ...change })
  it.each([
    ['a number without its source', file({ numbers: [{ ...number, source: undefined }] }), 'source'],
    ['letters in a number', file({ numbers: [{ ...number, number: '0800-RESCUE' }] }), 'number'],
    ['a kind nobody words', file({ numbers: [{ ...number, kind: 'hotline' }] }), 'kind'],
    ['another country’s', file({ country: 'FR' }), 'found the numbers of FR.json'],
    ['broken off', '{"country":', 'found no JSON'],
  ])('are refused when read: %s', (_, text, told) => {
    expect(() => readHelpNumbers('IT.json', text)).toThrow(told)
  })
})

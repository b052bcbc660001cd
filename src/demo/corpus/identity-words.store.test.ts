import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evaluateTexts } from '#detect'
import { random } from '../world/random.ts'

type Group = { language: string; words: string[] }
const { groups } = JSON.parse(readFileSync('data/detect/identity-words.json', 'utf8')) as { groups: Group[] }

/** Every text of a template names somebody; in some another word of the group stands instead. */
function texts(swapped: boolean) {
  return ['en', 'fr', 'es', 'ar'].flatMap((language) =>
    groups
      .filter((group) => group.language === language)
      .slice(0, 12)
      .flatMap(({ words }, g) => {
        const source = random(`identity/${language}/${g}`)
        const own = Array.from({ length: 30 }, () => `w${source.below(4000)}`)
        return Array.from({ length: 4 }, (_, copy) => {
          const word = words[swapped && copy % 2 === 1 ? words.length - 1 : 0]!
          const text = own.map((one) => (source.chance(0.1) ? `w${source.below(4000)}` : one)).join(' ')
          const template = `${language} ${g}`
          return {
            id: `${template} ${copy}`,
            text: `${word} ${text} ${word}`,
            template,
            family: template,
            edition: template,
            script: 'Latin',
            split: 'train' as const,
          }
        })
      }),
  )
}

test('another word of nationality, ethnicity, gender or age moves no text to another template', async () => {
  const plain = await evaluateTexts(texts(false))
  const swapped = await evaluateTexts(texts(true))
  expect(plain.templatesTrue).toBeGreaterThan(40)
  for (const { ari, pair, doc } of [plain, swapped]) {
    expect(ari).toBe(1)
    expect(pair.recall).toBe(1)
    expect(doc.recall).toBe(1)
  }
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ngramsIn } from './ngrams.ts'
import { chanceOf, type Lesson, opinionOn, readWordings, teachSign } from './sign-model.ts'

const sign = 'documents-held'
const trades = 'baker|mason|tailor|potter|weaver|farrier|cooper|thatcher|glazier|saddler|printer|dyer'.split(
  '|',
)
const places = 'mill|quay|yard|barn|kiln|forge|dairy|orchard|cellar|loft|tower|market'.split('|')
const tools = 'chisel|ladder|needle|kettle|shears|anvil|barrel|straw|putty|bridle|ink|indigo'.split('|')
const said = (holds: boolean, i: number): string =>
  `${trades[i]} wanted near the ${places[i]}, ${trades[(i + 5) % 12]} too, own ${tools[i]} or ${tools[(i + 7) % 12]}. ` +
  (holds ? 'Passports are locked away by the team leader.' : 'Passports are checked once at the desk.')
const lessons = (each: number, people = ''): Lesson[] =>
  [true, false].flatMap((holds) =>
    Array.from({ length: each }, (_, i) => ({
      key: `${holds} ${i}`,
      read: readWordings([`${said(holds, i)} ${people}`.trim()]),
      holds,
    })),
  )
const asked = readWordings(['Cook wanted near the station. Passports are locked away by the team leader.'])

test('nothing is said before enough was answered on different wordings, and how many more it takes is', () => {
  expect(opinionOn(sign, teachSign(sign, []), asked)).toMatchObject({
    state: 'too-few',
    taught: { holds: 0, doesNotHold: 0, moreHolds: 10, moreDoesNotHold: 10 },
  })
  const copies = Array.from({ length: 12 }, (_, i) => ({ ...lessons(1)[0]!, key: `copy ${i}` }))
  const { taught } = teachSign(sign, [...copies, ...lessons(12).filter(({ holds }) => !holds)])
  expect(taught).toMatchObject({ holds: 1, moreHolds: 9, doesNotHold: 12, moreDoesNotHold: 0 })
})

test('what was taught is said with the words that weigh, whatever the order of the answers', () => {
  const model = teachSign(sign, lessons(12))
  const opinion = opinionOn(sign, model, asked)
  if (opinion.state !== 'holds') throw new Error(opinion.state)
  expect(opinion.weighing[0]!.weight).toBeGreaterThan(0)
  for (const { words, weight } of opinion.weighing)
    expect('locked away by the team leader, are locked', words).toContain(weight > 0 ? words : 'passports')
  const other = readWordings(['Cook wanted near the station. Passports are checked once at the desk.'])
  expect(opinionOn(sign, model, other).state).toBe('does-not-hold')
  expect(chanceOf(sign, teachSign(sign, lessons(12).toReversed()), asked)).toBe(chanceOf(sign, model, asked))
})

test('of words it never met, and where answers follow no words, nothing is said', () => {
  const strange = readWordings(['الجواز يبقى عندنا حتى نهاية الموسم.'])
  expect(opinionOn(sign, teachSign(sign, lessons(12)), strange).state).toBe('strange-words')
  const mixed = lessons(12).map((lesson, i) => ({ ...lesson, holds: lesson.holds === (i % 2 === 0) }))
  expect(['no-better', 'unsure']).toContain(opinionOn(sign, teachSign(sign, mixed), asked).state)
})

test('no word of nationality, ethnicity, gender or age weighs, nor a figure', () => {
  const file = new URL('../../../data/detect/identity-words.json', import.meta.url)
  const { groups } = z
    .object({ groups: z.array(z.object({ words: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(file, 'utf8')))
  const words = groups.flatMap((group) => group.words)
  const grams = ngramsIn(words.map((word) => `We know ${word}, 23, here.`).join('\n'))
  expect([...grams.keys()].sort()).toEqual(['here', 'know', 'we', 'we know'])
  // Answers that go by who is named teach nothing: swapped in what is taught and in what is asked, the chance is the same.
  const among = (holds: string, others: string): number => {
    const taught = [
      ...lessons(12, holds).filter((one) => one.holds),
      ...lessons(12, others).filter((one) => !one.holds),
    ]
    const text = `Cook wanted near the station. Passports are locked away by the team leader. ${holds}`
    return chanceOf(sign, teachSign(sign, taught), readWordings([text]))!
  }
  const before = among('Young Romanian women.', 'Older Swedish men.')
  expect(before).toBeGreaterThan(0.5)
  for (const [one, other] of [
    ['Older Swedish men.', 'Young Romanian women.'],
    ['Mature Nigerian ladies.', 'Young German boys.'],
  ] as const)
    expect(among(one, other)).toBeCloseTo(before, 12)
})

import { phoneBook, writePhone } from './contacts.ts'
import { givenNames, inArabic } from './names.ts'
import type { Random } from './random.ts'
import { calendar, dayOf } from './settings.ts'
import { type Story, wordingsOf } from './stories.ts'

/** A telling of an event: who tells of the same event has the same number. `says`: which of its details this one has. */
export type Telling = { event: number; story: Story; says: readonly Kind[] }

/** What may be told of an event beside what happens. */
type Details = {
  person: string
  phone: ReturnType<ReturnType<typeof phoneBook>>
  plate: string
  mark: number
}
type Kind = 'person' | 'phone' | 'plate' | 'mark'

/** How often a teller knows and says it. */
const SAID: Readonly<Record<Kind, number>> = { person: 0.5, phone: 0.25, plate: 0.2, mark: 0.4 }
/** How many events of all are told by a second person. */
const TOLD_TWICE = 0.3
const SLIP = 0.15
const LATEST_DAYS = 21

const marks = [
  { en: 'a blue gate', fr: 'un portail bleu', es: 'un portón azul', ar: 'بوابة زرقاء' },
  {
    en: 'two water tanks on the roof',
    fr: 'deux citernes sur le toit',
    es: 'dos tanques de agua en el techo',
    ar: 'خزانان على السطح',
  },
  { en: 'a bakery downstairs', fr: 'une boulangerie en bas', es: 'una panadería abajo', ar: 'مخبز في الأسفل' },
  {
    en: 'a shop for tyres beside it',
    fr: 'un magasin de pneus à côté',
    es: 'una tienda de llantas al lado',
    ar: 'محل إطارات بجانبه',
  },
  {
    en: 'a lemon tree in the yard',
    fr: 'un citronnier dans la cour',
    es: 'un limonero en el patio',
    ar: 'شجرة ليمون في الفناء',
  },
  {
    en: 'a broken street lamp outside',
    fr: 'un lampadaire cassé devant',
    es: 'un farol roto afuera',
    ar: 'مصباح شارع مكسور أمامه',
  },
] as const

const sentences: Readonly<Record<Story['language'], Readonly<Record<Kind, (said: string) => string>>>> = {
  en: {
    person: (said) => `The one who gives the orders is called ${said}.`,
    phone: (said) => `They answer on ${said}.`,
    plate: (said) => `The car has the plate ${said}.`,
    mark: (said) => `You know the house by ${said}.`,
  },
  fr: {
    person: (said) => `Celui qui commande s’appelle ${said}.`,
    phone: (said) => `On les joint au ${said}.`,
    plate: (said) => `La voiture porte la plaque ${said}.`,
    mark: (said) => `On reconnaît la maison : ${said}.`,
  },
  es: {
    person: (said) => `El que manda se llama ${said}.`,
    phone: (said) => `Contestan en el ${said}.`,
    plate: (said) => `El coche lleva la placa ${said}.`,
    mark: (said) => `La casa se reconoce por ${said}.`,
  },
  ar: {
    person: (said) => `من يعطي الأوامر اسمه ${inArabic(said)}.`,
    phone: (said) => `يردّون على الرقم ${said}.`,
    plate: (said) => `لوحة السيارة ${said}.`,
    mark: (said) => `يُعرف البيت بـ${said}.`,
  },
}

/**
 * A region's stories as several people tell them: each event has a person, a number, a car and a house, of which each teller says
 * some; some events are told again days later by somebody else, in other words, now and then in another language, with slips.
 * Events that nobody tells twice share words, towns and days with the others, as the region's own stories do.
 */
export function retell(root: Random, stories: readonly Story[]): Telling[] {
  const source = root.fork('retellings')
  const phone = phoneBook(root.fork('retellings', 'phones'))
  return stories.flatMap((story, event): Telling[] => {
    if (story.kind === 'information') return [{ event, story, says: [] }]
    const details: Details = {
      person: source.pick(givenNames),
      phone: phone(story.country),
      plate: `${source.pick(['KV', 'TR', 'OM', 'ZE'])}-${source.between(100, 999)}-${source.pick(['B', 'D', 'K'])}`,
      mark: source.below(marks.length),
    }
    const first = tell(source, event, story, details)
    if (!source.chance(TOLD_TWICE)) return [first]
    const others = wordingsOf(story.kind).filter(({ text }) => text !== story.words)
    const wording = others.length > 0 ? source.pick(others) : { language: story.language, text: story.words }
    const day = Math.round(Date.parse(story.on) / 86_400_000) + source.below(LATEST_DAYS)
    const again: Story = {
      ...story,
      channel: source.pick(['web', 'phone', 'walk-in']),
      about: 'someone-else',
      language: wording.language,
      on: new Date(Math.min(day * 86_400_000, Date.parse(dayOf(calendar.weeks * 7 - 1))))
        .toISOString()
        .slice(0, 10),
      words: wording.text,
      place: source.chance(0.7) ? story.place : '',
      signs: story.signs.filter(() => source.chance(0.7)),
      age: source.chance(0.8) ? story.age : 'unknown',
    }
    return [first, tell(source, event, again, details)]
  })
}

function tell(source: Random, event: number, story: Story, details: Details): Telling {
  const says = (['person', 'phone', 'plate', 'mark'] as const).filter((kind) => source.chance(SAID[kind]))
  const said = says.map((kind) =>
    sentences[story.language][kind](worded(source, kind, details, story.language)),
  )
  return { event, story: { ...story, words: [story.words, ...said].join(' ') }, says }
}

function worded(source: Random, kind: Kind, details: Details, language: Story['language']): string {
  if (kind === 'mark') return marks[details.mark]![language]
  if (kind === 'phone') return writePhone(source, details.phone)
  const exact = details[kind]
  if (!source.chance(SLIP)) return exact
  // A letter left out, as people hear and write names and plates.
  const at = source.between(1, exact.length - 2)
  return exact.slice(0, at) + exact.slice(at + 1)
}

import type { IncidentKind } from './incidents.ts'
import { type Random } from './random.ts'
import { pickTown, type Region, type Town } from './region.ts'
import type { Ring } from './rings.ts'
import { calendar, dayOf } from './settings.ts'

/** A report in somebody's own words, to be filed through the public form or by a hotline worker. */
export type Story = {
  on: string
  channel: 'web' | 'phone' | 'walk-in'
  about: 'self' | 'someone-else'
  language: 'en' | 'fr' | 'es' | 'ar'
  country: Town['country']
  place: string
  words: string
  kind: IncidentKind
  /** Signs the teller names, by the words of the form. */
  signs: readonly string[]
  urgent: boolean
  age: 'adult' | 'child' | 'unknown'
}

type Words = { language: 'en' | 'fr' | 'es' | 'ar'; text: string }
const en = (text: string): Words => ({ language: 'en', text })

const told: Record<Exclude<IncidentKind, 'information'>, readonly Words[]> = {
  sexual: [
    en(
      'Two women in the flat above never leave without the same man. One told me she owes money for her journey and may not keep her telephone.',
    ),
    en(
      'They promised work in a bar. Now I must see men every day and the money goes to them. My passport is with the manager.',
    ),
    {
      language: 'es',
      text: 'Nos prometieron trabajo en un bar. Ahora dicen que debemos el viaje y no nos dejan salir solas. El dueño tiene mi pasaporte.',
    },
  ],
  labour: [
    en(
      'About ten of us sleep in a container by the greenhouses. We were promised twice the pay. They hold our papers until the season is over.',
    ),
    en(
      'A van brings young people before dawn and takes them away in the dark. When one fell ill they would not call a doctor.',
    ),
    {
      language: 'fr',
      text: 'Nous sommes huit à dormir dans un hangar. On nous avait promis le double. Le chef garde nos papiers et retient le salaire.',
    },
    {
      language: 'ar',
      text: 'نعمل أكثر من أربع عشرة ساعة في اليوم ولم نتسلّم أجرنا منذ ثلاثة أشهر، وجوازاتنا عند صاحب العمل.',
    },
  ],
  domestic: [
    en(
      'Someone in the house opposite works from early until night and sleeps in the kitchen. She is not allowed to speak to us.',
    ),
    en(
      'I clean and look after three children. I have had no day off since spring and no wage since I came. They say I owe the agency.',
    ),
    { language: 'ar', text: 'أعمل في البيت كل يوم بلا يوم راحة، ولا يسمحون لي بالخروج ولا بالاتصال بأهلي.' },
  ],
  begging: [
    en(
      'The same children are set down at the market every morning and hand everything to a man in the evening. One had a bruise.',
    ),
    en('My cousin was told he would sell flowers. Now he must bring home a fixed amount or he is beaten.'),
  ],
  online: [
    en(
      'My brother went for an office job. He writes that there is a fence and that he must deceive people in a chat for fifteen hours a day.',
    ),
    en(
      'They took our telephones and passports at the gate. Whoever does not bring enough clients is punished.',
    ),
  ],
  unclear: [
    en(
      'Something is not right in the house at the end of our street. People come and go at night, always with the same driver.',
    ),
    en('I am afraid for a friend who took a job abroad and no longer answers.'),
    {
      language: 'fr',
      text: "Une amie est partie travailler à l'étranger et ne répond plus. La dernière fois, un homme parlait à sa place.",
    },
  ],
}

/** The ways in which this kind of thing is told. */
export const wordingsOf = (kind: Exclude<IncidentKind, 'information'>): readonly Words[] => told[kind]

const ordinary: readonly Words[] = [
  en('My employer has not paid the last month. I would like to know where to turn.'),
  en('There is a new massage shop in our street and I wonder whether it is allowed.'),
  en('I saw your poster at the station and want to know what you do.'),
  { language: 'es', text: 'He visto su cartel en la estación y quisiera saber qué hacen ustedes.' },
]

/** Signs by the words of the ILO's eleven indicators. */
const signsOf: Record<Exclude<IncidentKind, 'information'>, readonly string[]> = {
  sexual: ['retention_of_identity_documents', 'debt_bondage', 'restriction_of_movement', 'deception'],
  labour: [
    'retention_of_identity_documents',
    'withholding_of_wages',
    'abusive_working_and_living_conditions',
    'deception',
    'excessive_overtime',
  ],
  domestic: ['withholding_of_wages', 'isolation', 'excessive_overtime', 'restriction_of_movement'],
  begging: ['abuse_of_vulnerability', 'physical_and_sexual_violence', 'intimidation_and_threats'],
  online: [
    'retention_of_identity_documents',
    'restriction_of_movement',
    'intimidation_and_threats',
    'deception',
  ],
  unclear: ['isolation'],
}

const kindOf = {
  sexual: 'sexual',
  farm: 'labour',
  domestic: 'domestic',
  begging: 'begging',
  scam: 'online',
} as const

/** The reports of the last weeks: some about rings, more about other things. `ring` is the truth, −1 for none. */
export function makeStories(
  root: Random,
  region: Region,
  rings: readonly Ring[],
  count: number,
): { story: Story; ring: number }[] {
  const source = root.fork('stories')
  const alive = rings.filter((ring) => ring.to >= calendar.weeks - 16)
  const stories = Array.from({ length: count }, () => {
    const ring = alive.length > 0 && source.chance(0.4) ? source.pick(alive) : undefined
    const town = ring?.bases[0] ?? pickTown(source, region)
    const kind = ring
      ? source.chance(0.8)
        ? kindOf[ring.purpose]
        : 'unclear'
      : source.pick(['labour', 'unclear', 'sexual', 'domestic'] as const)
    const harmless = ring === undefined && source.chance(0.6)
    const wording = harmless ? source.pick(ordinary) : source.pick(told[kind])
    return {
      ring: ring?.number ?? -1,
      story: {
        on: dayOf(calendar.weeks * 7 - 1 - source.below(40)),
        channel: source.pick(['web', 'web', 'phone', 'walk-in'] as const),
        about:
          /\b(my passport|us|we|I clean)\b|nous|nos |أعمل|نعمل/i.test(wording.text) && source.chance(0.7)
            ? ('self' as const)
            : ('someone-else' as const),
        language: wording.language,
        country: town.country,
        place: source.chance(0.8) ? town.name : '',
        words: wording.text,
        kind: harmless ? ('information' as const) : kind,
        signs: harmless ? [] : source.shuffled(signsOf[kind]).slice(0, source.between(1, 3)),
        urgent: !harmless && source.chance(0.2),
        age: kind === 'begging' ? ('child' as const) : source.pick(['adult', 'adult', 'unknown'] as const),
      },
    }
  })
  return stories.sort((a, b) => (a.story.on < b.story.on ? -1 : a.story.on > b.story.on ? 1 : 0))
}

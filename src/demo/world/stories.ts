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

const told: Record<Exclude<IncidentKind, 'information'>, readonly string[]> = {
  sexual: [
    'Two women in the flat above never leave without the same man. One told me she owes money for her journey and may not keep her telephone.',
    'They promised work in a bar. Now I must see men every day and the money goes to them. My passport is with the manager.',
  ],
  labour: [
    'About ten of us sleep in a container by the greenhouses. We were promised twice the pay. They hold our papers until the season is over.',
    'A van brings young people before dawn and takes them away in the dark. When one fell ill they would not call a doctor.',
  ],
  domestic: [
    'A girl in the house opposite works from early until night and sleeps in the kitchen. She is not allowed to speak to us.',
    'I clean and look after three children. I have had no day off since spring and no wage since I came. They say I owe the agency.',
  ],
  begging: [
    'The same children are set down at the market every morning and hand everything to a man in the evening. One had a bruise.',
    'My cousin was told he would sell flowers. Now he must bring home a fixed amount or he is beaten.',
  ],
  online: [
    'My brother went for an office job. He writes that there is a fence and that he must deceive people in a chat for fifteen hours a day.',
    'They took our telephones and passports at the gate. Whoever does not bring enough clients is punished.',
  ],
  unclear: [
    'Something is not right in the house at the end of our street. People come and go at night, always with the same driver.',
    'I am afraid for a friend who took a job abroad and no longer answers.',
  ],
}

const ordinary = [
  'My employer has not paid the last month. I would like to know where to turn.',
  'There is a new massage shop in our street and I wonder whether it is allowed.',
  'I saw your poster at the station and want to know what you do.',
  'My neighbour shouts a great deal. I do not know what is going on there.',
]

const signsOf: Record<Exclude<IncidentKind, 'information'>, readonly string[]> = {
  sexual: ['papers_held', 'debt', 'controlled_movement', 'earnings_taken'],
  labour: ['papers_held', 'wages_withheld', 'bad_housing', 'deceived'],
  domestic: ['wages_withheld', 'isolated', 'long_hours'],
  begging: ['earnings_taken', 'violence', 'child'],
  online: ['papers_held', 'controlled_movement', 'threats', 'deceived'],
  unclear: ['controlled_movement'],
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
          / my |^I | us |we /i.test(wording) && source.chance(0.7)
            ? ('self' as const)
            : ('someone-else' as const),
        language: source.pick(['en', 'en', 'en', 'fr', 'es', 'ar'] as const),
        country: town.country,
        place: source.chance(0.8) ? town.name : '',
        words: wording,
        kind: harmless ? ('information' as const) : kind,
        signs: harmless ? [] : source.shuffled(signsOf[kind]).slice(0, source.between(1, 3)),
        urgent: !harmless && source.chance(0.2),
        age: kind === 'begging' ? ('child' as const) : source.pick(['adult', 'adult', 'unknown'] as const),
      },
    }
  })
  return stories.sort((a, b) => (a.story.on < b.story.on ? -1 : a.story.on > b.story.on ? 1 : 0))
}

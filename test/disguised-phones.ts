/**
 * Phones that reach nobody (+999, and the numbers that Ofcom and ARCEP keep for plays; no plan
 * has Ofcom's), as people write them so that
 * machines miss them, among prices, ages, dates and hours. What is true is known, with the place where it stands.
 */
export type Disguised = {
  text: string
  country: string
  /** What should be read, in order, with the characters it was written in. */
  phones: { value: string; start: number; end: number }[]
  way: Way
  beside: string
}

export const ways = [
  'plain',
  'separators',
  'brackets',
  'keycaps',
  'english',
  'french',
  'spanish',
  'arabic',
  'mixed',
  'letters',
  'invisible',
  'scripts',
  'pictures',
  'marks',
] as const
export type Way = (typeof ways)[number]

/** `next` gives numbers in [0, 1): the same stream, the same text. */
export function disguisedPhones(next: () => number, way: Way): Disguised {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const { country, national, value } = pick(plans)(next)
  const written = write[way](national, { next, pick })
  const [before, after] = pick(neighbours)
  const front = pick(['', 'call me ', 'Anna. Tel ', 'appelez ', 'llama ', 'اتصل '])
  const start = front.length + before.length
  const phones = [{ value, start, end: start + figures(written).length }]
  let text = front + before + written
  // Two numbers in a row.
  if (next() < 0.15) {
    const second = pick(plans.filter((plan) => plan(() => 0).country === country))(next)
    const joint = pick([', ', ' / ', ' or ', '\n', ' | ', ' and '])
    const other = write[way](second.national, { next, pick })
    phones.push({
      value: second.value,
      start: text.length + joint.length,
      end: text.length + joint.length + figures(other).length,
    })
    text += joint + other
  }
  return { text: text + after, country, phones, way, beside: `${before}#${after}` }
}

/** Without the bracket behind the last group. */
const figures = (written: string): string => written.replace(/[)\]}>]$/, '')

type Draw = { next: () => number; pick: <T>(list: readonly T[]) => T }

const digits = (next: () => number, many: number): string =>
  Array.from({ length: many }, () => Math.floor(next() * 10)).join('')

const plans = [
  (next: () => number) => {
    const rest = `${1 + Math.floor(next() * 3)}${1 + Math.floor(next() * 9)}${digits(next, 6)}`
    return { country: '', national: `+999${rest}`, value: `+999${rest}` }
  },
  (next: () => number) => {
    const rest = digits(next, 3)
    return { country: 'GBR', national: `07700900${rest}`, value: `7700900${rest}` }
  },
  (next: () => number) => {
    const rest = digits(next, 4)
    return { country: 'FRA', national: `063998${rest}`, value: `+3363998${rest}` }
  },
]

/** What stands directly before and behind; nothing of it is a phone. */
const neighbours: readonly [string, string][] = [
  ['', ''],
  ['', ' now'],
  ['25 yo ', ''],
  ['Anna, 25, ', ''],
  ['25 ans ', ''],
  ['120 EUR ', ''],
  ['from 120, ', ''],
  ['100/150/200 ', ''],
  ['1h 100 2h 180, ', ''],
  ['€80 ', ''],
  ['80€ ', ''],
  ['45 m2 ', ''],
  ['175 cm, 60 kg ', ''],
  ['90-60-90. ', ''],
  ['on 12/05/2026 ', ''],
  ['12.05.2026 ', ''],
  ['2026-05-12 ', ''],
  ['10:30 ', ''],
  ['10h30 ', ''],
  ['9-17 Mon-Fri ', ''],
  ['9 am ', ''],
  ['24/7 ', ''],
  ['flat 12, ', ''],
  ['since 1999. ', ''],
  ['between nine and five. ', ''],
  ['two girls, ', ''],
  ['', ' 25 ans'],
  ['', ', 25 yo'],
  ['', ' 100 EUR'],
  ['', ', 120 €'],
  ['', ' €80'],
  ['', ' 100€/h'],
  ['', ' 24/7'],
  ['', ' 10:30-18:00'],
  ['', ' 9am-5pm'],
  ['', ' ext 12'],
  ['', ' ext. 345'],
  ['', ' x12'],
  ['', ' poste 12'],
  ['', ' 12.05.2026'],
  ['', ' 2026-05-12'],
  ['', ' 45 m2'],
  ['', ', 175 cm'],
  ['', '. 3 rooms'],
  ['', ' @anna88.chat.example'],
]

/** Groups of a number, the plus with the first. */
function groups(phone: string, { next }: Draw): string[] {
  const plus = phone.startsWith('+') ? '+' : ''
  const figures = phone.slice(plus.length)
  const made: string[] = []
  for (let at = 0; at < figures.length;) {
    const size = at === 0 && plus !== '' ? 3 : 2 + Math.floor(next() * 3)
    made.push(figures.slice(at, at + size))
    at += size
  }
  made[0] = plus + made[0]!
  return made
}

const each = (phone: string, change: (figure: string, place: number) => string, joint = ''): string =>
  Array.from(phone, (figure, place) => (figure === '+' ? figure : change(figure, place)))
    .join(joint)
    .replace(`+${joint}`, '+')

const words = {
  english: 'zero one two three four five six seven eight nine'.split(' '),
  french: 'zéro un deux trois quatre cinq six sept huit neuf'.split(' '),
  spanish: 'cero uno dos tres cuatro cinco seis siete ocho nueve'.split(' '),
  arabic: 'صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة'.split(' '),
}
const spelled =
  (list: readonly string[]) =>
  (phone: string, { next, pick }: Draw): string =>
    each(
      phone,
      (figure) => {
        const word = list[Number(figure)]!
        const chance = next()
        return chance < 0.1
          ? word.toUpperCase()
          : chance < 0.2
            ? word[0]!.toUpperCase() + word.slice(1)
            : word
      },
      pick([' ', '-', ', ', '.', ' . ']),
    )

/** Where the digits of other scripts and styles begin. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6]
const unseen = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '\u034f']
const shown = ['📞', '❤️', '✨', '👉🏽', '🔥', '👩‍👧', '☎️', '⭐']

const write: Record<Way, (phone: string, draw: Draw) => string> = {
  plain: (phone, draw) => groups(phone, draw).join(draw.pick(['', ' ', '-', '.'])),
  separators: (phone, draw) =>
    groups(phone, draw).join(
      draw.pick([
        ' - ',
        '--',
        '..',
        '_',
        '*',
        '~',
        '·',
        '•',
        ' • ',
        '–',
        '\u2011',
        '  ',
        '\u00a0',
        '\u202f',
        '/',
        ' . ',
        '=',
        ':',
        '...',
        "'",
      ]),
    ),
  brackets: (phone, draw) => {
    const [open, close] = draw.pick(['()', '[]', '{}', '<>'] as const)!
    const joint = draw.pick(['', ' ', '-'])
    return groups(phone, draw)
      .map((group, i) => (i === 0 ? group : `${open}${group}${close}`))
      .join(joint)
  },
  keycaps: (phone, { next, pick }) =>
    each(
      phone,
      (figure) => (next() < 0.85 ? figure + pick(['\ufe0f\u20e3', '\u20e3']) : figure),
      pick(['', ' ', '-']),
    ),
  english: spelled(words.english),
  french: spelled(words.french),
  spanish: spelled(words.spanish),
  arabic: spelled(words.arabic),
  mixed: (phone, { next, pick }) => {
    const list = words[pick(['english', 'french', 'spanish', 'arabic'] as const)]
    return each(phone, (figure) => (next() < 0.4 ? list[Number(figure)]! : figure), pick([' ', '-', ' . ']))
  },
  letters: (phone, draw) => {
    const { next, pick } = draw
    return groups(phone, draw)
      .map((group, i) =>
        i === 0 && group.startsWith('+')
          ? group
          : group.replace(/[01]/g, (figure) =>
              next() < 0.6 ? (figure === '0' ? pick(['O', 'o']) : pick(['l', 'I'])) : figure,
            ),
      )
      .join(pick(['', ' ', '-', '.']))
  },
  invisible: (phone, { next, pick }) => {
    const written = each(phone, (figure) => figure + (next() < 0.5 ? pick(unseen) : ''))
    return written.replace(/[^\d]+$/u, '')
  },
  scripts: (phone, draw) => {
    const zero = draw.pick(zeros)
    return groups(phone, draw)
      .map((group) => group.replace(/\d/g, (figure) => String.fromCodePoint(zero + Number(figure))))
      .join(draw.pick(['', ' ', '-']))
  },
  pictures: (phone, draw) => groups(phone, draw).join(draw.pick([...shown, ' 📞 ', '❤️❤️'])),
  marks: (phone, { pick }) => {
    const mark = pick(['\u0336', '\u0332', '\u0305', '\u0301', '\u20dd'])
    return each(phone, (figure) => figure + mark)
  },
}

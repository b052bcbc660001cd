import type { Random } from './random.ts'

/**
 * Names nobody bears: built from syllables chosen to resemble no list of real names, in three scripts.
 * The lists are the same for every seed.
 */
const onsets = [
  'Vr',
  'Kel',
  'Thu',
  'Osk',
  'Yln',
  'Dro',
  'Mev',
  'Zar',
  'Qui',
  'Fen',
  'Hru',
  'Ibb',
  'Pel',
  'Sku',
  'Tav',
  'Ulm',
]
const middles = ['ao', 'ei', 'ou', 'io', 'ua', 'ey', 'ia', 'oe']
const endings = {
  given: ['lvi', 'shka', 'tru', 'nzo', 'mmet', 'rra', 'ddo', 'sk'],
  family: ['vorn', 'skelt', 'mbrax', 'tzoy', 'ndrill', 'gwesh', 'lkund', 'prath'],
}

function combine(heads: readonly string[], tails: readonly string[]): readonly string[] {
  return heads.flatMap((head, i) =>
    tails.map((tail, j) => head + middles[(i + j * 3) % middles.length]! + tail),
  )
}

export const givenNames = combine(onsets, endings.given)
export const familyNames = combine(onsets, endings.family)

const townHeads = [
  'Ash',
  'Brine',
  'Cold',
  'Dun',
  'Ember',
  'Fallow',
  'Grey',
  'Hollow',
  'Iron',
  'Jarl',
  'Kelp',
  'Lorn',
  'Mirk',
  'Nether',
  'Oar',
  'Pale',
  'Quern',
  'Rime',
  'Salt',
  'Thorn',
  'Umber',
  'Vane',
  'Whelk',
  'Yarrow',
  'Zeph',
]
const townTails = [
  'quill',
  'skerry',
  'mantle',
  'garth',
  'furrow',
  'hythe',
  'loom',
  'tarn',
  'wick',
  'spindle',
  'holm',
  'anvil',
  'reach',
  'sound',
  'barrow',
  'gannet',
  'keel',
  'mire',
]

/** Invented names of towns, no two alike, in an order drawn from the stream. */
export function townNames(source: Random, count: number): string[] {
  const all = townHeads.flatMap((head) => townTails.map((tail) => head + tail))
  return source.shuffled(all).slice(0, count)
}

const companyHeads = [
  'Brightkeel',
  'Quernstone',
  'Saltfern',
  'Oarlight',
  'Mirkwell',
  'Tarnfield',
  'Rimegate',
  'Umberline',
  'Whelkhouse',
  'Emberloom',
  'Palegarth',
  'Zephkraft',
  'Jarlmont',
  'Netherby Vane',
  'Kelpworks',
  'Thornledge',
]
const companyTails = [
  'Staffing',
  'Partners',
  'Works',
  'Services',
  'Group',
  'Homes',
  'Kitchens',
  'Cleaning',
  'Harvest',
  'Logistics',
  'Care',
  'Studio',
  'Foods',
  'Crew',
]

export function companyName(source: Random): string {
  return `${source.pick(companyHeads)} ${source.pick(companyTails)}`
}

const cyrillic: Record<string, string> = {
  sh: 'ш',
  zh: 'ж',
  ch: 'ч',
  th: 'ҫ',
  ao: 'аө',
  ou: 'ӱ',
  ey: 'ей',
  a: 'а',
  b: 'б',
  c: 'ц',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'ҳ',
  i: 'и',
  j: 'ҷ',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'қ',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'ў',
  x: 'кс',
  y: 'ы',
  z: 'з',
}
const arabic: Record<string, string> = {
  sh: 'ش',
  zh: 'ژ',
  ch: 'چ',
  th: 'ث',
  a: 'ا',
  b: 'ب',
  c: 'ك',
  d: 'د',
  e: '',
  f: 'ف',
  g: 'گ',
  h: 'ه',
  i: 'ي',
  j: 'ج',
  k: 'ك',
  l: 'ل',
  m: 'م',
  n: 'ن',
  o: 'و',
  p: 'پ',
  q: 'ق',
  r: 'ر',
  s: 'س',
  t: 'ت',
  u: 'و',
  v: 'ڤ',
  w: 'و',
  x: 'كس',
  y: 'ي',
  z: 'ز',
}

function transliterate(name: string, table: Record<string, string>): string {
  let written = ''
  const lower = name.toLowerCase()
  for (let i = 0; i < lower.length;) {
    const two = table[lower.slice(i, i + 2)]
    if (lower.length - i > 1 && two !== undefined) {
      written += two
      i += 2
    } else {
      written += table[lower[i]!] ?? lower[i]!
      i += 1
    }
  }
  return written
}

/** The name in the invented language's script (Cyrillic letters, some of them rare ones). */
export function inCyrillic(name: string): string {
  const written = transliterate(name, cyrillic)
  return written.replace(/(^|\s)(\S)/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase())
}

/** The name in Arabic letters, short vowels unwritten. */
export function inArabic(name: string): string {
  return transliterate(name, arabic)
}

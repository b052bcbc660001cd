/**
 * Invented words: syllables of twelve consonants and five vowels, written in fifteen scripts, so that the same word
 * can stand in each. The languages' own spelling rules are not kept; names and brands break them everywhere.
 */
const latin = ['ptkbdgmnslrv', 'aeiou'] as const

/** Letters for p t k b d g m n s l r v, then for a e i o u ('' where a script leaves a vowel out). */
const alphabets: Record<string, readonly [consonants: string, vowels: readonly string[]]> = {
  Latin: [latin[0], Array.from(latin[1])],
  Cyrillic: ['пткбдгмнслрв', ['а', 'э', 'и', 'о', 'у']],
  Greek: ['πτκβδγμνσλρφ', ['α', 'ε', 'ι', 'ο', 'ω']],
  Arabic: ['فتكبدجمنسلرش', ['ا', '', 'ي', 'و', 'ه']],
  Hebrew: ['פתכבדגמנסלרש', ['', 'א', 'י', 'ו', 'ה']],
  Devanagari: ['पटकबदगमनसलरव', ['', 'े', 'ि', 'ो', 'ु']],
  Bengali: ['পটকবদগমনসলরহ', ['', 'ে', 'ি', 'ো', 'ু']],
  Tamil: ['பதகஞடநமனசலரவ', ['', 'ெ', 'ி', 'ொ', 'ு']],
  Georgian: ['პტკბდგმნსლრვ', ['ა', 'ე', 'ი', 'ო', 'უ']],
  Armenian: ['պտկբդգմնսլրվ', ['ա', 'ե', 'ի', 'ո', 'ու']],
}

/** Whole syllables, five a consonant. */
const syllabaries: Record<string, string> = {
  Han: '帕佩皮珀普塔特提托图卡凯基科库巴贝比博布达德迪多杜加盖吉戈古马梅米莫穆纳内尼诺努萨塞西索苏拉莱利洛卢阿瑞里若鲁瓦维威沃乌',
  Japanese:
    'パペピポプタテチトツカケキコクバベビボブダデヂドヅガゲギゴグマメミモムナネニノヌサセシソスラレリロルヤエイヨユハヘヒホフ',
}

const thaiConsonants = 'ปตกบดคมนสลรว'
const hangulLeads = [17, 16, 15, 7, 3, 0, 6, 2, 9, 5, 12, 18]
const hangulVowels = [0, 5, 20, 8, 13]
/** First character of each consonant's row in the Ethiopic block, and the place of each vowel in it. */
const ethiopicRows = [
  0x1350, 0x1270, 0x12a8, 0x1260, 0x12f0, 0x1308, 0x1218, 0x1290, 0x1230, 0x1208, 0x1228, 0x1268,
]
const ethiopicVowels = [3, 4, 2, 6, 1]

/** How many syllables there are; a syllable is consonant × 5 + vowel. */
export const syllables = 60

/** A word of syllables in a script. */
export function spell(word: readonly number[], script: string): string {
  return word.map((syllable) => writeSyllable(Math.floor(syllable / 5), syllable % 5, script)).join('')
}

function writeSyllable(consonant: number, vowel: number, script: string): string {
  const syllabary = syllabaries[script]
  if (syllabary !== undefined) return syllabary[consonant * 5 + vowel]!
  if (script === 'Hangul')
    return String.fromCharCode(0xac00 + (hangulLeads[consonant]! * 21 + hangulVowels[vowel]!) * 28)
  if (script === 'Ethiopic') return String.fromCharCode(ethiopicRows[consonant]! + ethiopicVowels[vowel]!)
  if (script === 'Thai') {
    const letter = thaiConsonants[consonant]!
    return [`${letter}า`, `เ${letter}`, `${letter}ิ`, `โ${letter}`, `${letter}ุ`][vowel]!
  }
  const alphabet = alphabets[script]
  if (alphabet === undefined) throw new Error(`no letters for the script ${script}`)
  return alphabet[0][consonant]! + alphabet[1][vowel]!
}

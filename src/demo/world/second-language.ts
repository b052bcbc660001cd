import { hash128, random } from './random.ts'

/**
 * A language nobody speaks, written in Cyrillic letters with some rare ones: roots take case, number and tense
 * endings (vowel harmony and all), the verb comes last. Every line of `phrases.ts` has one fixed rendering, worded
 * by the same choices, so that a text can be 'translated' and a translation recognised.
 */
const back = { a: 'а', o: 'о', u: 'у' } as const
const front = { a: 'ә', o: 'ө', u: 'ү' } as const

type Root = { written: string; front: boolean }

function makeRoots(kind: string, count: number): Root[] {
  const source = random(`second-language/${kind}`)
  const seen = new Set<string>()
  const roots: Root[] = []
  while (roots.length < count) {
    const isFront = source.chance(0.5)
    const vowels = Object.values(isFront ? front : back)
    let written = source.chance(0.85) ? source.pick(Array.from('бвгдҙжзйкқлмнпрсҫтўхҳцчҷш')) : ''
    const syllables = source.weighted([2, 6, 2]) + 1
    for (let i = 0; i < syllables; i++) {
      written +=
        source.pick(vowels) + source.pick(['л', 'р', 'н', 'нҙ', 'рк', 'к', 'м', 'ҫ', 'лт', 'ш', 'ҳ', 'т'])
    }
    if (!seen.has(written)) roots.push({ written, front: isFront })
    seen.add(written)
  }
  return roots
}

const nouns = makeRoots('noun', 180)
const verbs = makeRoots('verb', 90)
const qualities = makeRoots('quality', 80)
const particles = ['ҳа', 'вэ', 'ми', 'нар', 'элс', 'ту', 'йоҙ', 'кеш']

const caseEndings = ['', 'ɴAн', 'ҙA', 'тAр', 'ғO', 'лUш', 'нO']
const verbEndings = ['Aм', 'Uҙ', 'AмUш', 'Oрлар', 'UтAн', 'Aй']

function harmonise(root: Root, ending: string): string {
  const vowels = root.front ? front : back
  return (
    root.written +
    ending.replace(/ɴ/g, 'н').replace(/A/g, vowels.a).replace(/O/g, vowels.o).replace(/U/g, vowels.u)
  )
}

/** The stable rendering of a line: `key` is its pool, number and worded choices; slots appear in their order. */
export function inSecondLanguage(
  pool: string,
  number: number,
  choices: readonly number[],
  slots: readonly string[],
): string {
  const source = random(`second-language/${pool}/${number}`)
  const length = 4 + slots.length + source.below(5)
  const out: string[] = []
  const every = Math.max(1, Math.floor(length / (slots.length + 1)))
  let slot = 0
  let turn = 0
  for (let i = 0; i < length; i++) {
    const worded = choices.length > 0 && source.chance(0.45) ? (choices[turn++ % choices.length] ?? 0) : 0
    const kind = source.weighted([6, 3, 1])
    const at = source.below(1000) + worded * 37
    if (i > 0 && i % every === 0 && slot < slots.length) out.push(slots[slot++]!)
    else if (kind === 0) out.push(harmonise(nouns[zipf(at, nouns.length)]!, source.pick(caseEndings)))
    else if (kind === 1) out.push(qualities[zipf(at, qualities.length)]!.written)
    else out.push(particles[at % particles.length]!)
  }
  while (slot < slots.length) out.push(slots[slot++]!)
  out.push(
    harmonise(
      verbs[zipf(source.below(1000) + (choices[0] ?? 0) * 37, verbs.length)]!,
      source.pick(verbEndings),
    ),
  )
  const line = out.join(' ')
  return line[0]!.toUpperCase() + line.slice(1)
}

/** A word for anything named in English (a role, a thing for sale): the same word every time. */
export function secondWord(english: string): string {
  const at = (hash128(english)[0] >>> 0) % nouns.length
  return nouns[at]!.written
}

/** Spreads 0…999+ over a list so that the first words are the common ones. */
function zipf(at: number, size: number): number {
  const u = (at % 1000) / 1000
  return Math.min(size - 1, Math.floor(size * u ** 2))
}

import { type Random } from '../world/random.ts'
import { getLanguage } from './languages.ts'
import { drawWord, otherWording, type Word, writeWord } from './vocabulary.ts'

/** What every ad fills in its own way. */
export type Slots = { name: string; phone: string; place: string; wage: string; free: Word[] }

/** A clause of a text: a stock line that anybody writes, or words of one's own with perhaps something to fill in. */
export type Clause = { line: number } | { words: readonly Word[]; slot?: keyof Slots }

/** What a text is written after. */
export type Model = readonly Clause[]

/** A piece of a text that is edited as a whole; `fixed` ones are what was filled in. */
export type Unit = { text: string; fixed?: true }

const stockLines = 16
/** Stock lines that everybody may use; the last two are notices of sites. */
const lastPlain = stockLines - 2

export type ModelOptions = {
  clauses: number
  /** Share of the clauses that are stock lines. */
  stock: number
}

export function makeModel(source: Random, { clauses, stock }: ModelOptions): Model {
  const slots = source.shuffled<keyof Slots>(['name', 'phone', 'place', 'wage', 'free'])
  const used = new Set<number>()
  return Array.from({ length: clauses }, (_, i): Clause => {
    if (source.chance(stock)) {
      const line = source.below(lastPlain)
      if (!used.has(line)) {
        used.add(line)
        return { line }
      }
    }
    const words = Array.from({ length: source.between(5, 10) }, () => drawWord(source))
    const slot = slots[i]
    return slot === undefined ? { words } : { words, slot }
  })
}

/** The next version of a text as somebody rewords it: other words for the same, clauses moved, left out or added. */
export function reword(source: Random, model: Model, share: number): Model {
  const next = model
    .filter(() => !source.chance(share / 4))
    .map((clause): Clause => {
      if ('line' in clause) return source.chance(share) ? { line: source.below(lastPlain) } : clause
      const words = clause.words.map((word) => (source.chance(share) ? otherWording(source, word) : word))
      return { ...clause, words: source.chance(share) ? [...words.slice(2), ...words.slice(0, 2)] : words }
    })
  if (source.chance(share)) {
    const at = source.below(next.length + 1)
    next.splice(at, 0, { words: Array.from({ length: 6 }, () => drawWord(source)) })
  }
  if (next.length > 2 && source.chance(share)) next.push(next.shift()!)
  return next
}

/** The sentences of a model in a language, as units. */
export function render(model: Model, code: string, slots: Slots): Unit[][] {
  const language = getLanguage(code)
  return model.map((clause) => {
    if ('line' in clause) return lineUnits(language.lines[clause.line]!, language.spaced, code, slots)
    const units: Unit[] = clause.words.map((word) => ({ text: writeWord(word, code) }))
    if (clause.slot !== undefined)
      units.splice(Math.ceil(units.length / 2), 0, ...fill(clause.slot, code, slots))
    return units
  })
}

/** A notice that a site puts over or under every ad; its lines say the same in every language. */
export function siteNotice(source: Random, code: string): string {
  const plain = Array.from({ length: lastPlain }, (_, line) => line).filter(
    (line) => !getLanguage('en').lines[line]!.includes('{'),
  )
  const lines = [stockLines - 1, source.pick(plain), source.pick(plain)]
  const own = Array.from({ length: 8 }, () => drawWord(source))
  const none: Slots = { name: '', phone: '', place: '', wage: '', free: [] }
  return join(render([...lines.map((line): Clause => ({ line })), { words: own }], code, none), code)
}

function lineUnits(line: string, spaced: boolean, code: string, slots: Slots): Unit[] {
  return line.split(/(\{\w+\})/).flatMap((part): Unit[] => {
    const slot = /^\{(\w+)\}$/.exec(part)?.[1] as keyof Slots | undefined
    if (slot !== undefined) return fill(slot, code, slots)
    // Without spaces a few characters are edited at a time.
    const words = spaced ? part.split(' ') : (part.match(/.{1,3}/gu) ?? [])
    return words.filter((word) => word !== '').map((text) => ({ text }))
  })
}

function fill(slot: keyof Slots, code: string, slots: Slots): Unit[] {
  const values = slot === 'free' ? slots.free.map((word) => writeWord(word, code)) : [slots[slot]]
  return values.filter((value) => value !== '').map((text) => ({ text, fixed: true }))
}

/** Units as a text. */
export function join(sentences: readonly (readonly Unit[])[], code: string): string {
  const { spaced, stop } = getLanguage(code)
  const written = sentences
    .filter((units) => units.length > 0)
    .map((units) =>
      spaced
        ? units
            .map(({ text }) => text)
            .join(' ')
            .replace(/ ([,.])/g, '$1')
        : // What is filled in stands apart even where words do not: people set numbers and names off.
          units.map(({ text, fixed }) => (fixed ? ` ${text} ` : text)).join(''),
    )
  return written
    .join(spaced ? `${stop} ` : stop)
    .replace(/ {2,}/g, ' ')
    .trim()
}

import anyAscii from 'any-ascii'
import { tokens } from '../indicators/tokens.ts'

/** A name of a place in the two forms in which it may be met: its folded letters, and its sound in Latin letters. */
type Name = { folded: string; latin: string }

/** Shorter names are words of too many languages. */
const shortest = 4

const inLatin = (written: string): string =>
  anyAscii(written.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

function formsOf(text: string): { folded: string[]; latin: string[] } {
  const read = tokens(text)
  return {
    folded: read.map(({ form }) => form),
    latin: read.map(({ start, end }) => inLatin(text.slice(start, end))),
  }
}

/** The name of a place as it is looked for; undefined when it is too short to be told from other words. */
export function placeName(written: string): Name | undefined {
  const { folded, latin } = formsOf(written)
  const name = { folded: folded.join(' '), latin: latin.join(' ') }
  return name.latin.replaceAll(' ', '').length < shortest ? undefined : name
}

/** Whether a text names a place; disguised letters and the other script are seen through. */
export function naming(text: string): (name: Name) => boolean {
  const { folded, latin } = formsOf(text)
  const inFolded = ` ${folded.join(' ')} `
  const inLatinLetters = ` ${latin.join(' ')} `
  return (name) => inFolded.includes(` ${name.folded} `) || inLatinLetters.includes(` ${name.latin} `)
}

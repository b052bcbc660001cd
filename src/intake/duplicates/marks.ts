import anyAscii from 'any-ascii'
import type { Report } from '../report/report.ts'

/** What a report tells that another one of the same event may tell too. */
export type Mark = {
  kind: 'phone' | 'identifier' | 'name' | 'place' | 'word'
  /** What is compared: folded, so that two ways of writing are one. */
  value: string
  /** As it was written, for whoever may read it. */
  said: string
}

/** Said of nearly every place, in the languages of the door: they tell none apart. */
const GENERIC = new Set(
  (
    'near the street road house city town village region province district area north south east west behind ' +
    'pres rue route maison ville region quartier derriere nord sud ouest dans cote ' +
    'cerca calle casa ciudad pueblo zona barrio detras norte este oeste junto ' +
    'qrb shar mdynt qryt mntqt byt fy mn khlf shmal jnwb'
  ).split(' '),
)
/** Written with a capital and yet nobody's name. */
const NO_NAMES = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december english french spanish arabic they there when'.split(
    ' ',
  ),
)

/** Every mark of a report, each once. Nothing here decides that two are the same. */
export function marksOf(report: Pick<Report, 'story' | 'place' | 'contact'>): Mark[] {
  const text = [report.story, report.place, report.contact.how].join('\n').normalize('NFKC')
  const marks = [
    ...phones(text),
    ...identifiers(text),
    ...names(report.story.normalize('NFKC')),
    ...places(report.place.normalize('NFKC')),
    ...words(report.story.normalize('NFKC')),
  ]
  return [...new Map(marks.map((mark) => [`${mark.kind} ${mark.value}`, mark])).values()].slice(0, 600)
}

/** Numbers of 7 to 15 digits, in any script; compared by their last eight, so that a prefix may be left out. */
function phones(text: string): Mark[] {
  const found = text.match(/\p{Nd}(?:[\s().\-–/]{0,3}\p{Nd}){6,14}/gu) ?? []
  return found.map((said) => ({
    kind: 'phone',
    value: anyAscii(said).replaceAll(/\D/g, '').slice(-8),
    said,
  }))
}

/** Addresses, handles, and words of letters and numerals together: plates, papers, accounts. */
function identifiers(text: string): Mark[] {
  const found =
    text.match(/[\w.+-]+@[\w-]+\.\w{2,}|@\w{3,}|\b(?=[\w-]*\d)(?=[\w-]*\p{L})[\w-]{5,30}\b/gu) ?? []
  return found.map((said) => ({
    kind: 'identifier',
    value: folded(said).replaceAll(/[^a-z0-9@.]/g, ''),
    said,
  }))
}

/** Words with a capital where no sentence begins. Scripts without capitals have none; their words count all the same. */
function names(text: string): Mark[] {
  return [...text.matchAll(/(?<=[\p{L}\p{N},;:)'’]\s+)\p{Lu}[\p{L}'’-]{2,}/gu)]
    .map(([said]) => ({ kind: 'name' as const, value: folded(said), said }))
    .filter(({ value }) => value.length > 2 && !NO_NAMES.has(value))
}

function places(text: string): Mark[] {
  return (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map((said) => ({ kind: 'place' as const, value: folded(said), said }))
    .filter(({ value }) => value.length > 2 && !GENERIC.has(value))
}

/** Longer words: what a story is about, whichever order it is told in. */
function words(text: string): Mark[] {
  return wordsOf(text)
    .filter((value) => value.length > 5)
    .map((value) => ({ kind: 'word', value, said: value }))
}

/** The words of a text, folded: without capitals, accents, and script. */
export function wordsOf(text: string): string[] {
  return (text.normalize('NFKC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map(folded)
    .filter((word) => word !== '')
}

const folded = (text: string): string => anyAscii(text).toLowerCase().trim()

import { identifiers } from '../identifiers/index.ts'
import { pack, signature } from '../templates/signature.ts'

/**
 * Raised, and with it `engineVersion` of the receipts, whenever the same observation would be read otherwise: what is stored
 * of another reading is read again at the next run.
 */
export const reading = 1

/** What is read of an observation: a row of `sources_ad`, its version included. */
export type Observation = {
  id: string
  version: string
  title: string
  text: string
  contact: string
  country: string
  images: readonly string[]
}

/** A row of `detect_signature`, its number not yet given. */
export type SignatureRow = {
  id: string
  version: string
  /** Its signature, packed. */
  wording: string
  kinds: string[]
  values: string[]
  fields: string[]
  starts: number[]
  ends: number[]
  masked: number
  reading: number
}

/** `masked`, bit by bit. */
export const masking = { letters: 1, digits: 2 } as const

/** Reads one observation: its wording and its identifiers. Pure, and never throws on what a text holds. */
export function readObservation(observation: Observation): SignatureRow {
  const { title, text, contact, images, country } = observation
  const row: SignatureRow = {
    id: observation.id,
    version: observation.version,
    wording: pack(signature(wording(title, text))),
    kinds: [],
    values: [],
    fields: [],
    starts: [],
    ends: [],
    masked: borrowsLetters(text) ? masking.letters : 0,
    reading,
  }
  for (const [field, source] of [
    ['title', title],
    ['text', text],
    ['contact', contact],
  ] as const) {
    if (source === '') continue
    for (const found of identifiers(source, country)) {
      row.kinds.push(found.kind)
      row.values.push(found.value)
      row.fields.push(field)
      row.starts.push(found.start)
      row.ends.push(found.end)
      if (found.kind === 'phone' && hidesDigits(source.slice(found.start, found.end)))
        row.masked |= masking.digits
    }
  }
  images.forEach((image, place) => {
    if (image === '') return
    row.kinds.push('image')
    row.values.push(image)
    row.fields.push('images')
    row.starts.push(place)
    row.ends.push(place + 1)
  })
  return row
}

/** The words templates are made of: many sites repeat the title as the text's beginning. */
export function wording(title: string, text: string): string {
  return title === '' || text.startsWith(title) ? text : `${title}\n${text}`
}

const latinOrCyrillicWord = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{3,}/gu
const justAscii = /^\p{ASCII}*$/u

/** A word that mixes scripts whose letters look alike. */
function borrowsLetters(text: string): boolean {
  if (justAscii.test(text)) return false
  for (const [word] of text.slice(0, 20_000).matchAll(latinOrCyrillicWord)) {
    const scripts =
      Number(/\p{Script=Latin}/u.test(word)) +
      Number(/\p{Script=Cyrillic}/u.test(word)) +
      Number(/\p{Script=Greek}/u.test(word))
    if (scripts > 1) return true
  }
  return false
}

/** Written with emoji, words, letters for digits, or each digit apart. Other scripts' own digits are no disguise. */
function hidesDigits(written: string): boolean {
  return /\u20e3|\p{L}/u.test(written) || /^\D*\d(?:\D{1,3}\d(?!\d)){6,}/.test(written)
}

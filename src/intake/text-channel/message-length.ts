/**
 * How long a text message is. 3GPP TS 23.038: 160 characters of the 7-bit alphabet, of which some count twice, or 70 code
 * units of UCS-2 as soon as one character stands outside it.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const TWICE = '\f^{}\\[~]|€'

const basic = new Set(BASIC)
const twice = new Set(TWICE)

export type MessageLength = { alphabet: 'gsm7' | 'ucs2'; units: number; most: 160 | 70 }

export function lengthOf(text: string): MessageLength {
  const characters = Array.from(text)
  if (characters.every((one) => basic.has(one) || twice.has(one))) {
    const units = characters.reduce((sum, one) => sum + (twice.has(one) ? 2 : 1), 0)
    return { alphabet: 'gsm7', units, most: 160 }
  }
  return { alphabet: 'ucs2', units: text.length, most: 70 }
}

export function fitsOneMessage(text: string): boolean {
  const { units, most } = lengthOf(text)
  return units <= most
}

const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '…': '...',
  '–': '-',
  '—': '-',
  œ: 'oe',
  Œ: 'OE',
}

/**
 * A text in Latin letters for the 7-bit alphabet: an accent that it lacks is left out, as people do on such phones, since
 * one of them would halve the message. Other scripts stay as they are.
 */
export function forShortMessage(text: string): string {
  const plain = Array.from(text.normalize('NFC').replaceAll(/[\u00a0\u202f\u2009]/g, ' '))
    .map((one) => {
      if (basic.has(one) || twice.has(one)) return one
      const known = PLAIN[one]
      if (known !== undefined) return known
      return /\p{Script=Latin}/u.test(one) ? one.normalize('NFKD').replaceAll(/\p{M}/gu, '') : one
    })
    .join('')
  return plain
}

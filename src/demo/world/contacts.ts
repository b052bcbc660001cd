import type { Random } from './random.ts'

/**
 * Ways to reach made-up people that reach nobody: the country prefix +999, which the ITU has assigned to no one,
 * and names under `.example` (RFC 2606). A number is always written with its prefix, so that no part of it could
 * be dialled somewhere.
 */
export type Phone = { digits: string }

const countryDigit = { XAA: '1', XAB: '2', XAC: '3' } as const

/** Numbers are dealt, never drawn: two people have the same one only when the story says so. */
export function phoneBook(source: Random): (country: 'XAA' | 'XAB' | 'XAC') => Phone {
  const salt = source.below(9_000_000)
  let dealt = 0
  return (country) => {
    // 7,368,787 is prime to 9,000,000: the numbers come in no order and none comes twice.
    const number = 1_000_000 + ((salt + dealt++ * 7_368_787) % 9_000_000)
    return { digits: `999${countryDigit[country]}${number}` }
  }
}

const emoji = ['0️⃣', '1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣', '7️⃣', '8️⃣', '9️⃣']
const spoken = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** The number as people write it: the same one in several ways. */
export function writePhone(source: Random, phone: Phone): string {
  const d = phone.digits
  const rest = d.slice(4)
  return source.pick([
    `+${d}`,
    `+999 ${d[3]!} ${rest.slice(0, 3)} ${rest.slice(3)}`,
    `00999 ${d[3]!} ${rest.slice(0, 3)} ${rest.slice(3, 5)} ${rest.slice(5)}`,
    `(+999) ${d[3]!}-${rest.slice(0, 3)}-${rest.slice(3)}`,
    `+999.${d[3]!}.${rest.slice(0, 3)}.${rest.slice(3, 5)}.${rest.slice(5)}`,
  ])
}

/** The number written so that a machine should not read it: emoji digits, spoken digits, gaps. */
export function hidePhone(source: Random, phone: Phone): string {
  const d = Array.from(phone.digits)
  const way = source.below(4)
  if (way === 0) return `+${d.map((digit) => emoji[Number(digit)]!).join('')}`
  if (way === 1)
    return `+999 ${d
      .slice(3)
      .map((digit) => (source.chance(0.4) ? spoken[Number(digit)]! : digit))
      .join(' ')}`
  if (way === 2) return `+ ${d.join(' ')}`
  return `+999${d
    .slice(3)
    .map((digit) => (source.chance(0.5) ? emoji[Number(digit)]! : digit))
    .join(source.pick(['-', '.', ' ']))}`
}

const domains = ['post.example', 'kontor.example', 'mailbox.example', 'letters.example']

export function email(source: Random, name: string): string {
  return `${slug(name)}${source.below(100)}@${source.pick(domains)}`
}

/** A page of their own. */
export function website(name: string): string {
  return `https://${slug(name)}.example`
}

/** A messenger handle in the form of a domain name, so that it belongs to nobody. */
export function handle(source: Random, name: string): string {
  return `@${slug(name)}${source.between(10, 999)}.chat.example`
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** How a code that the reporter read back stands beside the one that was read out. */
export type ReadBack = { state: 'empty' | 'right' | 'unfinished' } | { state: 'wrong'; position: number }

const pieces = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.codePointAt(0)! & 0xf))
    .toLowerCase()
    .split(/[\s,.;:-]+/u)
    .filter((piece) => piece !== '')

/** Compares piece by piece, without capitals and accents, so that the first wrong one can be named. */
export function readBack(code: string, typed: string): ReadBack {
  const [told, heard] = [pieces(code), pieces(typed)]
  if (heard.length === 0) return { state: 'empty' }
  // Digits may be typed without their gaps.
  if (told.join('') === heard.join('')) return { state: 'right' }
  for (const [i, piece] of heard.entries()) {
    const wanted = told[i]
    const isLast = i === heard.length - 1
    if (wanted === piece || (isLast && wanted?.startsWith(piece))) continue
    if (/^\d+$/.test(piece) && told.join('').startsWith(heard.join(''))) return { state: 'unfinished' }
    return { state: 'wrong', position: i + 1 }
  }
  return { state: 'unfinished' }
}

/** A code as the server takes it: 77 random bits in 24 digits. */
export function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return String(value & ((1n << 77n) - 1n)).padStart(24, '0')
}

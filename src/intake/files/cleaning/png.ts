import { damagedFile, type Cleaned } from './cleaned.ts'

const SIGNATURE_BYTES = 8
/** W3C PNG, 3rd edition, section 5.6: what draws the picture. Texts, times, Exif, profiles and unknown chunks are left out. */
const NEEDED = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'sRGB',
  'cHRM',
  'sBIT',
  'acTL',
  'fcTL',
  'fdAT',
])

/** Writes a PNG anew from the chunks that draw it; what follows the end of the picture is gone. */
export function cleanPng(bytes: Buffer): Cleaned {
  const parts: Buffer[] = [bytes.subarray(0, SIGNATURE_BYTES)]
  const removed = new Set<string>()
  let at = SIGNATURE_BYTES
  let first = true
  for (;;) {
    if (at + 12 > bytes.length) throw damagedFile()
    const end = at + 12 + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (end > bytes.length || (first && type !== 'IHDR')) throw damagedFile()
    first = false
    if (NEEDED.has(type)) parts.push(bytes.subarray(at, end))
    else removed.add(/^[A-Za-z]{4}$/.test(type) ? type : 'unknown chunk')
    at = end
    if (type === 'IEND') break
  }
  if (at < bytes.length) removed.add('after the end')
  return { kind: 'image/png', ending: 'png', bytes: Buffer.concat(parts), removed: [...removed] }
}

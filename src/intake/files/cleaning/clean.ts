import { AsyliaError } from '#platform/errors'
import { withoutTurns } from '../../report/turning.ts'
import type { Cleaned } from './cleaned.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPng } from './png.ts'
import { cleanWave, cleanWebp } from './riff.ts'

export type { Cleaned } from './cleaned.ts'

/**
 * Takes out of a file what it tells beside its content: the place and time a picture was taken, the phone, the author. What a
 * file is, is read from its first bytes, never from its name. It is written anew from the parts that are known to be
 * needed, so that what is unknown is left out, a second file hidden behind or within it too. Nothing is decoded: a
 * decoder fed by strangers would be the weakest wall of the house.
 *
 * Throws `intake.file.uncleanable` for kinds that cannot be cleaned this way (documents, films, compressed sound), and
 * `intake.file.refused` for a file that is damaged or not what it says it is.
 */
export function clean(bytes: Buffer): Cleaned {
  const starts = (text: string, at = 0) => bytes.toString('latin1', at, at + text.length) === text
  try {
    if (starts('\xff\xd8\xff')) return cleanJpeg(bytes)
    if (starts('\x89PNG\r\n\x1a\n')) return cleanPng(bytes)
    if (starts('RIFF') && starts('WEBP', 8)) return cleanWebp(bytes)
    if (starts('RIFF') && starts('WAVE', 8)) return cleanWave(bytes)
  } catch (error) {
    // A length read beyond the end is a damaged file, whichever reader noticed.
    if (error instanceof RangeError) throw new AsyliaError('intake.file.refused', 'the file is broken off')
    throw error
  }
  const text = plainText(bytes)
  if (text !== undefined) return { kind: 'text/plain', ending: 'txt', bytes: Buffer.from(text), removed: [] }
  throw new AsyliaError(
    'intake.file.uncleanable',
    'what is hidden in a file of this kind cannot be taken out',
  )
}

/** A text without control and direction characters: what is read is what is there. */
function plainText(bytes: Buffer): string | undefined {
  if (bytes.length > 1024 * 1024 || bytes.includes(0)) return undefined
  const text = bytes.toString('utf8')
  // Not UTF-8, or something that is no text: signs no text has, or the start of '%PDF', '<svg', a program.
  if (text.includes('\ufffd') || /(?![\n\r\t])\p{Cc}/u.test(text)) return undefined
  if (/^\s*(%PDF|%!PS|<|#!|\{\\rtf)/.test(text)) return undefined
  return withoutTurns(text)
}

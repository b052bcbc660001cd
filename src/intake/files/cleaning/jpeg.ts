import { damagedFile, type Cleaned } from './cleaned.ts'

// ITU-T T.81, table B.1: marker codes (second byte).
const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP14 = 0xee
/** What a decoder needs to draw the picture; every other segment (Exif, XMP, IPTC, comments, maker's notes) is left out. */
const isNeeded = (marker: number) =>
  // Frames, Huffman and arithmetic tables; quantisation, lines, restarts; Adobe's colour transform.
  (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xdb && marker <= 0xdf) || marker === APP14

/**
 * Writes a JPEG anew from the segments that draw it, without decoding it: no pixel changes. The way up (Exif orientation) is
 * kept as the one thing; what follows the end of the picture is gone.
 */
export function cleanJpeg(bytes: Buffer): Cleaned {
  const parts: Buffer[] = [Buffer.of(0xff, SOI)]
  const removed = new Set<string>()
  let at = 2
  let frames = 0
  for (;;) {
    if (bytes[at] !== 0xff) throw damagedFile()
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (marker === undefined) throw damagedFile()
    if (marker === EOI) break
    const length = readUInt16(bytes, at + 2)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) throw damagedFile()
    const segment = bytes.subarray(at, end)
    if (marker === SOS) {
      const stop = endOfScan(bytes, end)
      parts.push(bytes.subarray(at, stop))
      at = stop
      continue
    }
    if (isNeeded(marker)) parts.push(segment)
    else if (marker === APP0) parts.push(JFIF)
    else removed.add(nameOf(marker, segment))
    if (marker === APP1) {
      const orientation = orientationOf(segment)
      if (orientation > 1) parts.push(exifOf(orientation))
    }
    // Frames are C0–CF but for the tables C4, C8 and CC.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) frames++
    at = end
  }
  if (frames === 0) throw damagedFile()
  if (at + 2 < bytes.length) removed.add('after the end')
  parts.push(Buffer.of(0xff, EOI))
  return { kind: 'image/jpeg', ending: 'jpg', bytes: Buffer.concat(parts), removed: [...removed] }
}

/** A bare JFIF header: no density, no thumbnail. */
const JFIF = Buffer.from('ffe000104a46494600010100000100010000', 'hex')

/** After a scan's data, in which FF stands before 00 or a restart marker only. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 1 >= bytes.length) throw damagedFile()
    const next = bytes[at + 1]!
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
  }
}

function nameOf(marker: number, segment: Buffer): string {
  if (marker === 0xfe) return 'comment'
  const label = segment.toString('latin1', 4, 14)
  if (label.startsWith('Exif')) return 'Exif'
  if (label.startsWith('http://ns.')) return 'XMP'
  if (label.startsWith('Photoshop')) return 'IPTC'
  if (label.startsWith('ICC_')) return 'colour profile'
  return `segment ${marker.toString(16)}`
}

/** Exif 2.32, tag 0x0112 of the first directory; 1 where it is not told. */
function orientationOf(segment: Buffer): number {
  const tiff = segment.subarray(10)
  if (segment.toString('latin1', 4, 8) !== 'Exif' || tiff.length < 14) return 1
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const two = (i: number) => (i + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(i) : tiff.readUInt16BE(i))
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = Math.min(two(directory), 100)
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12
    const value = two(entry + 8)
    if (two(entry) === 0x0112) return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** An Exif segment that tells the orientation and nothing else. */
function exifOf(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const header = Buffer.of(0xff, APP1, 0, 0)
  header.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([header, body])
}

function readUInt16(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) throw damagedFile()
  return bytes.readUInt16BE(at)
}

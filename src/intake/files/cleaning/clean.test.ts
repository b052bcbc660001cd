import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean } from './clean.ts'

const PLACE = 'GPS 52.52 13.40 by the blue barn'
const TAIL = '<script>alert(1)</script>'

const segment = (marker: number, body: Buffer) => {
  const header = Buffer.of(0xff, marker, 0, 0)
  header.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([header, body])
}
/** Exif with an orientation, as a phone writes it (little-endian), and the place after it. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('II', 'latin1')
  tiff.writeUInt16LE(42, 2)
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(0x0112, 10)
  tiff.writeUInt16LE(3, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt16LE(orientation, 18)
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(PLACE)])
}
const FRAME = segment(0xc0, Buffer.from('0800010001010111 00'.replace(' ', ''), 'hex'))
const SCAN = Buffer.concat([
  segment(0xda, Buffer.from('0101003f00', 'hex')),
  Buffer.from('12ff0034ffd056', 'hex'),
])
const jpeg = (...more: Buffer[]) =>
  Buffer.concat([Buffer.of(0xff, 0xd8), ...more, FRAME, SCAN, Buffer.of(0xff, 0xd9), Buffer.from(TAIL)])

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  // The check sum is not read here.
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.alloc(13, 1)),
  chunk('tEXt', Buffer.from(PLACE)),
  chunk('eXIf', Buffer.from(PLACE)),
  chunk('IDAT', deflateSync(Buffer.alloc(4))),
  chunk('IEND', Buffer.alloc(0)),
  Buffer.from(TAIL),
])

function riff(form: string, chunks: [string, Buffer][]): Buffer {
  const parts = chunks.map(([type, data]) => {
    const header = Buffer.alloc(8)
    header.write(type, 'latin1')
    header.writeUInt32LE(data.length, 4)
    return Buffer.concat([header, data, Buffer.alloc(data.length % 2)])
  })
  const body = Buffer.concat([Buffer.from(form), ...parts])
  const header = Buffer.alloc(8)
  header.write('RIFF', 'latin1')
  header.writeUInt32LE(body.length, 4)
  return Buffer.concat([header, body, Buffer.from(TAIL)])
}
const webp = riff('WEBP', [
  ['VP8X', Buffer.alloc(10, 0x2c)],
  ['VP8 ', Buffer.alloc(9, 7)],
  ['EXIF', Buffer.from(PLACE)],
])
const wave = riff('WAVE', [
  ['fmt ', Buffer.alloc(16)],
  ['LIST', Buffer.from(PLACE)],
  ['data', Buffer.alloc(320, 3)],
])

describe('cleaning a file', () => {
  it.each([
    [
      'JPEG',
      jpeg(
        segment(0xe1, exif(1)),
        segment(0xed, Buffer.from(`Photoshop ${PLACE}`)),
        segment(0xfe, Buffer.from(PLACE)),
      ),
    ],
    ['PNG', png],
    ['WebP', webp],
    ['WAVE', wave],
  ])('takes the place, the author and what is hidden behind the end out of a %s', (_, bytes) => {
    const cleaned = clean(bytes)
    expect(cleaned.bytes.toString('latin1')).not.toContain(PLACE)
    expect(cleaned.bytes.toString('latin1')).not.toContain(TAIL)
    expect(cleaned.removed).toContain('after the end')
    expect(cleaned.removed.length).toBeGreaterThan(1)
    // What is clean stays as it is.
    const again = clean(cleaned.bytes)
    expect(again.bytes).toEqual(cleaned.bytes)
    expect(again.removed.filter((each) => each !== 'Exif')).toEqual([])
  })

  it('makes of a picture that is an archive, a page and a program too a picture alone', () => {
    const others = ['PK\x03\x04', 'PK\x05\x06', '<script>alert(1)</script>', '%PDF-1.7', '#!/bin/sh']
    const hidden = Buffer.from(others.join('\n'), 'latin1')
    for (const whole of [jpeg(segment(0xfe, hidden), segment(0xe2, hidden)), png, webp]) {
      const cleaned = clean(Buffer.concat([whole, hidden])).bytes.toString('latin1')
      for (const other of others) expect(cleaned).not.toContain(other)
    }
  })

  it('leaves what draws a picture as it was, to the byte', () => {
    const cleaned = clean(jpeg(segment(0xe1, exif(1)))).bytes
    expect(cleaned.includes(Buffer.concat([FRAME, SCAN]))).toBe(true)
    expect(cleaned.subarray(-2)).toEqual(Buffer.of(0xff, 0xd9))
  })

  it('keeps a picture the right way up', () => {
    const turned = clean(jpeg(segment(0xe1, exif(6)))).bytes
    expect(turned.toString('latin1')).toContain('Exif')
    expect(turned.toString('latin1')).not.toContain(PLACE)
    expect(clean(turned).bytes).toEqual(turned)
    expect(clean(jpeg(segment(0xe1, exif(1)))).bytes.toString('latin1')).not.toContain('Exif')
  })

  it('reads what a file is from its bytes, and refuses what it cannot clean', () => {
    for (const start of [
      '%PDF-1.7\n',
      '<svg onload=alert(1)>',
      'PK\x03\x04',
      '\0\0\0\x18ftypmp42',
      '#!/bin/sh',
      'GIF89a\0',
    ])
      expect(() => clean(Buffer.from(`${start} and more`, 'latin1'))).toThrow(
        expect.objectContaining({ code: 'intake.file.uncleanable' }),
      )
  })

  it('takes direction marks out of a text, so that it says what it seems to say', () => {
    expect(clean(Buffer.from('pay\u202E001\u2066 oruE\u202C')).bytes.toString()).toBe('pay001 oruE')
  })

  it('refuses whatever is cut off, and never more than throws', () => {
    for (const whole of [jpeg(), png, webp, wave]) {
      for (let at = 4; at < whole.length - TAIL.length - 2; at += 3) {
        try {
          clean(whole.subarray(0, at))
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^intake\.file\./)
        }
      }
    }
  })

  it('survives whatever follows a good beginning', () => {
    const starts = [jpeg(), png, webp, wave].map((bytes) => bytes.subarray(0, 24))
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        try {
          expect(clean(Buffer.concat([start, rest])).bytes.length).toBeLessThan(1000)
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^intake\.file\./)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

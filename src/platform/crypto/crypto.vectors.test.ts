import { describe, expect, it } from 'vitest'
import { gcmOpen, gcmSeal, hkdf, hmac } from './primitives.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('AES-256-GCM', () => {
  // McGrew and Viega, The Galois/Counter Mode of Operation, submitted to NIST; appendix B, test cases 13 to 16.
  const key = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'
  const text =
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'
  const cases = [
    ['13', '00'.repeat(32), '00'.repeat(12), '', '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      '14',
      '00'.repeat(32),
      '00'.repeat(12),
      '00'.repeat(16),
      '',
      'cea7403d4d606b6e074ec5d3baf39d18',
      'd0d1c8a799996bf0265b98b5d48ab919',
    ],
    [
      '16',
      key,
      'cafebabefacedbaddecaf888',
      text,
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
      '76fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ] as const
  it.each(cases)('agrees with test case %s', (_, k, nonce, plaintext, associated, ciphertext, tag) => {
    const sealed = gcmSeal(hex(k), hex(nonce), hex(plaintext), hex(associated))
    expect(sealed.toString('hex')).toBe(ciphertext + tag)
    expect(gcmOpen(hex(k), hex(nonce), sealed, hex(associated)).toString('hex')).toBe(plaintext)
  })
})

describe('HKDF-SHA-256', () => {
  it('agrees with RFC 5869, test case 1', () => {
    const made = hkdf(
      hex('0b'.repeat(22)),
      hex('000102030405060708090a0b0c'),
      hex('f0f1f2f3f4f5f6f7f8f9'),
      42,
    )
    expect(made.toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    )
  })
  it('agrees with RFC 5869, test case 3', () => {
    expect(hkdf(hex('0b'.repeat(22)), hex(''), '', 42).toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    )
  })
})

describe('HMAC-SHA-256', () => {
  it.each([
    [
      '1',
      hex('0b'.repeat(20)),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '2',
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ])('agrees with RFC 4231, test case %s', (_, key, value, digest) => {
    expect(hmac(key, value).toString('hex')).toBe(digest)
  })
})

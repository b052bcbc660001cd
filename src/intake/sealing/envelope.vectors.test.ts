import { describe, expect, it } from 'vitest'
import { newKeyPair, openWith, sealTo } from './envelope.ts'

describe('the envelope', () => {
  it('opens what RFC 9180 seals: P-256, HKDF-SHA256, AES-256-GCM, base mode', async () => {
    // A box made once by this suite: a change of suite, of encoding or of what it says it is would not open it.
    const privateKey = Buffer.from('78c14267ac1875bdaa0d252c5ffe959bac68d1fc9c434d8280a8f3605375ac6b', 'hex')
    const box = Buffer.from(
      'BKwvpswU5SJPTRyMzGHgMZEJTylzIVDQRqe5cR/oGxSthAE2P/oHT3rMBrg0BaB7L7ysi+Y5kuVN0h/Ukv1lqS7xH2avViPNudXQDFLLvwHcdbxSn0NwNZOeu24R9FvMp18yNiJZ',
      'base64',
    )
    expect((await openWith(privateKey, box, 'words')).toString()).toBe('the words of a vector')
  })

  it('refuses a box of which one bit is altered, wherever it is', async () => {
    const { publicKey, privateKey } = await newKeyPair()
    const box = await sealTo(publicKey, Buffer.from('words'), 'words')
    for (let at = 0; at < box.length; at++) {
      const altered = Buffer.from(box)
      altered[at]! ^= 1
      await expect(openWith(privateKey, altered, 'words')).rejects.toMatchObject({ code: 'crypto.refused' })
    }
    await expect(openWith(privateKey, box, 'report key')).rejects.toMatchObject({ code: 'crypto.refused' })
    await expect(openWith(privateKey, Buffer.alloc(3), 'words')).rejects.toMatchObject({
      code: 'crypto.refused',
    })
  })
})

// Seals words to the team's key before they leave this browser: HPKE (RFC 9180) in base mode with P-256, HKDF-SHA256 and
// AES-256-GCM, by the browser's own WebCrypto. The server side of it is src/intake/sealing/envelope.ts.
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from '/report/hpke.js'

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
const info = new TextEncoder().encode('asylia words v1')

/** The door key's id, a colon, and the box in base64. */
export async function seal(doorId, doorKey, words) {
  const publicKey = await suite.DeserializePublicKey(
    Uint8Array.from(atob(doorKey), (sign) => sign.charCodeAt(0)),
  )
  const { encapsulatedSecret, ciphertext } = await suite.Seal(publicKey, new TextEncoder().encode(words), {
    info,
  })
  let text = ''
  for (const byte of [...encapsulatedSecret, ...ciphertext]) text += String.fromCharCode(byte)
  return `${doorId}:${btoa(text)}`
}

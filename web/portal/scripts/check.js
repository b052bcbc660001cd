// Verifies a receipt in this page alone: nothing is sent, and the page works without a connection once it is saved.
const part = (id) => document.getElementById(id)
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

async function verdictOf(text) {
  const { v, hour, content, log, key, signature } = JSON.parse(
    text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1),
  )
  if (v !== 1 || key !== document.body.dataset.key) return { said: 'otherKey' }
  const told = `asylia receipt v1\n${hour}\n${content}\n${log ? `${log.size} ${log.root}` : '-'}\n`
  const publicKey = await crypto.subtle.importKey('raw', bytesOf(key), { name: 'Ed25519' }, false, ['verify'])
  const signed = await crypto.subtle.verify(
    'Ed25519',
    publicKey,
    bytesOf(signature),
    new TextEncoder().encode(told),
  )
  return { said: signed ? 'signed' : 'notSigned', hour }
}

async function verify() {
  const words = JSON.parse(document.body.dataset.words)
  let verdict
  try {
    verdict = await verdictOf(part('note').value)
  } catch (error) {
    verdict = {
      said: error.name === 'NotSupportedError' || !globalThis.crypto?.subtle ? 'cannot' : 'notSigned',
    }
  }
  part('verdict').textContent = words[verdict.said].replace('{hour}', verdict.hour ?? '')
}

part('form').addEventListener('submit', (event) => {
  event.preventDefault()
  void verify()
})

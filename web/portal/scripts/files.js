// Sends a file in pieces that go on where a cut connection stopped, and records a voice note as plain samples. Without
// JavaScript the form sends the file by itself.

const PIECE = 256 * 1024
const TRIES = 40
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const toldIn = (form) => ({
  words: JSON.parse(form.dataset.words),
  progress: form.querySelector('#progress'),
})

export async function sendChosen(form, show) {
  const [file] = form.querySelector('input[type=file]').files
  if (file) await send(form, file, { ...toldIn(form), show })
}

async function send(form, file, { words, progress, show }) {
  if (file.size > Number(form.dataset.most)) {
    progress.textContent = words.tooLarge
    return
  }
  form.setAttribute('aria-busy', 'true')
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
  fields.append('length', String(file.size))
  fields.append('name', file.name)
  let upload
  let offset = 0
  let answer
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      if (upload === undefined) {
        const begun = await fetch('/report/upload', { method: 'POST', body: fields, credentials: 'omit' })
        ;({ upload } = await begun.json())
      }
      while (offset < file.size) {
        progress.textContent = words.progress.replace('%', `${Math.round((offset / file.size) * 100)} %`)
        const body = file.slice(offset, offset + PIECE)
        const headers = {
          'x-upload': upload,
          'x-offset': String(offset),
          'content-type': 'application/octet-stream',
        }
        const sent = await fetch('/report/upload', { method: 'POST', body, headers, credentials: 'omit' })
        if (!sent.ok) throw new Error('not taken')
        const { received } = await sent.json()
        if (received > offset) tries = 0
        offset = received
      }
      fields.append('upload', upload)
      answer = await fetch('/report/upload', { method: 'POST', body: fields, credentials: 'omit' })
      break
    } catch {
      progress.textContent = words.again
      await pause(Math.min(500 * 2 ** Math.min(tries, 5), 10_000))
      offset = upload === undefined ? 0 : await arrived(upload, offset)
    }
  }
  form.removeAttribute('aria-busy')
  if (answer) show(await answer.text(), new URL('/report/return', location.href).href)
}

async function arrived(upload, offset) {
  try {
    const headers = { 'x-upload': upload, 'x-offset': '-1', 'content-type': 'application/octet-stream' }
    const asked = await fetch('/report/upload', { method: 'POST', headers, credentials: 'omit' })
    return (await asked.json()).received
  } catch {
    return offset
  }
}

// Recorded sound comes with whatever its recorder writes beside it; its samples, written anew, tell nothing but the voice.
export function prepareRecording(form, show) {
  const told = { ...toldIn(form), show }
  const button = form.querySelector('#record')
  if (!globalThis.MediaRecorder || !navigator.mediaDevices) return
  button.hidden = false
  let recorder
  button.addEventListener('click', async () => {
    if (recorder?.state === 'recording') {
      recorder.stop()
      return
    }
    let stream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    } catch {
      told.progress.textContent = told.words.denied
      return
    }
    const pieces = []
    recorder = new MediaRecorder(stream)
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      button.textContent = button.dataset.label
      told.progress.textContent = told.words.recorded
      const file = wave(new Blob(pieces)).then((sound) => new File([sound], 'recording.wav'))
      void file.then((recording) => send(form, recording, told))
    })
    button.dataset.label = button.textContent
    button.textContent = told.words.stop
    recorder.start()
  })
}

const RATE = 16_000

/** Mono samples of 16 bits at 16 kHz, as a WAVE file. */
async function wave(blob) {
  const heard = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await blob.arrayBuffer())
  const mixer = new OfflineAudioContext(1, Math.ceil(heard.duration * RATE), RATE)
  const source = new AudioBufferSourceNode(mixer, { buffer: heard })
  source.connect(mixer.destination)
  source.start()
  const samples = (await mixer.startRendering()).getChannelData(0)
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2))
  const write = (at, text) => [...text].forEach((sign, i) => view.setUint8(at + i, sign.charCodeAt(0)))
  write(0, 'RIFF')
  view.setUint32(4, view.byteLength - 8, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true))
  return view.buffer
}

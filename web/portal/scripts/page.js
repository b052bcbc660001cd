'use strict'
// With JavaScript the exit blanks the page at once and leaves nothing behind it in the history; Shift three times does the
// same (GOV.UK's 'exit a page quickly': never Escape, which stops loading). Pages follow each other in place, so that no
// step is in the history, and what was typed stays when the network fails. What is typed is sealed before it leaves, where
// the team has a key. Without JavaScript all of it are links and forms.

const part = (id) => document.getElementById(id)
let presses = 0
let timer
let waiting = false
// What was typed and sealed, by where it goes: in this page's memory alone, so that it can be shown while reading over.
const typed = new Map()

function leave(event) {
  if (event) event.preventDefault()
  const { href } = part('exit')
  document.documentElement.hidden = true
  document.body.replaceChildren()
  document.title = '\u200e'
  typed.clear()
  // Not every browser can speak: nothing may keep the exit from leaving.
  globalThis.speechSynthesis?.cancel()
  location.replace(href)
}

function show(text, address) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  if (!page.getElementById('main')) {
    location.replace(address)
    return
  }
  globalThis.speechSynthesis?.cancel()
  document.documentElement.lang = page.documentElement.lang
  document.documentElement.dir = page.documentElement.dir
  document.title = page.title
  document.body.replaceWith(page.body)
  if (location.href !== address) history.replaceState(null, '', address)
  prepare()
  scrollTo(0, 0)
  part('main').focus({ preventScroll: true })
}

async function follow(address, sent) {
  if (waiting) return
  waiting = true
  document.body.setAttribute('aria-busy', 'true')
  try {
    const { body, ...rest } = sent
    const content = body ? await body() : undefined
    const answer = await fetch(address, { ...rest, body: content, credentials: 'omit', redirect: 'follow' })
    show(await answer.text(), answer.url || address)
  } catch {
    document.body.removeAttribute('aria-busy')
    unsent()
  } finally {
    waiting = false
  }
}

function unsent(words = document.body.dataset.unsent) {
  part('unsent')?.remove()
  const box = document.createElement('p')
  box.id = 'unsent'
  box.className = 'problem'
  box.tabIndex = -1
  box.textContent = words
  part('main').prepend(box)
  box.scrollIntoView({ block: 'center' })
  box.focus()
}

const canSeal = () => Boolean(globalThis.crypto?.subtle)

// The form's fields as they are sent; what was typed is sealed first, where the team has a key.
async function fieldsOf(form, submitter) {
  const fields = new URLSearchParams()
  const inputs = form.dataset.door && canSeal() ? [...form.querySelectorAll('[data-into]')] : []
  const sealed = inputs.length > 0 ? await import('/report/seal.js') : undefined
  const skipped = new Set(inputs.map(({ name }) => name))
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && !skipped.has(name)) fields.append(name, value)
  const skips = submitter?.value === 'skip'
  for (const input of inputs) {
    const { into } = input.dataset
    const words = skips ? '' : input.value.trim()
    if (skips || words !== '' || typed.has(into)) fields.delete(`keep.${into}`)
    typed.delete(into)
    if (words === '') continue
    if (into !== 'text') typed.set(into, words)
    fields.append(`sealed.${into}`, await sealed.seal(form.dataset.door, form.dataset.doorKey, words))
  }
  if (submitter?.name) fields.append(submitter.name, submitter.value)
  return fields
}

function prepare() {
  part('exit-hint').hidden = false
  const mode = part('mode')
  if (mode?.dataset.browser && canSeal()) mode.textContent = mode.dataset.browser
  for (const shown of document.querySelectorAll('[data-told]'))
    if (typed.has(shown.dataset.told)) shown.textContent = typed.get(shown.dataset.told)
  for (const input of document.querySelectorAll('[data-into]')) {
    const { into } = input.dataset
    if (into === 'text' || !typed.has(into)) continue
    if (input.value === '') input.value = typed.get(into)
    document.querySelector(`[data-kept="${into}"]`)?.remove()
  }
  if (part('code-given')) typed.clear()
  prepareReading()
  const files = document.querySelector('form[data-files]')
  const task = document.querySelector('form[data-task]')
  if (task) void showWork(task)
  if (files) void import('/report/files.js').then(({ prepareRecording }) => prepareRecording(files, show))
}

// While many write at once: finds the number that is asked for, and sends the form again.
async function showWork(form) {
  const { task, bits } = form.dataset
  const encoder = new TextEncoder()
  const subtle = globalThis.crypto?.subtle
  for (let n = 0; subtle && form.isConnected; n++) {
    const bytes = new Uint8Array(await subtle.digest('SHA-256', encoder.encode(`${task}.${n}`)))
    let zeros = 0
    for (const byte of bytes) {
      zeros += byte === 0 ? 8 : Math.clz32(byte) - 24
      if (byte !== 0) break
    }
    if (zeros < Number(bits)) continue
    const answer = document.createElement('input')
    Object.assign(answer, { type: 'hidden', name: 'answer', value: String(n) })
    form.append(answer)
    form.requestSubmit()
    return
  }
}

// Read aloud, where the browser has a voice of the page's language.
function prepareReading() {
  const button = part('aloud')
  const speech = globalThis.speechSynthesis
  if (!button || !speech) return
  const { lang } = document.documentElement
  const offer = () => {
    button.hidden = !voiceOf(lang)
  }
  offer()
  speech.onvoiceschanged = offer
}

// A voice on the device alone: others send the words away to be spoken.
function voiceOf(lang) {
  const languageOf = (tag) => tag.toLowerCase().split(/[-_]/)[0]
  return speechSynthesis
    .getVoices()
    .find((voice) => voice.localService && languageOf(voice.lang) === languageOf(lang))
}

function readAloud(button) {
  const speech = speechSynthesis
  const stops = speech.speaking
  speech.cancel()
  button.setAttribute('aria-pressed', String(!stops))
  if (stops) return
  let last = button
  for (const piece of part('main').querySelectorAll('h1,h2,p,li,legend,label,summary,button,dt,dd')) {
    if (!piece.checkVisibility?.() || piece.querySelector('p,li,label,h2')) continue
    const words = piece.textContent.trim()
    if (words === '') continue
    const said = new SpeechSynthesisUtterance(words)
    said.lang = piece.closest('[lang]')?.lang || document.documentElement.lang
    said.voice = voiceOf(said.lang) ?? null
    if (said.voice) speech.speak(said)
    last = said
  }
  last.onend = () => button.setAttribute('aria-pressed', 'false')
}

document.addEventListener('click', (event) => {
  if (event.target.closest('#exit')) return leave(event)
  const aloud = event.target.closest('#aloud')
  if (aloud) return readAloud(aloud)
  const link = event.target.closest('a[href^="/report"]')
  if (!link || 'plain' in link.dataset || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  void follow(link.href, {})
})
document.addEventListener('submit', (event) => {
  const { submitter, target } = event
  if (submitter && 'plain' in submitter.dataset) return
  event.preventDefault()
  // A file goes in pieces.
  if ('files' in target.dataset && submitter?.value === 'file') {
    void import('/report/files.js').then(({ sendChosen }) => sendChosen(target, show))
    return
  }
  const body = () => fieldsOf(target, submitter)
  void follow(target.getAttribute('action'), { method: 'POST', body })
})
// A code stands in two lines, and Enter still sends it, as in one.
document.addEventListener('keydown', (event) => {
  const { target, key, shiftKey, isComposing } = event
  if (key !== 'Enter' || target.id !== 'typed' || shiftKey || isComposing) return
  event.preventDefault()
  target.form.requestSubmit(target.form.querySelector('button.main'))
})
document.addEventListener('keyup', (event) => {
  if (event.key !== 'Shift') {
    presses = 0
    return
  }
  presses += 1
  clearTimeout(timer)
  timer = setTimeout(() => {
    presses = 0
    part('heard').textContent = ''
  }, 3000)
  if (presses === 3) leave()
  else if (presses === 2) part('heard').textContent = part('exit-hint').dataset.more
})
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
// A page left open: with the proof of the code gone, what stands on it goes too. Nothing is asked for it: nobody knows
// whether there is a connection then. A phone that slept counts by its clock, and looks again as it wakes.
let openedAt = Date.now()
const proofs = 'input[name=held], input[name=own]'
function closeIfLeft() {
  if (!document.querySelector(proofs) || Date.now() - openedAt <= 30 * 60_000) return
  typed.clear()
  globalThis.speechSynthesis?.cancel()
  part('main').replaceChildren()
  for (const proof of document.querySelectorAll(proofs)) proof.remove()
  unsent(document.body.dataset.leftOpen)
}
function touched() {
  closeIfLeft()
  openedAt = Date.now()
}
addEventListener('click', touched, true)
addEventListener('keydown', touched, true)
document.addEventListener('visibilitychange', closeIfLeft)
setInterval(closeIfLeft, 30_000)
prepare()

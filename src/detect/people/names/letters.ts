import anyAscii from 'any-ascii'

/** Longer than this, a name is no name: the rest is not read, so that no input costs more than its head. */
export const longestName = 400

/**
 * A text in plain lower-case Latin letters, digits and single spaces: any script (by any-ascii), marks and
 * punctuation gone. For comparing and blocking, never for showing. Lone surrogates and controls only separate.
 */
export function plainLetters(text: string): string {
  const head = text.length > longestName ? text.slice(0, longestName) : text
  return anyAscii(head.normalize('NFKC').replace(/\p{Cs}/gu, ' '))
    .toLowerCase()
    .replace(/['`’ʼ]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** What one letter counts as when names are said aloud; voiced and unvoiced, and rival spellings, are one. */
const sounds: Record<string, string> = {
  b: 'p', c: 'k', d: 't', f: 'p', g: 'k', j: 'j', k: 'k', l: 'l', m: 'm', n: 'n', p: 'p',
  q: 'k', r: 'r', s: 's', t: 't', v: 'p', w: 'p', x: 'ks', y: 'j', z: 's',
} // prettier-ignore

const digraphs: readonly (readonly [RegExp, string])[] = [
  [/tsch|tch|tsh|chh|cz|ch|sch|sh|zh|kh(?=[aeiou])|dj|dsch/g, 's'],
  [/ph/g, 'f'],
  [/gh|ck|kk|kh|q/g, 'k'],
  [/th|dh/g, 't'],
  [/ou|oo/g, 'u'],
  [/c(?=[eiy])/g, 's'],
]

/**
 * A coarse key of how a word sounds, the same for spellings of one name in several romanisations: first sound, then
 * consonant classes, no vowels, no doubles. Meant to propose pairs, not to decide them.
 */
export function soundKey(word: string): string {
  let text = word
  for (const [from, to] of digraphs) text = text.replace(from, to)
  let key = /^[aeiouyhw]/.test(text) ? 'a' : ''
  for (const letter of text) {
    const sound =
      letter === 'y' || letter === 'w' ? '' : (sounds[letter] ?? (/\d/.test(letter) ? letter : ''))
    if (sound !== '' && !key.endsWith(sound)) key += sound
  }
  return key.slice(0, 6)
}

const scratchA = new Uint8Array(64)
const scratchB = new Uint8Array(64)

/** Jaro and Winkler's similarity of two words, 0 to 1. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const { length: m } = a
  const { length: n } = b
  if (m === 0 || n === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(m, n) / 2) - 1)
  const usedA = m > scratchA.length ? new Uint8Array(m) : scratchA.fill(0, 0, m)
  const usedB = n > scratchB.length ? new Uint8Array(n) : scratchB.fill(0, 0, n)
  let common = 0
  for (let i = 0; i < m; i++) {
    const to = Math.min(n - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (usedB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        usedA[i] = 1
        usedB[j] = 1
        common++
        break
      }
    }
  }
  if (common === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < m; i++) {
    if (usedA[i] === 0) continue
    while (usedB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  const jaro = (common / m + common / n + (common - moved / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < m && prefix < n && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** Letters added, dropped, changed or swapped with their neighbour; gives up above `most` with `most + 1`. */
export function editDistance(a: string, b: string, most = 255): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > most) return most + 1
  const width = b.length + 1
  let before = new Uint16Array(width)
  let last = Uint16Array.from({ length: width }, (_, j) => j)
  let row = new Uint16Array(width)
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j < width; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      )
        cost = Math.min(cost, before[j - 2]! + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    const spare = before
    before = last
    last = row
    row = spare
  }
  return last[width - 1]!
}

import anyAscii from 'any-ascii'

/**
 * What two spellings of one place share: 'Saint-Louis', 'St. Louis' and 'SAINT LOUIS' are all `saintlouis`; accents and
 * scripts are written in Latin letters (any-ascii). Empty when nothing of the text is a letter or a digit.
 */
export function placeKey(text: string): string {
  return anyAscii(text)
    .toLowerCase()
    .replace(/\bst\b\.?/g, 'saint')
    .replace(/[^a-z0-9]+/g, '')
}

/** FNV-1a, 32 bits: the index is sorted by it, and a hit is compared with the whole key. */
export function keyHash(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

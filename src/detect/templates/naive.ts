/**
 * What is found without any of this, in the same run: a corpus on which these do well says little. Each returns a
 * cluster for every text, −1 for none.
 */
export const naive = {
  /** Texts that are equal, character for character. */
  duplicates(texts: readonly string[]): string[] {
    return numbered(texts)
  },

  /** Texts hang together that share five words in a row, in lower case. */
  fiveWords(texts: readonly string[]): string[] {
    return connected(texts.map((text) => phrasesOf(text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u))))
  },

  /**
   * The coarse stage of InfoShield (Lee and others, ICDE 2021) as published: figures and everything beyond ASCII
   * left out, phrases of five words, the ten with the highest tf·idf of each text (sublinear tf, smoothed idf), texts
   * that share one hang together. Its fine stage, which parts such groups again, is not run here.
   */
  infoshieldCoarse(texts: readonly string[]): string[] {
    const phrases = texts.map((text) =>
      // eslint-disable-next-line no-control-regex
      phrasesOf(text.replace(/\d|[^\u0000-\u007f]/g, '').split(/\s+/)),
    )
    const having = new Map<string, number>()
    for (const some of phrases)
      for (const phrase of new Set(some)) having.set(phrase, (having.get(phrase) ?? 0) + 1)
    const chosen = phrases.map((some) => {
      const counts = new Map<string, number>()
      for (const phrase of some) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
      const weight = (phrase: string, count: number): number =>
        (1 + Math.log(count)) * (Math.log((1 + texts.length) / (1 + having.get(phrase)!)) + 1)
      return [...counts]
        .map(([phrase, count]) => [phrase, weight(phrase, count)] as const)
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, 10)
        .map(([phrase]) => phrase)
    })
    return connected(chosen)
  },
}

function phrasesOf(words: readonly string[]): string[] {
  const kept = words.filter((word) => word !== '')
  return kept.slice(4).map((_, i) => kept.slice(i, i + 5).join(' '))
}

/** Groups of texts that share a phrase, directly or over others. */
function connected(phrases: readonly (readonly string[])[]): string[] {
  const parent = phrases.map((_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!
    return i
  }
  const first = new Map<string, number>()
  phrases.forEach((some, i) => {
    for (const phrase of some) {
      const before = first.get(phrase)
      if (before === undefined) first.set(phrase, i)
      else parent[root(i)] = root(before)
    }
  })
  return numbered(phrases.map((_, i) => String(root(i))))
}

/** A number for what stands twice or more, −1 for what stands once. */
function numbered(keys: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const ids = new Map<string, string>()
  return keys.map((key) => {
    if (counts.get(key)! < 2) return '-1'
    const id = ids.get(key) ?? String(ids.size)
    ids.set(key, id)
    return id
  })
}

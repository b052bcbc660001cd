/** How alike texts must be. Shares of rarity, so they do not depend on the corpus' size. */
export type Level = {
  /** Two lone texts are together from this score on. */
  pair: number
  /** A text joins a cluster, or a cluster another, when their recurring wording overlaps this much. */
  cohesion: number
}

/** The settings; the same for every corpus. */
export const settings = {
  /** One template: written after the same model, though a fifth or more of the words may differ. */
  template: { pair: 0.2, cohesion: 0.25 },
  /** One edition of a template: the same text but for slips of the pen and what is filled in. */
  edition: { pair: 0.5, cohesion: 0.55 },
  /** A pair below this is not looked at again. */
  faint: 0.08,
  /** What recurs: in this share of a cluster's texts, and in two at least. */
  recurs: 0.15,
  /** So many texts speak for a larger cluster. */
  sample: 64,
  /** Fewer shared shingles say nothing. */
  leastShared: 4,
} as const

/** How texts that may be alike are found. */
export const sketch = {
  /** Keys of a text: texts that share one are candidates. */
  keys: 16,
  /** In a bucket (the texts that have a key) of up to this many all are compared with all. */
  tiny: 12,
  /** In one of up to this many, those that share a second key. */
  small: 32,
  /** In a larger one those that share a second key with one of this many of its texts, the same for all. */
  representatives: 1,
} as const

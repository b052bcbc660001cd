/** The settings; the same for every corpus. Likenesses are shares of rarity, so they do not depend on the corpus' size. */
export const settings = {
  /** One template: written after the same model, though two words of five may differ (`template-likeness.ts`). */
  template: {
    /** Two lone texts are together from this score on. */
    pair: 0.14,
    /** A text joins a cluster, or a cluster another, when they are alike this much, */
    cohesion: 0.055,
    /** and this part of what its texts are alike among themselves. */
    ofInner: 0.2,
    /** An edition whose texts are alike this much among themselves is of one template. */
    edition: 0.3,
    /**
     * Words that a good part of all texts share are rare for nobody. So what makes up `from` of all texts is first looked
     * for as editions are, with less asked, and is of one template when its texts are alike `inner` among themselves.
     */
    large: { from: 0.05, pair: 0.2, cohesion: 0.25, recurs: 0.15, inner: 0.6 },
    /** What recurs: in this share of a cluster's texts, and in two at least. */
    recurs: 0.25,
    /** No shingle of a text weighs less than this part of the rarest: nothing but common phrases is no likeness. */
    leastWeight: 0.2,
    /** A pair below this is not looked at again. */
    faint: 0.05,
  },
  /** One edition: the same text but for slips of the pen and what is filled in (`edition-likeness.ts`). */
  edition: { pair: 0.5, cohesion: 0.55, recurs: 0.15, faint: 0.2 },
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
